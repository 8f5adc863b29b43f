"""Spans of days, kept half-open in code whatever the notice writes."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` up to, not including, ``end`` (``None``: no end)."""

    start: date
    end: date | None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"A period cannot end ({self.end}) before {self.start}.")

    @classmethod
    def through(cls, first: date, last: date | None) -> Self:
        """Build a span the way a notice writes it: both days included."""
        return cls(first, None if last is None else last + ONE_DAY)

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        """Say whether the two spans share a day."""
        return (other.end is None or self.start < other.end) and (
            self.end is None or other.start < self.end
        )
