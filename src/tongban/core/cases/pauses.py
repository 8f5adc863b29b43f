"""Pauses of a case's clock, merged so that no day is counted twice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.days import ONE_DAY, Period


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stood still on the days after ``start_on`` through ``end_on``.

    The day the pause begins was still the office's day and counts; the day it
    ends (papers complete) does not, the next one counts first. A pause that
    begins and ends on one day stops nothing. ``end_on`` is ``None`` while the
    pause is open. ``reason`` is a stable code such as ``notice``.
    """

    start_on: date
    end_on: date | None
    reason: str

    def __post_init__(self) -> None:
        if self.end_on is not None and self.end_on < self.start_on:
            raise ValueError(
                f"A pause cannot end ({self.end_on}) before {self.start_on}."
            )

    def through(self, today: date) -> date:
        """Return its last day; an open pause is taken to end today."""
        return max(self.start_on, today) if self.end_on is None else self.end_on


def merge_pauses(pauses: Iterable[Pause], *, today: date) -> tuple[Period, ...]:
    """Return the paused days as separate spans in order, open ones up to today.

    Overlapping and touching pauses become one span; empty ones vanish.
    """
    merged: list[Period] = []
    for span in sorted(
        (
            Period(pause.start_on + ONE_DAY, pause.through(today) + ONE_DAY)
            for pause in pauses
            if pause.through(today) > pause.start_on
        ),
        key=lambda each: each.start,
    ):
        last = merged[-1] if merged else None
        if last is None or _end(last) < span.start:
            merged.append(span)
        elif _end(last) < _end(span):
            merged[-1] = Period(last.start, span.end)
    return tuple(merged)


def count_paused(
    spans: tuple[Period, ...], *, after: date, through: date, calendar: WorkCalendar
) -> int:
    """Count the working days of the spans after ``after`` up to ``through``."""
    return sum(
        calendar.workdays_between(
            max(span.start - ONE_DAY, after), min(last_day(span), through)
        )
        for span in spans
    )


def add_counted_days(
    start: date, count: int, *, spans: tuple[Period, ...], calendar: WorkCalendar
) -> date:
    """Return the ``count``-th working day after ``start`` on which the clock runs."""
    day = calendar.add_workdays(start, count)
    for span in spans:
        if span.start > day:
            break
        paused_after = max(span.start - ONE_DAY, start)
        lost = calendar.workdays_between(paused_after, last_day(span))
        day = calendar.add_workdays(day, lost)
    return day


def hold_until(day: date, *, spans: tuple[Period, ...]) -> date:
    """Return the last day of a pause that begins at the end of ``day``, or the day.

    The budget is spent then, but nothing is late before the clock runs again.
    """
    for span in spans:
        if span.start == day + ONE_DAY:
            return last_day(span)
    return day


def last_day(span: Period) -> date:
    """Return the last day of a span of pauses, which always has an end."""
    return _end(span) - ONE_DAY


def _end(span: Period) -> date:
    if span.end is None:
        raise ValueError("A merged pause always ends.")
    return span.end
