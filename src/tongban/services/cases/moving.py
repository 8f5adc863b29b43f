"""Which open cases another calendar would move, found without changing any."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Final

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.cases.lifecycle import State
from tongban.core.cases.view import fold
from tongban.records.cases.models import Case, CaseEvent
from tongban.services.calendar.operations import DueMove
from tongban.services.cases import engine, projection
from tongban.services.cases.envelope import CHINA
from tongban.services.items.pinning import terms_by_digest

CASES_AT_ONCE: Final = 500


def planned_moves(calendar: WorkCalendar, *, now: datetime) -> tuple[DueMove, ...]:
    """Return the open cases whose due day a calendar moves, nearest old day first."""
    found = touched_cases(calendar, now=now)
    moved = (one for one in found if one.before != one.now)
    return tuple(sorted(moved, key=lambda one: (one.before, one.number)))


def touched_cases(calendar: WorkCalendar, *, now: datetime) -> Iterator[DueMove]:
    """Yield every open case that moves, or stops being provisional."""
    today = now.astimezone(CHINA).date()
    candidates = Case.objects.exclude(state=State.CLOSED.value).filter(
        due_on__isnull=False
    )
    ids = list(candidates.order_by("pk").values_list("pk", flat=True))
    for at in range(0, len(ids), CASES_AT_ONCE):
        yield from _touched(ids[at : at + CASES_AT_ONCE], calendar, today)


def _touched(ids: list[int], calendar: WorkCalendar, today: date) -> Iterator[DueMove]:
    records = Case.objects.in_bulk(ids)
    rows = CaseEvent.objects.filter(case_id__in=ids).order_by("case_id", "seq")
    for case_id, events in groupby(rows, key=lambda row: row.case_id):
        record = records[case_id]
        reading = projection.reading_of(
            fold(engine.event_of(row) for row in events),
            terms=terms_by_digest(record.terms_digest),
            calendar=calendar,
            today=today,
        )
        stands, started = record.due_on, record.started_on
        if reading is None or stands is None or started is None:
            continue
        if (reading.due_on, reading.provisional) != (stands, record.provisional):
            yield DueMove(
                number=record.number,
                item=record.item,
                item_name=record.item_name,
                started_on=started,
                before=stands,
                now=reading.due_on,
            )
