"""Draws that come out the same on every machine, in any order, for one seed.

``random`` stays out of the core; a digest of seed, purpose and number gives
more bits than one person needs, and further ones when they are used up.
"""

from bisect import bisect_right
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final, TypeVar

BASIS: Final = 10_000
T = TypeVar("T")
_DRY: Final = 1 << 64  # with fewer bits left than this the draws would be uneven


class Lot:
    """The draws of one thing (a person, an employer) in the order they are made."""

    __slots__ = ("_label", "_rest", "_turn")

    def __init__(self, seed: int, what: str, number: int) -> None:
        self._label = f"{seed} {what} {number}"
        self._turn = 0
        self._rest = 0

    def below(self, count: int) -> int:
        """Return a number from 0 up to, not including, ``count``."""
        if self._rest < _DRY:
            text = f"{self._label} {self._turn}".encode()
            self._rest = int.from_bytes(blake2b(text).digest(), "big")
            self._turn += 1
        self._rest, found = divmod(self._rest, count)
        return found

    def between(self, first: int, last: int) -> int:
        """Return a number from first to last, both in."""
        return first + self.below(last - first + 1)

    def chance(self, bp: int) -> bool:
        """Say yes in so many of ten thousand cases."""
        return self.below(BASIS) < bp

    def pick(self, choices: Sequence[T]) -> T:
        """Return one of the choices, each as likely as the others."""
        return choices[self.below(len(choices))]

    def weighted(self, reached: Sequence[int]) -> int:
        """Return a place, as likely as its part of the running totals."""
        return bisect_right(reached, self.below(reached[-1]))


def totals(weights: Sequence[int]) -> tuple[int, ...]:
    """Return the running totals of weights, for ``weighted``."""
    found = []
    reached = 0
    for weight in weights:
        reached += weight
        found.append(reached)
    return tuple(found)
