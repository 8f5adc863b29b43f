"""Working days: which days count, and how many lie between two days."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final, Self

from tongban.core.calendar.years import YearDays
from tongban.core.refusals import Refusal

SATURDAY: Final = 5


class YearUnknown(Refusal):
    """Neither a notice nor the law with its festival table covers the year."""

    code = "calendar.year_unknown"

    def __init__(self, year: int) -> None:
        super().__init__(f"Nothing is known about the days off of {year}.", year=year)


class NoticesDisagree(Refusal):
    """Two notices say different things about one day."""

    code = "calendar.notices_disagree"

    def __init__(self, *, day: date, sources: tuple[str, str]) -> None:
        super().__init__(
            f"{sources[0]} and {sources[1]} disagree about {day}.",
            day=day.isoformat(),
            sources="、".join(sources),
        )


class WorkCalendar:
    """The working days of a run of years, published and provisional.

    Never changed once built. Every method refuses ``calendar.year_unknown``
    for a day outside the years it was built from.
    """

    __slots__ = (
        "_first_year",
        "_last_year",
        "_off",
        "_provisional",
        "_weekend",
        "_workdays",
        "_worked",
        "_years",
    )

    def __init__(self, years: Iterable[YearDays], *, weekend: str) -> None:
        """Build from one entry per year without a gap; ``weekend`` names its days."""
        self._years: Mapping[int, YearDays] = {
            days.year: days for days in sorted(years, key=lambda each: each.year)
        }
        if not self._years:
            raise ValueError("A calendar needs at least one year.")
        self._first_year = min(self._years)
        self._last_year = max(self._years)
        for year in range(self._first_year, self._last_year):
            if year not in self._years:
                raise YearUnknown(year)
        self._weekend = weekend
        self._provisional = frozenset(
            year for year, days in self._years.items() if days.provisional
        )
        self._off, self._worked = _merge(self._years.values())
        self._workdays = [
            day.toordinal()
            for day in _each_day(self._first_year, self._last_year)
            if self._counts(day)
        ]

    @property
    def years(self) -> tuple[YearDays, ...]:
        """The years it was built from, in order."""
        return tuple(self._years.values())

    @property
    def first_day(self) -> date:
        """The first day it can answer for."""
        return date(self._first_year, 1, 1)

    @property
    def last_day(self) -> date:
        """The last day it can answer for."""
        return date(self._last_year, 12, 31)

    def with_notice(self, notice: YearDays) -> Self:
        """Return the calendar as it would be if ``notice`` ruled its year."""
        return type(self)(
            (*(days for days in self.years if days.year != notice.year), notice),
            weekend=self._weekend,
        )

    def is_workday(self, day: date) -> bool:
        """Say whether the day counts as a working day."""
        self._check(day)
        return self._counts(day)

    def name_of_day_off(self, day: date) -> str | None:
        """Return the festival (or the weekend) that makes the day free, if it is."""
        if self.is_workday(day):
            return None
        return self._off.get(day, self._weekend)

    def name_of_exchange(self, day: date) -> str | None:
        """Return the festival a Saturday or Sunday is worked in exchange for."""
        self._check(day)
        return self._worked.get(day)

    def is_provisional(self, day: date) -> bool:
        """Say whether the year of the day still waits for its notice."""
        self._check(day)
        return day.year in self._provisional

    def touches_provisional(self, first: date, last: date) -> bool:
        """Say whether any day from ``first`` through ``last`` is provisional."""
        self._check(first)
        self._check(last)
        return any(
            year in self._provisional for year in range(first.year, last.year + 1)
        )

    def add_workdays(self, start: date, count: int) -> date:
        """Return the ``count``-th working day after ``start``; 0 gives ``start``.

        The first day is not counted (民法典 art. 201). A negative count goes back.
        """
        self._check(start)
        if count <= 0:
            return self._back(start, -count)
        index = bisect_right(self._workdays, start.toordinal()) + count - 1
        if index >= len(self._workdays):
            raise YearUnknown(self._last_year + 1)
        return date.fromordinal(self._workdays[index])

    def workdays_between(self, after: date, through: date) -> int:
        """Count the working days after ``after`` up to and with ``through``.

        Nothing is counted when ``through`` is not later than ``after``.
        """
        self._check(after)
        if through <= after:
            return 0
        self._check(through)
        return bisect_right(self._workdays, through.toordinal()) - bisect_right(
            self._workdays, after.toordinal()
        )

    def next_workday(self, day: date) -> date:
        """Return the day itself when it is worked, else the next working day."""
        return day if self.is_workday(day) else self.add_workdays(day, 1)

    def _back(self, start: date, count: int) -> date:
        """Return the ``count``-th working day before ``start``; 0 gives ``start``."""
        if count == 0:
            return start
        index = bisect_right(self._workdays, start.toordinal() - 1) - count
        if index < 0:
            raise YearUnknown(self._first_year - 1)
        return date.fromordinal(self._workdays[index])

    def _counts(self, day: date) -> bool:
        if day in self._worked:
            return True
        return day.weekday() < SATURDAY and day not in self._off

    def _check(self, day: date) -> None:
        if not self._first_year <= day.year <= self._last_year:
            raise YearUnknown(day.year)


def _each_day(first_year: int, last_year: int) -> Iterable[date]:
    first = date(first_year, 1, 1)
    length = (date(last_year, 12, 31) - first).days + 1
    return (first + timedelta(days=step) for step in range(length))


def _merge(years: Iterable[YearDays]) -> tuple[dict[date, str], dict[date, str]]:
    """Join the years; a notice outranks the law, two notices may not disagree."""
    said: dict[date, tuple[bool, str, YearDays]] = {}
    for days in sorted(years, key=lambda each: not each.provisional):
        for is_worked, table in ((False, days.off), (True, days.worked)):
            for day, name in table.items():
                before = said.get(day)
                if before and before[0] != is_worked and not before[2].provisional:
                    raise NoticesDisagree(
                        day=day, sources=(before[2].source, days.source)
                    )
                said[day] = (is_worked, name, days)
    off = {day: name for day, (is_worked, name, _) in said.items() if not is_worked}
    worked = {day: name for day, (is_worked, name, _) in said.items() if is_worked}
    return off, worked
