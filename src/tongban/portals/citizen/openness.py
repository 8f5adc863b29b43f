"""The openness strip: received, finished, on time, and how it was rated (办理公开)."""

from dataclasses import dataclass
from datetime import date

from tongban.core.days import ONE_DAY
from tongban.services.cases.queries.public import open_figures
from tongban.services.ratings.queries import span_counts


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One span of days with its counts in words.

    ``ratings`` and ``good`` are empty where too few have rated to say anything.
    """

    name: str
    received: int
    closed: int
    on_time: str
    ratings: str
    good: str


def openness(*, region: str, today: date) -> tuple[OpenRow, ...]:
    """Return yesterday's, this month's and this year's figures of a region."""
    yesterday = today - ONE_DAY
    spans = (
        ("昨日", yesterday, yesterday),
        ("本月", today.replace(day=1), today),
        ("今年", today.replace(month=1, day=1), today),
    )
    return tuple(
        _row(name, region=region, first=first, last=last) for name, first, last in spans
    )


def _row(name: str, *, region: str, first: date, last: date) -> OpenRow:
    found = open_figures(region=region, first=first, last=last)
    said = span_counts(region=region, first=first, last=last)
    return OpenRow(
        name=name,
        received=found.received,
        closed=found.closed,
        on_time=share_words(found.on_time, found.closed),
        ratings=f"{said.ratings}次" if said.shown else "",
        good=said.good_share if said.shown else "",
    )


def share_words(part: int, whole: int) -> str:
    """Return a share in per cent with one place, cut and not rounded up."""
    if whole == 0:
        return "—"
    tenths = part * 1000 // whole
    return f"{tenths // 10}.{tenths % 10}%"
