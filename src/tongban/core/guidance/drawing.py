"""Marks and names on a drawing that do not lie on one another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

Spot = tuple[int, int]
_WAYS: Final = (
    (1, 0),
    (-1, 0),
    (0, 1),
    (0, -1),
    (1, 1),
    (-1, -1),
    (1, -1),
    (-1, 1),
)
RINGS_MAX: Final = 6


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the drawing that something covers."""

    left: int
    top: int
    right: int
    bottom: int

    def meets(self, other: "Box") -> bool:
        """Say whether the two cover a common part."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def lies_in(self, other: "Box") -> bool:
        """Say whether the other one holds all of it."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


def around(spot: Spot, reach: int) -> Box:
    """Return the square around a spot."""
    across, down = spot
    return Box(across - reach, down - reach, across + reach, down + reach)


def spread(spots: Sequence[Spot], *, reach: int, room: Box) -> tuple[Spot, ...]:
    """Return a place for the mark of each spot, the first ones on their spots.

    A mark that would cover an earlier one moves aside, within the room; one
    that finds no free place stays on its spot.
    """
    taken: list[Box] = []
    places = []
    for spot in spots:
        place = next(
            (
                one
                for one in _nearby(spot, reach)
                if _is_free(around(one, reach), taken, room)
            ),
            spot,
        )
        taken.append(around(place, reach))
        places.append(place)
    return tuple(places)


@dataclass(frozen=True, slots=True)
class Name:
    """A name to write beside a mark; ``width`` is its length on the drawing."""

    text: str
    mark: Spot
    width: int


def write(
    names: Iterable[Name], *, reach: int, height: int, taken: Iterable[Box], room: Box
) -> tuple[tuple[str, Spot], ...]:
    """Return the names that find room beside their marks, with their left ends.

    Right of the mark is tried first, then left, above and below; a name without
    room is left out, the list beside the drawing has it.
    """
    covered = list(taken)
    written = []
    for name in names:
        for box in _beside(name, reach, height):
            if _is_free(box, covered, room):
                covered.append(box)
                written.append((name.text, (box.left, box.bottom)))
                break
    return tuple(written)


def _nearby(spot: Spot, reach: int) -> Iterable[Spot]:
    yield spot
    for ring in range(1, RINGS_MAX + 1):
        far = reach * ring
        for across, down in _WAYS:
            yield spot[0] + across * far, spot[1] + down * far


def _beside(name: Name, reach: int, height: int) -> Iterable[Box]:
    across, down = name.mark
    half, gap = height // 2, reach + 2
    middle = across - name.width // 2
    yield Box(across + gap, down - half, across + gap + name.width, down + half)
    yield Box(across - gap - name.width, down - half, across - gap, down + half)
    yield Box(middle, down - gap - height, middle + name.width, down - gap)
    yield Box(middle, down + gap, middle + name.width, down + gap + height)


def _is_free(box: Box, taken: Iterable[Box], room: Box) -> bool:
    return box.lies_in(room) and not any(box.meets(other) for other in taken)
