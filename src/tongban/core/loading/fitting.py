"""Whether a row fits what is on file: new, there already, or against it."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from tongban.core.loading.cells import Reason
from tongban.core.loading.rows import Fault


class Fit(StrEnum):
    """What becomes of a row that is right in itself."""

    NEW = "new"
    KNOWN = "known"


class Span(NamedTuple):
    """Days somebody holds in a cover, half open, and what tells two covers apart."""

    first: date
    end: date | None
    rest: tuple[object, ...]

    def shares_a_day(self, other: "Span") -> bool:
        """Say whether both hold some day."""
        return (other.end is None or self.first < other.end) and (
            self.end is None or other.first < self.end
        )


def fit_span(span: Span, held: Sequence[Span]) -> Fit | Fault:
    """Return what becomes of a cover beside those a person holds.

    The very same one is known; one that shares a day with another is refused.
    """
    if span in held:
        return Fit.KNOWN
    if any(span.shares_a_day(other) for other in held):
        return Fault("first", Reason.OVERLAP)
    return Fit.NEW


def fit_once(said: tuple[object, ...], kept: tuple[object, ...] | None) -> Fit | Fault:
    """Return what becomes of a row of which there is one: a month, a year."""
    if kept is None:
        return Fit.NEW
    return Fit.KNOWN if kept == said else Fault("", Reason.OTHER_ON_FILE)


def find_repeats(keys: Iterable[object]) -> frozenset[int]:
    """Return the places of keys that stand earlier in the same list."""
    seen: set[object] = set()
    repeats = set()
    for place, key in enumerate(keys):
        if key in seen:
            repeats.add(place)
        seen.add(key)
    return frozenset(repeats)
