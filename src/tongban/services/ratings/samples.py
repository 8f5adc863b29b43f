"""Good ratings asked about by another office (异地抽查), drawn anew each month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_name
from tongban.core.access.rights import Act, check_may
from tongban.core.desk.sampling import draw
from tongban.core.ratings.publishing import month_of
from tongban.core.ratings.rules import GamingRules
from tongban.core.refusals import Refusal
from tongban.records.offices.models import Office
from tongban.records.ratings.models import Rating, RatingSample
from tongban.records.security.row_conditions import below
from tongban.services.access.looks import record_look
from tongban.services.cases import engine
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.ratings.rules import grade_book, rating_rules

SAMPLES_SHOWN_MAX: Final = 200
ASKING: Final = "好评抽查回访"
WORDS_MAX: Final = 500
_SERVING: Final = ("hall", "bureau")


class SampleUnknown(Refusal):
    """No sampled rating of this number is within reach."""

    code = "ratings.sample_unknown"

    def __init__(self) -> None:
        super().__init__("No such sample.")


class SampleChecked(Refusal):
    """A sampled rating is checked once."""

    code = "ratings.sample_checked"

    def __init__(self) -> None:
        super().__init__("Checked before.")


@dataclass(frozen=True, slots=True)
class SampleLine:
    """One sampled rating; ``genuine`` is nothing while nobody could be asked."""

    id: int
    rated_office: str
    item_name: str
    grade_name: str
    rated_on: date
    who: str
    checked: bool
    genuine: bool | None
    words: str


def draw_samples(month: date, *, now: datetime) -> int:
    """Draw a month's good ratings of every office for another one to ask about.

    The draw depends on month and office only: drawing again adds nothing.
    """
    offices = list(
        Office.objects.filter(is_active=True, kind__in=_SERVING).order_by("path")
    )
    return sum(_draw_office(office, offices, month, now=now) for office in offices)


@transaction.atomic
def _draw_office(
    office: Office, offices: list[Office], month: date, *, now: datetime
) -> int:
    found = Rating.objects.filter(
        office=office, bad=False, case__isnull=False, rated_on__range=month_of(month)
    )
    rows = {str(row.pk): row for row in found.select_related("office")}
    checker = _checker(office, offices)
    if not rows or checker is None:
        return 0
    size = _size(len(rows), rating_rules().gaming)
    drawn = draw(rows, seed=f"ratings {month:%Y-%m} {office.code}", size=size)
    known = RatingSample.objects.filter(rating__in=[rows[pk] for pk in drawn])
    before = set(known.values_list("rating_id", flat=True))
    new = [rows[pk] for pk in drawn if rows[pk].pk not in before]
    RatingSample.objects.bulk_create(
        [_sample(row, checker, month, now) for row in new], ignore_conflicts=True
    )
    return len(new)


def _size(population: int, rules: GamingRules) -> int:
    share = -(-population * rules.sample_percent // 100)
    return min(population, rules.sample_max, max(rules.sample_min, share))


def _checker(office: Office, offices: Iterable[Office]) -> Office | None:
    """Return the next office of the same level, else the one above."""
    peers = [one for one in offices if one.level == office.level]
    if len(peers) > 1:
        return peers[(peers.index(office) + 1) % len(peers)]
    return office.parent


def _sample(row: Rating, checker: Office, month: date, now: datetime) -> RatingSample:
    return RatingSample(
        rating=row,
        office_path=checker.path,
        rated_office=row.office.name,
        month=month_of(month)[0],
        item_name=row.item_name,
        grade=row.grade,
        rated_on=row.rated_on,
        party_id=row.party_id,
        drawn_at=now,
    )


def samples_of(actor: Actor, month: date) -> tuple[SampleLine, ...]:
    """Return what the actor's office is to ask about, unchecked ones first."""
    check_may(actor, Act.SPOT_CHECK.value)
    mine = below("office_path", actor.office_path)
    found = RatingSample.objects.filter(mine, month=month_of(month)[0])
    waiting_first = F("checked_at").asc(nulls_first=True)
    rows = found.select_related("party").order_by(waiting_first, "pk")
    return tuple(_line(row) for row in rows[:SAMPLES_SHOWN_MAX])


def sampled_month(actor: Actor, *, otherwise: date) -> date:
    """Return the latest month the actor's office was given samples of."""
    check_may(actor, Act.SPOT_CHECK.value)
    mine = below("office_path", actor.office_path)
    found = RatingSample.objects.filter(mine).order_by("-month")
    return found.values_list("month", flat=True).first() or otherwise


def _line(row: RatingSample) -> SampleLine:
    return SampleLine(
        id=row.pk,
        rated_office=row.rated_office,
        item_name=row.item_name,
        grade_name=grade_book().grade(row.grade).name,
        rated_on=row.rated_on,
        who="" if row.party is None else mask_name(row.party.name),
        checked=row.checked_at is not None,
        genuine=row.genuine,
        words=row.words,
    )


def sample_phone(envelope: Envelope, sample_id: int) -> str:
    """Return the phone to ask at; the look is written down."""
    row = _row(envelope.actor, sample_id)
    if row.party is None:
        return ""
    record_look(envelope.actor, row.party.pk, at=envelope.now, reason=ASKING)
    return str(row.party.phone)


def _row(actor: Actor, sample_id: int) -> RatingSample:
    check_may(actor, Act.SPOT_CHECK.value)
    mine = below("office_path", actor.office_path)
    row = RatingSample.objects.select_related("party").filter(mine, pk=sample_id)
    found = row.first()
    if found is None:
        raise SampleUnknown
    return found


def check_sample(
    envelope: Envelope, *, sample_id: int, genuine: bool | None, words: str
) -> None:
    """Note what the person said: their own rating, not theirs, or not reached."""
    with transaction.atomic():
        command, first = engine.remember(
            envelope,
            act="ratings.sample",
            number=str(sample_id),
            payload={"genuine": str(genuine), "words": words},
        )
        if first is not None:
            return
        _row(envelope.actor, sample_id)
        row = RatingSample.objects.select_for_update().get(pk=sample_id)
        if row.checked_at is not None:
            raise SampleChecked
        row.genuine, row.words = genuine, words.strip()[:WORDS_MAX]
        row.checked_by_id = envelope.actor.account_id
        row.checked_at = envelope.now
        row.save()
        engine.answer(command, Receipt(str(sample_id), 1, "checked", "", "", ""))
