"""Which version holds on a day; two on one day are a mistake, named by both."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import Protocol, TypeVar


class Dated(Protocol):
    """Anything in force from a day on; ``None`` means always, or without end."""

    @property
    def effective_on(self) -> date | None:
        """The first day in force."""

    @property
    def ends_on(self) -> date | None:
        """The last day in force."""


D = TypeVar("D", bound=Dated)


def version_on(versions: Iterable[D], on: date) -> D | None:
    """Return the version in force on a day: the latest begun that has not ended."""
    begun = [version for version in versions if _start(version) <= on]
    if not begun:
        return None
    latest = max(begun, key=_start)
    ended = latest.ends_on is not None and latest.ends_on < on
    return None if ended else latest


def find_overlaps(versions: Iterable[D]) -> tuple[tuple[D, D], ...]:
    """Return every pair of neighbours that are both in force on some day.

    A version without an end stops when the next one begins, so only equal
    first days, or a last day on or after the next first day, overlap.
    """
    ordered = sorted(versions, key=_start)
    return tuple(
        (first, second) for first, second in pairwise(ordered) if _meet(first, second)
    )


def _meet(first: Dated, second: Dated) -> bool:
    if _start(first) == _start(second):
        return True
    return first.ends_on is not None and first.ends_on >= _start(second)


def _start(version: Dated) -> date:
    return version.effective_on or date.min
