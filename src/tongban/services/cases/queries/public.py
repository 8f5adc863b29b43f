"""What anybody may see: progress by number and code, postings, and open figures."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import F

from tongban.core.cases.lifecycle import State
from tongban.core.items.regions import digits_within
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case, Posting, WrongCode
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases.scope import seen_by_code
from tongban.services.cases.words import (
    LightView,
    light_of,
    stage_of,
    state_word,
    step_word,
)
from tongban.services.collecting.queries import PublicParcel, parcels_in_public

POSTINGS_SHOWN_MAX: Final = 100
WRONG_CODES_MAX: Final = 20
NUMBER_MAX: Final = 24


class ProgressUnknown(Refusal):
    """Number and code do not belong to one case."""

    code = "cases.progress_unknown"

    def __init__(self) -> None:
        super().__init__("Number and query code do not match.")


class ProgressLocked(Refusal):
    """Too many wrong codes were tried for this number today."""

    code = "cases.progress_locked"

    def __init__(self) -> None:
        super().__init__(f"{WRONG_CODES_MAX} wrong codes today.")


@dataclass(frozen=True, slots=True)
class Progress:
    """How a case stands, without a name or any other personal data."""

    number: str
    item_name: str
    stage: str
    state: str
    state_word: str
    next: str
    light: LightView
    received_at: datetime
    due_on: date | None
    provisional: bool
    closed_at: datetime | None
    office_name: str
    office_phone: str
    parcels: tuple[PublicParcel, ...]


def progress(number: str, query_code: str, *, today: date) -> Progress:
    """Return the progress of a case to whoever holds its number and code.

    After twenty wrong codes a day the number answers no more until tomorrow:
    six digits are not to be found by trying.
    """
    if WrongCode.objects.filter(
        number=number, on=today, times__gte=WRONG_CODES_MAX
    ).exists():
        raise ProgressLocked
    with seen_by_code(number, query_code):
        record = (
            Case.objects.select_related("office")
            .filter(number=number, query_code=query_code)
            .first()
        )
        parcels = () if record is None else parcels_in_public(record)
    if record is None:
        _count_wrong(number, today)
        raise ProgressUnknown
    return Progress(
        number=record.number,
        item_name=record.item_name,
        stage=stage_of(record),
        state=record.state,
        state_word=state_word(record),
        next="" if record.state == State.CLOSED.value else step_word(record.step),
        light=light_of(record, today=today, calendar=work_calendar()),
        received_at=record.received_at,
        due_on=record.due_on,
        provisional=record.provisional,
        closed_at=record.closed_at,
        office_name=record.office.name,
        office_phone=record.office.phone,
        parcels=parcels,
    )


def _count_wrong(number: str, today: date) -> None:
    if len(number) > NUMBER_MAX or "\0" in number:
        return
    WrongCode.objects.get_or_create(number=number, on=today)
    WrongCode.objects.filter(number=number, on=today).update(times=F("times") + 1)


def postings(*, region: str = "") -> tuple[Posting, ...]:
    """Return the results now shown to the public, the latest first."""
    found = Posting.objects.filter(ended_at=None)
    if region:
        found = found.filter(region__startswith=digits_within(region))
    return tuple(found.order_by("-posted_at")[:POSTINGS_SHOWN_MAX])


def posting_of(number: str) -> Posting | None:
    """Return the posting of a case, if it was posted."""
    return Posting.objects.filter(number=number).first()


@dataclass(frozen=True, slots=True)
class OpenFigures:
    """Counts of one span of days; ``on_time`` are those closed by their due day."""

    received: int
    closed: int
    on_time: int
    instant: int


def open_figures(*, region: str, first: date, last: date) -> OpenFigures:
    """Return the counts of a region from ``first`` through ``last``.

    Counted by a function of the database that sees every case and returns
    numbers only, so that anybody may ask.
    """
    prefix = digits_within(region)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT received, closed, on_time, instant FROM case_figures(%s, %s, %s)",
            (prefix, first, last + timedelta(days=1)),
        )
        row = cursor.fetchone()
    received, closed, on_time, instant = row or (0, 0, 0, 0)
    return OpenFigures(received, closed, on_time, instant)


def most_asked(*, region: str, first: date, last: date) -> tuple[str, ...]:
    """Return the codes of the items received in a span, the most frequent first.

    Counted by a function of the database, as ``open_figures`` is.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item FROM case_item_counts(%s, %s, %s)"
            " ORDER BY received DESC, item",
            (digits_within(region), first, last + timedelta(days=1)),
        )
        return tuple(item for (item,) in cursor.fetchall())
