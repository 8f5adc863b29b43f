"""Ratings for everybody to read: counts by group, small groups hidden (结果公开)."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each grade was given, and what became of the bad ones."""

    by_grade: Mapping[str, int] = field(default_factory=dict)
    bad: int = 0
    settled: int = 0
    late: int = 0

    @property
    def total(self) -> int:
        """How many ratings there are."""
        return sum(self.by_grade.values())

    @property
    def good(self) -> int:
        """How many are not bad ones."""
        return self.total - self.bad


@dataclass(frozen=True, slots=True)
class Group:
    """One line of the results; a hidden one shows no numbers."""

    code: str
    name: str
    counts: Counts
    hidden: bool = False


def added(each: Iterable[Counts]) -> Counts:
    """Return the sum of several counts."""
    total = Counts()
    for one in each:
        grades = {
            grade: total.by_grade.get(grade, 0) + one.by_grade.get(grade, 0)
            for grade in {*total.by_grade, *one.by_grade}
        }
        total = Counts(
            by_grade=grades,
            bad=total.bad + one.bad,
            settled=total.settled + one.settled,
            late=total.late + one.late,
        )
    return total


def hide_small(groups: Iterable[Group], *, below: int) -> tuple[Group, ...]:
    """Hide groups with fewer ratings than the threshold.

    One hidden group alone could be worked out from the total: the next
    smallest is hidden with it.
    """
    given = tuple(groups)
    small = {group.code for group in given if group.counts.total < below}
    others = sorted(
        (group for group in given if group.code not in small),
        key=lambda group: (group.counts.total, group.code),
    )
    if len(small) == 1 and others:
        small.add(others[0].code)
    return tuple(
        replace(group, counts=Counts(), hidden=True) if group.code in small else group
        for group in given
    )


def total_is_shown(total: Counts, *, below: int) -> bool:
    """Say whether the whole is large enough to be shown."""
    return total.total >= below


def share_words(part: int, whole: int) -> str:
    """Return a share in per cent with one place, cut and not rounded up."""
    if whole == 0:
        return "—"
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10}%"


def month_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the month a day lies in."""
    last = monthrange(day.year, day.month)[1]
    return day.replace(day=1), day.replace(day=last)


def months_before(day: date, count: int) -> tuple[date, ...]:
    """Return the first days of this month and those before it, the latest first."""
    months = []
    first = day.replace(day=1)
    for _ in range(count):
        months.append(first)
        first = date.fromordinal(first.toordinal() - 1).replace(day=1)
    return tuple(months)
