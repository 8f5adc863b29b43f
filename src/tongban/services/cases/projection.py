"""Writes what the events add up to into columns that queries can use."""

from datetime import date, datetime

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.cases.clock import read_clock
from tongban.core.cases.clock_reading import ClockReading
from tongban.core.cases.clock_rules import Rung
from tongban.core.cases.lifecycle import State, next_step
from tongban.core.cases.view import CHINA, CaseView
from tongban.core.items.catalogue import Terms
from tongban.records.cases.models import Case
from tongban.services.calendar.queries import clock_rules
from tongban.services.cases.courses import course_of

PROJECTED = (
    "version",
    "head",
    "state",
    "outcome",
    "step",
    "started_on",
    "closed_at",
    "working_days",
    "instant",
    "due_on",
    "provisional",
    "stopped",
    "yellow_from",
    "half_on",
    "warn_on",
    "overdue_on",
    "owner_id",
    "assignee_id",
    "pledged",
    "amount_fen",
    "payment",
)


def project(
    record: Case,
    view: CaseView,
    *,
    terms: Terms,
    calendar: WorkCalendar,
    now: datetime,
) -> None:
    """Fill and save the columns that follow from the events."""
    fill(record, view, terms=terms, calendar=calendar, now=now)
    record.save(update_fields=list(PROJECTED))


def fill(
    record: Case,
    view: CaseView,
    *,
    terms: Terms,
    calendar: WorkCalendar,
    now: datetime,
) -> None:
    """Set the projected columns without saving."""
    was_closed = record.closed_at
    step = next_step(steps=terms.steps, done=view.done)
    record.version, record.head = view.version, view.head
    record.state, record.outcome = view.state.value, view.outcome.value
    closed = view.state is State.CLOSED
    record.step = "" if step is None or closed else step.value
    record.started_on = view.started_on
    record.closed_at = (was_closed or now) if closed else None
    record.owner_id, record.assignee_id = view.owner_id, view.assignee_id
    record.pledged = bool(view.pledges)
    record.amount_fen, record.payment = view.amount_fen, view.payment
    today = now.astimezone(CHINA).date()
    reading = reading_of(view, terms=terms, calendar=calendar, today=today)
    record.stopped = not closed and any(pause.end_on is None for pause in view.pauses)
    _fill_clock(record, reading)


def reading_of(
    view: CaseView, *, terms: Terms, calendar: WorkCalendar, today: date
) -> ClockReading | None:
    """Return the clock of a case, nothing while it has not started."""
    rules = clock_rules(view.started_on)
    course = course_of(view, terms=terms, rules=rules)
    if course is None:
        return None
    until = today if view.closed_on is None else view.closed_on
    return read_clock(course, calendar=calendar, rules=rules, today=until)


def _fill_clock(record: Case, reading: ClockReading | None) -> None:
    if reading is None:
        record.working_days = record.due_on = record.yellow_from = None
        record.half_on = record.warn_on = record.overdue_on = None
        record.instant = record.provisional = False
        return
    record.working_days = reading.working_days
    record.instant = reading.instant
    record.due_on = reading.due_on
    record.provisional = reading.provisional
    record.yellow_from = reading.yellow_from
    record.half_on = reading.rungs.get(Rung.HALF)
    record.warn_on = reading.rungs.get(Rung.WARN)
    record.overdue_on = reading.rungs.get(Rung.OVERDUE)
