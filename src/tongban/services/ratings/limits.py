"""Limits of corrections and answers, by the same clock as cases."""

from dataclasses import dataclass
from datetime import date

from tongban.core.cases.clock import read_clock
from tongban.core.cases.clock_reading import Course
from tongban.core.items.catalogue import Citation, Limit, LimitLayer
from tongban.services.calendar.queries import clock_rules, explain, work_calendar


@dataclass(frozen=True, slots=True)
class Limits:
    """The last day in time, the day to warn from, and why."""

    due_on: date
    warn_on: date
    why: tuple[str, ...]


def limits_of(started_on: date, working_days: int) -> Limits:
    """Return the limit of so many working days, counted from the next day."""
    reading = read_clock(
        Course(started_on=started_on, limits=(_limit(working_days),)),
        calendar=work_calendar(),
        rules=clock_rules(started_on),
        today=started_on,
    )
    return Limits(
        due_on=reading.due_on,
        warn_on=reading.warn_on or reading.due_on,
        why=explain(reading),
    )


def _limit(working_days: int) -> Limit:
    return Limit(
        code="follow-up",
        label="",
        layer=LimitLayer.PROMISE,
        source=Citation(document="", clause=""),
        immediate=False,
        working_days=working_days,
    )
