"""Calendar months, each named by its first day."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from typing import Final

MONTHS_OF_YEAR: Final = 12


def month_of(day: date) -> date:
    """Return the first day of the month a day lies in."""
    return day.replace(day=1)


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later; the last of a shorter month."""
    years, place = divmod(day.month - 1 + months, MONTHS_OF_YEAR)
    year, month = day.year + years, place + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def months_between(first: date, last: date) -> tuple[date, ...]:
    """Return the months from that of the first day to that of the last, both in."""
    return tuple(_months(month_of(first), month_of(last)))


def _months(month: date, last: date) -> Iterator[date]:
    while month <= last:
        yield month
        month = add_months(month, 1)
