"""What a scenario says of the register: who is insured, what is due, what waits."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from tongban.core.days import Period
from tongban.core.enrolment.cover import Resolution
from tongban.core.enrolment.employers import EMPLOYER_STATE_WORDS
from tongban.core.enrolment.kinds import COVER_STATE_WORDS, PERSON_KIND_WORDS
from tongban.core.enrolment.premiums import TIER_WORDS
from tongban.core.json_values import Json, text_of
from tongban.core.money import plain_yuan
from tongban.records.enrolment.models import Overlap, Retirement
from tongban.records.parties.models import Party
from tongban.services.cases.envelope import Envelope
from tongban.services.enrolment import operations
from tongban.services.enrolment.people import find_person, find_unit
from tongban.services.enrolment.queries import (
    covers_of,
    employer_line,
    months_of,
    premiums_of,
    staff_of,
    waits_of,
)
from tongban.services.scenarios.reading import Step
from tongban.services.scenarios.stage import Stage, WordUnknown, party_named

NONE: Final = "无"
WAYS: Final[Mapping[str, Resolution]] = {
    "保留原参保": Resolution.KEEP_FORMER,
    "改用新参保": Resolution.TAKE_NEW,
}
DIGITS_OF_NUMBER: Final = 18


def resolve(stage: Stage, step: Step, sent: Envelope) -> None:
    """Resolve the dispute a case opened (处理重复参保)."""
    way = text_of(step.fields, "处理")
    if way not in WAYS:
        raise WordUnknown(kind="处理", word=way)
    overlap = Overlap.objects.get(cover__case=stage.record(step))
    operations.resolve_overlap(
        sent,
        overlap_id=overlap.pk,
        resolution=WAYS[way],
        words=text_of(step.fields, "说明"),
    )


def reverse(stage: Stage, step: Step, sent: Envelope) -> None:
    """Take a finished case back (撤销办件)."""
    number, words = stage.number(step), text_of(step.fields, "说明")
    stage.keep(operations.reverse_case(sent, number=number, words=words))


def party_meant(word: str) -> Party:
    """Return the party of a login name, an id number or a credit code."""
    if len(word) == DIGITS_OF_NUMBER:
        found = find_person(word) or find_unit(word)
        if found is None:
            raise WordUnknown(kind="参保人", word=word)
        return found
    return party_named(word)


def of_each(tell: Callable[[Party, date], Json]) -> Callable[..., Json]:
    """Return a finder that tells one thing of every party the step names."""

    def found(_stage: Stage, step: Step, expected: Json) -> Json:
        wanted = expected if isinstance(expected, Mapping) else {}
        return {word: tell(party_meant(str(word)), step.at.date()) for word in wanted}

    return found


def _cover(party: Party, _day: date) -> str:
    """Return the covers of a person, latest first, in words."""
    lines = [
        f"{PERSON_KIND_WORDS[line.kind]} {_days(line.days)} "
        f"{COVER_STATE_WORDS[line.state]}"
        for line in covers_of(party.pk)
    ]
    return "；".join(lines) or NONE


def _days(days: Period) -> str:
    if days.end is None:
        return f"{days.start}起"
    return f"{days.start}至{days.end - timedelta(days=1)}"


def _months(party: Party, day: date) -> str:
    """Return how many months stand, and what the latest costs."""
    lines = months_of(party.pk, date(day.year - 2, 1, 1), day)
    if not lines:
        return NONE
    last = lines[0]
    return (
        f"{len(lines)}个月 单位{plain_yuan(last.unit_fen)} "
        f"个人{plain_yuan(last.own_fen)}"
    )


def _premium(party: Party, _day: date) -> str:
    lines = [
        f"{line.year}年 {TIER_WORDS[line.paid_tier]} 个人{plain_yuan(line.own_fen)} "
        f"资助{plain_yuan(line.aided_fen)} 享受{TIER_WORDS[line.tier]}"
        for line in premiums_of(party.pk)
    ]
    return "；".join(lines) or NONE


def _wait(party: Party, _day: date) -> str:
    return "；".join(_days(line.days) for line in waits_of(party.pk)) or NONE


def _employer(party: Party, _day: date) -> str:
    line = employer_line(party.pk)
    return NONE if line is None else EMPLOYER_STATE_WORDS[line.state]


def _staff(party: Party, day: date) -> int:
    return len(staff_of(party.pk, day))


def _retirement(party: Party, _day: date) -> str:
    found = Retirement.objects.filter(person_id=party.pk, void=False).first()
    if found is None:
        return NONE
    return (
        f"要求{found.required_months} 已有{found.counted_months} "
        f"差{found.short_months} 补缴{plain_yuan(found.pay_up_fen)}"
    )


def _phone(party: Party, _day: date) -> str:
    return party.phone


def _name(party: Party, _day: date) -> str:
    return party.name


def _overlaps(stage: Stage, step: Step, _: Json) -> Json:
    found = Overlap.objects.filter(cover__case=stage.record(step), resolved_at=None)
    return found.count()


FOUND: Final[Mapping[str, Callable[..., Json]]] = {
    "参保": of_each(_cover),
    "应缴": of_each(_months),
    "年度缴费": of_each(_premium),
    "等待期": of_each(_wait),
    "单位": of_each(_employer),
    "在保职工": of_each(_staff),
    "退休年限": of_each(_retirement),
    "登记姓名": of_each(_name),
    "登记电话": of_each(_phone),
    "重复参保": _overlaps,
}
