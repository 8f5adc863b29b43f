"""Ratings in a scenario: given, followed up by staff, asked for again."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import Final

from tongban.core.json_values import Json, flag_of, text_of
from tongban.core.ratings.corrections import CORRECTION_WORDS, CorrectionState, Deed
from tongban.core.ratings.giving import Way
from tongban.records.ratings.models import Correction, Rating
from tongban.services.cases.envelope import Envelope
from tongban.services.ratings import corrections, operations
from tongban.services.ratings.queries import Grouping, results
from tongban.services.ratings.rules import grade_book
from tongban.services.ratings.served import CaseCodes, Served, case_by_code, own_case
from tongban.services.scenarios.reading import Step
from tongban.services.scenarios.stage import (
    DEMO_CITY,
    Stage,
    WordUnknown,
    account_named,
    names_of,
)

NONE: Final = "无"
CLAIMS: Final[Mapping[str, Deed]] = {
    "已整改": Deed.CLAIM_FIXED,
    "评价无效": Deed.CLAIM_INVALID,
    "无法整改": Deed.CLAIM_UNFIXABLE,
}


def rate(stage: Stage, step: Step, sent: Envelope) -> None:
    """Rate (评价): the applicant their own case, anybody else by its query code."""
    book = grade_book()
    grades = {grade.name: grade.code for grade in book.grades}
    reasons = {reason.text: reason.code for reason in book.reasons}
    given = operations.Given(
        grade=_named(grades, text_of(step.fields, "等级"), "等级"),
        reasons=tuple(
            _named(reasons, word, "理由") for word in names_of(step.fields, "理由")
        ),
        words=text_of(step.fields, "说明"),
    )
    way = Way.PORTAL if _is_own(stage, step, sent) else Way.CODE
    with _served(stage, step, sent) as served:
        operations.rate(sent, served, given=given, way=way)


def _named(known: Mapping[str, str], word: str, kind: str) -> str:
    if word not in known:
        raise WordUnknown(kind=kind, word=word)
    return known[word]


def _is_own(stage: Stage, step: Step, sent: Envelope) -> bool:
    return stage.record(step).party_id in sent.actor.party_ids


def _served(stage: Stage, step: Step, sent: Envelope) -> AbstractContextManager[Served]:
    record = stage.record(step)
    if _is_own(stage, step, sent):
        return own_case(sent.actor, record.number)
    codes = CaseCodes(record.number, record.query_code)
    return case_by_code(codes, today=sent.today)


def add(stage: Stage, step: Step, sent: Envelope) -> None:
    """Add words to the rating (追评)."""
    with _served(stage, step, sent) as served:
        operations.add_to_rating(sent, served, words=text_of(step.fields, "说明"))


def ask_again(stage: Stage, step: Step, sent: Envelope) -> None:
    """Say that it is still not put right (要求重新整改)."""
    with _served(stage, step, sent) as served:
        corrections.reopen(sent, served, words=text_of(step.fields, "说明"))


def assign(stage: Stage, step: Step, sent: Envelope) -> None:
    """Give the correction to a colleague (交办整改)."""
    corrections.assign(
        sent,
        correction_id=_correction(stage, step).pk,
        account_id=account_named(text_of(step.fields, "给")).pk,
    )


def call_back(stage: Stage, step: Step, sent: Envelope) -> None:
    """Note a call-back (回访)."""
    corrections.contact(
        sent,
        correction_id=_correction(stage, step).pk,
        reached=flag_of(step.fields, "联系上"),
        words=text_of(step.fields, "说明"),
    )


def start(stage: Stage, step: Step, sent: Envelope) -> None:
    """Begin to put it right (开始整改)."""
    corrections.start(sent, correction_id=_correction(stage, step).pk)


def report(stage: Stage, step: Step, sent: Envelope) -> None:
    """Report what came of it (报告整改)."""
    corrections.claim(
        sent,
        correction_id=_correction(stage, step).pk,
        deed=CLAIMS[text_of(step.fields, "结论")],
        words=text_of(step.fields, "说明"),
    )


def review(stage: Stage, step: Step, sent: Envelope) -> None:
    """Review a report (复核整改)."""
    corrections.review(
        sent,
        correction_id=_correction(stage, step).pk,
        approved=flag_of(step.fields, "通过"),
        words=text_of(step.fields, "说明"),
    )


def _correction(stage: Stage, step: Step) -> Correction:
    found = _find(stage, step)
    if found is None:
        raise WordUnknown(kind="整改", word=stage.number(step))
    return found


def _find(stage: Stage, step: Step) -> Correction | None:
    own = Correction.objects.filter(rating__case__number=stage.number(step))
    return own.select_related("owner").first()


def _of_correction(
    read: Callable[[Correction], Json],
) -> Callable[[Stage, Step, Json], Json]:
    def found(stage: Stage, step: Step, _: Json) -> Json:
        correction = _find(stage, step)
        return NONE if correction is None else read(correction)

    return found


def _grade(stage: Stage, step: Step, _: Json) -> Json:
    rating = Rating.objects.filter(case__number=stage.number(step)).first()
    return NONE if rating is None else grade_book().grade(rating.grade).name


def _owner(correction: Correction) -> Json:
    return NONE if correction.owner is None else str(correction.owner.login_name)


def _not_owner(stage: Stage, step: Step, expected: Json) -> Json:
    """Return those of the named who do not follow the correction up."""
    correction = _find(stage, step)
    if correction is None:
        return NONE
    logins = expected if isinstance(expected, list) else []
    return sorted(str(each) for each in logins if each != _owner(correction))


def _rungs(correction: Correction) -> Json:
    return sorted(
        correction.events.filter(deed=Deed.RUNG).values_list("detail", flat=True)
    )


def _published(stage: Stage, step: Step, _: Json) -> Json:
    """Return what anybody reads of this item's month, in words."""
    record, today = stage.record(step), step.at.date()
    region = stage.scenario.region or DEMO_CITY
    found = results(region=region, month=today, today=today, by=Grouping.ITEM)
    line = next((group for group in found.groups if group.code == record.item), None)
    if line is None:
        return NONE
    if line.hidden:
        return f"少于{found.hidden_below}次"
    return f"{line.counts.total}次，差评{line.counts.bad}次"


def _iso(day: date) -> Json:
    return day.isoformat()


FOUND: Final[Mapping[str, Callable[[Stage, Step, Json], Json]]] = {
    "评价": _grade,
    "整改": _of_correction(lambda row: CORRECTION_WORDS[CorrectionState(row.state)]),
    "联系期限": _of_correction(lambda row: _iso(row.contact_due_on)),
    "整改期限": _of_correction(lambda row: _iso(row.due_on)),
    "整改人": _of_correction(_owner),
    "整改人不是": _not_owner,
    "整改提醒": _of_correction(_rungs),
    "公开评价": _published,
}
