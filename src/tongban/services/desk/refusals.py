"""The weekly sample of refusals (不予受理抽查): drawn by lot, judged by checklist."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, check_may
from tongban.core.cases.lifecycle import EventKind, Outcome
from tongban.core.desk.sampling import DAYS_OF_WEEK, draw, sample_size, week_of
from tongban.core.json_values import text_of
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case, CaseEvent
from tongban.records.desk.models import (
    WORDS_MAX,
    RefusalSample,
    RefusalVerdict,
    SampledRefusal,
)
from tongban.records.security.row_conditions import below
from tongban.services.cases.engine import RequestKeyReused
from tongban.services.cases.envelope import CHINA, Envelope
from tongban.services.desk.rules import desk_rules
from tongban.services.items.citing import cite_text
from tongban.services.staff.register import sender_of

SEED_BYTES: Final = 16
WEEKS_SHOWN: Final = 12


class WeekNotOver(Refusal):
    """A sample is drawn when its week is over, so that all had the same chance."""

    code = "desk.week_not_over"

    def __init__(self) -> None:
        super().__init__("Draw the sample when the week is over.")


class SampledUnknown(Refusal):
    """No sampled refusal of this id lies within the supervisor's offices."""

    code = "desk.sampled_unknown"

    def __init__(self) -> None:
        super().__init__("No such sampled refusal within reach.")


class OwnRefusal(Refusal):
    """Nobody judges a refusal of their own."""

    code = "desk.own_refusal"

    def __init__(self) -> None:
        super().__init__("Somebody else must judge this one.")


class VerdictWordsNeeded(Refusal):
    """An unsound refusal is described."""

    code = "desk.verdict_words_needed"

    def __init__(self) -> None:
        super().__init__("Say what was wrong.")


class AlreadyJudged(Refusal):
    """A verdict is given once."""

    code = "desk.already_judged"

    def __init__(self) -> None:
        super().__init__("This refusal was judged before.")


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One week with its refusals and how far its sample is."""

    week: date
    last: date
    refusals: int
    drawn: bool
    sampled: int
    judged: int
    unsound: int


@dataclass(frozen=True, slots=True)
class SampledLine:
    """One sampled refusal: what was written, and the verdict once given."""

    id: int
    number: str
    item_name: str
    office: str
    refused_at: datetime
    refused_by: str
    reason: str
    words: str
    clause: str
    remedy: str
    judged: bool
    sound: bool
    verdict_words: str
    judged_by: str
    answers: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class SampleView:
    """The sample of a week; seed and population let anybody draw it again."""

    week: date
    seed: str
    population: int
    drawn_at: datetime
    lines: tuple[SampledLine, ...]


def refusal_weeks(actor: Actor, *, today: date) -> tuple[WeekLine, ...]:
    """Return the last weeks that are over, the latest first."""
    check_may(actor, Act.SPOT_CHECK)
    this = week_of(today)
    weeks = [
        this - timedelta(days=DAYS_OF_WEEK * back) for back in range(1, WEEKS_SHOWN + 1)
    ]
    samples = {
        one.week: one
        for one in RefusalSample.objects.filter(
            office_path=actor.office_path, week__in=weeks
        ).annotate(
            sampled=Count("refusals"),
            judged=Count("refusals__verdict"),
            unsound=Count("refusals", filter=Q(refusals__verdict__sound=False)),
        )
    }
    return tuple(_week_line(actor, week, samples.get(week)) for week in weeks)


def _week_line(actor: Actor, week: date, sample: RefusalSample | None) -> WeekLine:
    count = _refused(actor, week).count()
    return WeekLine(
        week=week,
        last=week + timedelta(days=DAYS_OF_WEEK - 1),
        refusals=count if sample is None else sample.population,
        drawn=sample is not None,
        sampled=getattr(sample, "sampled", 0),
        judged=getattr(sample, "judged", 0),
        unsound=getattr(sample, "unsound", 0),
    )


@transaction.atomic
def draw_sample(envelope: Envelope, *, week: date) -> None:
    """Draw the sample of a week that is over; drawing it again changes nothing.

    The seed is made by chance and kept, so nobody chooses which are looked at.
    """
    actor, monday = envelope.actor, week_of(week)
    check_may(actor, Act.SPOT_CHECK)
    if monday + timedelta(days=DAYS_OF_WEEK) > envelope.today:
        raise WeekNotOver
    records = {one.number: one for one in _refused(actor, monday)}
    sample, is_new = RefusalSample.objects.get_or_create(
        office_path=actor.office_path,
        week=monday,
        defaults={
            "seed": secrets.token_hex(SEED_BYTES),
            "population": len(records),
            "drawn_at": envelope.now,
            "drawn_by_id": actor.account_id,
        },
    )
    if not is_new:
        return
    size = sample_size(len(records), desk_rules())
    SampledRefusal.objects.bulk_create(
        SampledRefusal(
            sample=sample,
            case=records[number],
            office_path=actor.office_path,
            place=place,
        )
        for place, number in enumerate(draw(records, seed=sample.seed, size=size), 1)
    )


def sample_of(actor: Actor, *, week: date) -> SampleView | None:
    """Return the sample of a week, or nothing before it was drawn."""
    check_may(actor, Act.SPOT_CHECK)
    sample = RefusalSample.objects.filter(
        office_path=actor.office_path, week=week_of(week)
    ).first()
    if sample is None:
        return None
    rows = sample.refusals.select_related("case__office", "verdict__judged_by")
    return SampleView(
        week=sample.week,
        seed=sample.seed,
        population=sample.population,
        drawn_at=sample.drawn_at,
        lines=tuple(_line(row) for row in rows.order_by("place")),
    )


@transaction.atomic
def judge_refusal(
    envelope: Envelope, *, sampled_id: int, answers: dict[str, bool], words: str
) -> bool:
    """Record what the check found; return whether the refusal was sound.

    Sending it again changes nothing. Refuses one's own refusals, and an unsound
    one without words.
    """
    envelope.check()
    check_may(envelope.actor, Act.SPOT_CHECK)
    account = sender_of(envelope)
    former = RefusalVerdict.objects.filter(judged_by=account, key=envelope.key).first()
    if former is not None:
        if former.sampled_id != sampled_id:
            raise RequestKeyReused
        return former.sound
    row = SampledRefusal.objects.filter(
        pk=sampled_id, office_path=envelope.actor.office_path
    ).first()
    if row is None:
        raise SampledUnknown
    if _event(row.case).actor_id == account:
        raise OwnRefusal
    known = {one.code: answers.get(one.code, False) for one in desk_rules().checklist}
    sound = desk_rules().is_sound(known)
    if not sound and not words.strip():
        raise VerdictWordsNeeded
    verdict = RefusalVerdict(
        sampled=row,
        office_path=row.office_path,
        sound=sound,
        answers=known,
        words=words.strip()[:WORDS_MAX],
        judged_by_id=account,
        judged_at=envelope.now,
        key=envelope.key,
    )
    _keep_once(verdict)
    return sound


def _keep_once(verdict: RefusalVerdict) -> None:
    """Keep a verdict; of two given at the same moment the later is refused."""
    try:
        with transaction.atomic():
            verdict.save(force_insert=True)
    except IntegrityError as fault:
        raise AlreadyJudged from fault


def _refused(actor: Actor, week: date) -> QuerySet[Case]:
    """Return the cases refused in a week, Monday to Sunday in China."""
    first = datetime.combine(week, time(), CHINA)
    return Case.objects.filter(
        below("office_path", actor.office_path),
        outcome=Outcome.REFUSED.value,
        closed_at__gte=first,
        closed_at__lt=first + timedelta(days=DAYS_OF_WEEK),
    )


def _event(case: Case) -> CaseEvent:
    return case.events.get(kind=EventKind.NOT_ACCEPTED.value)


def _line(row: SampledRefusal) -> SampledLine:
    event, verdict = _event(row.case), getattr(row, "verdict", None)
    answers = {} if verdict is None else verdict.answers
    return SampledLine(
        id=row.pk,
        number=row.case.number,
        item_name=row.case.item_name,
        office=row.case.office.name,
        refused_at=event.at,
        refused_by=event.actor_name,
        reason=text_of(event.data, "text"),
        words=text_of(event.data, "words"),
        clause=cite_text(text_of(event.data, "clause")),
        remedy=text_of(event.data, "remedy"),
        judged=verdict is not None,
        sound=verdict is not None and verdict.sound,
        verdict_words="" if verdict is None else verdict.words,
        judged_by="" if verdict is None else verdict.judged_by.display_name,
        answers=tuple(
            (one.text, bool(answers.get(one.code))) for one in desk_rules().checklist
        ),
    )
