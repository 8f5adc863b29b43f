"""Counts of cases and the shares made of them (统计口径)."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Final, Self

from tongban.core.refusals import Refusal

BASIS_POINTS: Final = 10_000
DAYS_MAX: Final = 366 * 3


class SpanBackwards(Refusal):
    """A span ends on or after the day it begins."""

    code = "figures.span_backwards"

    def __init__(self) -> None:
        super().__init__("The span ends before it begins.")


class SpanTooLong(Refusal):
    """Figures are read for at most three years at a time."""

    code = "figures.span_too_long"

    def __init__(self) -> None:
        super().__init__(f"At most {DAYS_MAX} days.")


@dataclass(frozen=True, slots=True)
class Span:
    """Days counted together, ``first`` and ``last`` included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise SpanBackwards
        if (self.last - self.first).days >= DAYS_MAX:
            raise SpanTooLong

    @classmethod
    def of_day(cls, day: date) -> Self:
        """Return one day."""
        return cls(day, day)

    @classmethod
    def of_month(cls, day: date) -> Self:
        """Return the month of a day, up to it."""
        return cls(day.replace(day=1), day)

    @classmethod
    def of_year(cls, day: date) -> Self:
        """Return the year of a day, up to it."""
        return cls(day.replace(month=1, day=1), day)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases were received and closed, and how promptly.

    ``closed`` is the sum of ``instant``, ``early``, ``on_time``, ``late`` and
    ``undated``; the definitions are those of ``policy/figures/indicators.yaml``.
    """

    received: int = 0
    online: int = 0
    told: int = 0
    instant: int = 0
    early: int = 0
    on_time: int = 0
    late: int = 0
    undated: int = 0

    @property
    def closed(self) -> int:
        """All decided cases."""
        return self.instant + self.early + self.on_time + self.late + self.undated

    @property
    def on_time_share(self) -> int | None:
        """Share closed within the limit, in basis points; none without any."""
        kept = self.instant + self.early + self.on_time
        return share(kept, self.closed - self.undated)

    @property
    def instant_share(self) -> int | None:
        """Share closed at once, in basis points."""
        return share(self.instant, self.closed)

    @property
    def online_share(self) -> int | None:
        """Share that came in online, in basis points."""
        return share(self.online, self.received)

    @property
    def told_share(self) -> int | None:
        """Share of those received that needed a one-time notice, in basis points."""
        return share(self.told, self.received)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            **{
                one.name: getattr(self, one.name) + getattr(other, one.name)
                for one in fields(Tally)
            }
        )


def share(part: int, whole: int) -> int | None:
    """Return a share in basis points, cut and never rounded up; none of nothing."""
    return part * BASIS_POINTS // whole if whole > 0 else None


def share_words(points: int | None) -> str:
    """Return a share as per cent with one place, cut; a dash when there is none."""
    if points is None:
        return "—"
    return f"{points // 100}.{points % 100 // 10}%"
