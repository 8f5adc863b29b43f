"""Whether a row fits what is on file: new, there already, or against it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongban.core.days import Period
from tongban.core.loading.cells import Reason
from tongban.core.loading.rows import Fault


class Fit(StrEnum):
    """What becomes of a row that is right in itself."""

    NEW = "new"
    KNOWN = "known"


@dataclass(frozen=True, slots=True)
class Span:
    """Days somebody holds in a cover, and what else tells two covers apart."""

    first: date
    end: date | None
    rest: tuple[object, ...]

    @property
    def days(self) -> Period:
        """The days, half open."""
        return Period(self.first, self.end)


def fit_span(span: Span, held: Sequence[Span]) -> Fit | Fault:
    """Return what becomes of a cover beside those a person holds.

    The very same one is known; one that shares a day with another is refused.
    """
    if span in held:
        return Fit.KNOWN
    if any(span.days.overlaps(other.days) for other in held):
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
