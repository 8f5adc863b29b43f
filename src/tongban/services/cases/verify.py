"""Proves that cases are what their events say: chain, fold and projection."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from tongban.core.cases.events import FIRST_HASH, Event, find_broken
from tongban.core.cases.view import fold
from tongban.records.cases.models import Case
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases import engine, projection
from tongban.services.items.pinning import terms_by_digest

# What the clock shows moves with the day while a case is stopped; the rest never.
STILL = tuple(
    name
    for name in projection.PROJECTED
    if name not in ("closed_at", "stopped", "due_on", "half_on", "warn_on")
    and name not in ("overdue_on", "yellow_from", "provisional")
)
MOVING = ("due_on", "half_on", "warn_on", "overdue_on", "yellow_from", "provisional")


@dataclass(frozen=True, slots=True)
class CaseFault:
    """One thing found wrong with one case."""

    number: str
    seq: int
    what: str


def verify_cases(
    *, now: datetime, numbers: tuple[str, ...] = ()
) -> Iterator[CaseFault]:
    """Yield every broken link and every column that disagrees with its events."""
    cases = Case.objects.order_by("pk")
    if numbers:
        cases = cases.filter(number__in=numbers)
    for record in cases.iterator():
        yield from verify_case(record, now=now)


def verify_case(record: Case, *, now: datetime) -> Iterator[CaseFault]:
    """Yield what is wrong with one case."""
    events = engine.events_of(record)
    broken = find_broken(
        events, case_number=record.number, algorithm=settings.TONGBAN_HASH
    )
    for link in broken:
        yield CaseFault(record.number, link.seq, link.why)
    last = events[-1].hash if events else FIRST_HASH
    if record.head != last or record.version != len(events):
        yield CaseFault(record.number, len(events), "events were added or cut off")
    if not broken and events:
        yield from _columns(record, events, now=now)


def _columns(
    record: Case, events: tuple[Event, ...], *, now: datetime
) -> Iterator[CaseFault]:
    rebuilt = Case(closed_at=record.closed_at)
    projection.fill(
        rebuilt,
        fold(events),
        terms=terms_by_digest(record.terms_digest),
        calendar=work_calendar(),
        now=now,
    )
    compared = STILL if record.stopped else (*STILL, *MOVING)
    for name in compared:
        if getattr(rebuilt, name) != getattr(record, name):
            yield CaseFault(record.number, len(events), f"column {name} disagrees")
