"""What fixes the days of one year: a State Council notice, or the law alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tongban.core.days import Period


@dataclass(frozen=True, slots=True)
class YearDays:
    """The days of one year that differ from the plain week.

    ``off`` and ``worked`` map a day to the name of its festival: a day off,
    and a Saturday or Sunday worked in exchange (调休). ``provisional`` says
    that no notice is published yet and only the holiday law is known; then
    there are no days worked in exchange. A notice may name days of a
    neighbouring year (31 December).
    """

    year: int
    source: str
    off: Mapping[date, str]
    worked: Mapping[date, str]
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """One festival of the holiday law: ``days`` days off from its first day.

    The first day is ``month``/``day``, or, for a ``festival`` of the lunar
    calendar or the solar terms, ``offset`` days from its solar date.
    """

    name: str
    days: int
    month: int = 0
    day: int = 0
    festival: str = ""
    offset: int = 0

    def first_day(self, year: int, festivals: Mapping[str, date]) -> date:
        """Return the first day off of this festival in a year."""
        if self.festival:
            return festivals[self.festival] + timedelta(days=self.offset)
        return date(year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class HolidayLaw:
    """One version of the holiday law (全国年节及纪念日放假办法, article 2)."""

    in_force: Period
    source: str
    rules: tuple[HolidayRule, ...]

    def project(self, year: int, festivals: Mapping[str, date]) -> YearDays:
        """Return the provisional days of a year whose notice is not published."""
        names: dict[date, list[str]] = {}
        for rule in self.rules:
            first = rule.first_day(year, festivals)
            for step in range(rule.days):
                names.setdefault(first + timedelta(days=step), []).append(rule.name)
        off = {day: "、".join(shared) for day, shared in names.items()}
        return YearDays(year, self.source, off, {}, provisional=True)
