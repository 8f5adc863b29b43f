"""Whether a window is open at a moment, and when it opens next (开放时间)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.days import ONE_DAY

LOOK_AHEAD_DAYS: Final = 20


@dataclass(frozen=True, slots=True, order=True)
class Hours:
    """One stretch of a day, from ``start`` up to, not including, ``end``."""

    start: time
    end: time

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"Hours cannot end ({self.end}) before {self.start}.")


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """When a window is open: on workdays, and on days off (empty: closed).

    A weekend day that is worked in exchange for a holiday is a workday.
    """

    workdays: tuple[Hours, ...] = ()
    days_off: tuple[Hours, ...] = ()

    def on(self, day: date, calendar: WorkCalendar) -> tuple[Hours, ...]:
        """Return the stretches of a day, in order; none when it is closed."""
        spans = self.workdays if calendar.is_workday(day) else self.days_off
        return tuple(sorted(spans))


@dataclass(frozen=True, slots=True)
class Opening:
    """How a window stands at a moment.

    Open: ``until`` says when it closes. Closed: ``next_at`` says when it opens
    again, nothing when no opening lies within ``LOOK_AHEAD_DAYS``.
    """

    is_open: bool
    until: time | None = None
    next_at: datetime | None = None


def opening_at(
    hours: OpeningHours, moment: datetime, calendar: WorkCalendar
) -> Opening:
    """Return how a window stands; ``moment`` is by the clock of the place."""
    clock = moment.time()
    for span in hours.on(moment.date(), calendar):
        if span.start <= clock < span.end:
            return Opening(is_open=True, until=span.end)
    following = (
        datetime.combine(day, span.start, tzinfo=moment.tzinfo)
        for day in _days(moment.date(), calendar)
        for span in hours.on(day, calendar)
    )
    later = (start for start in following if start > moment)
    return Opening(is_open=False, next_at=next(later, None))


def _days(first: date, calendar: WorkCalendar) -> Iterator[date]:
    day = first
    for _ in range(LOOK_AHEAD_DAYS):
        if day > calendar.last_day:
            return
        yield day
        day += ONE_DAY
