"""Places that serve people: where they lie, what they take, how far they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import isqrt
from typing import Final

from tongban.core.access.offices import OfficeKind
from tongban.core.access.rights import DELEGATED_LEVELS
from tongban.core.guidance.opening import OpeningHours
from tongban.core.items.catalogue import Channel, RegionCode, ServiceItem, Step

# Coordinates are whole ten-thousandths of a degree, about 11 metres.
DEGREE: Final = 10_000
DECIMALS: Final = 4
METRES_PER_DEGREE: Final = 111_320
_HALF_CIRCLE: Final = 180 * DEGREE


class Aid(StrEnum):
    """What a place keeps ready for people who need it (便民设施)."""

    WHEELCHAIR = "wheelchair"
    ELDER = "elder"
    HEARING = "hearing"
    NURSING = "nursing"
    PARKING = "parking"


AID_WORDS: Final[Mapping[Aid, str]] = {
    Aid.WHEELCHAIR: "轮椅可达",
    Aid.ELDER: "老年人优先和帮办",
    Aid.HEARING: "手语或文字沟通",
    Aid.NURSING: "母婴室",
    Aid.PARKING: "停车位",
}


@dataclass(frozen=True, slots=True)
class Position:
    """A point on the earth, in ten-thousandths of a degree east and north."""

    east: int
    north: int


@dataclass(frozen=True, slots=True)
class PointDetail:
    """What is published about an office beside its name, address and phone."""

    office: str
    position: Position
    hours: OpeningHours
    aids: tuple[Aid, ...] = ()


@dataclass(frozen=True, slots=True)
class PointSheet:
    """The published details of a region's offices, and centres of its regions."""

    region: RegionCode
    notice: str
    details: Mapping[str, PointDetail]
    centres: Mapping[str, Position]


def position_of(longitude: str, latitude: str) -> Position:
    """Return the position of decimal degrees; digits beyond the fourth are cut."""
    return Position(_whole(longitude), _whole(latitude))


def metres_between(first: Position, second: Position) -> int:
    """Return the straight way in metres, good to 1 % within a province."""
    middle = (first.north + second.north) // 2
    east = (second.east - first.east) * METRES_PER_DEGREE // DEGREE
    east = east * _narrowing(middle) // DEGREE
    north = (second.north - first.north) * METRES_PER_DEGREE // DEGREE
    return isqrt(east * east + north * north)


def takes(item: ServiceItem, *, kind: OfficeKind, level: str) -> bool:
    """Say whether a person can hand in this item at an office of that level.

    Windows of the agency itself take whatever is handled on site; a town, a
    village and a hospital station what the item delegates to them.
    """
    if level in DELEGATED_LEVELS:
        return Step.APPLY in (item.delegations or {}).get(level, ())
    own = kind in {OfficeKind.BUREAU, OfficeKind.HALL}
    return own and Channel.COUNTER in item.channels


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where positions fall on a drawing; north is up, distances are true."""

    width: int
    height: int
    west: int
    north: int
    metres_wide: int

    def place(self, position: Position) -> tuple[int, int]:
        """Return the place of a position on the drawing."""
        across = self._metres_east(position)
        down = (self.north - position.north) * METRES_PER_DEGREE // DEGREE
        scale = self.metres_wide
        return across * self.width // scale, down * self.width // scale

    def units(self, metres: int) -> int:
        """Return the length of a distance on the drawing."""
        return metres * self.width // self.metres_wide

    def _metres_east(self, position: Position) -> int:
        plain = (position.east - self.west) * METRES_PER_DEGREE // DEGREE
        return plain * _narrowing(self.north) // DEGREE


def canvas_for(positions: Iterable[Position], *, width: int, margin: int) -> Canvas:
    """Return a drawing that holds every position, ``margin`` per cent to spare."""
    listed = tuple(positions)
    if not listed:
        raise ValueError("A map needs at least one position.")
    west, east = min(p.east for p in listed), max(p.east for p in listed)
    south, north = min(p.north for p in listed), max(p.north for p in listed)
    wide = (east - west) * METRES_PER_DEGREE // DEGREE * _narrowing(north) // DEGREE
    wide = max(wide, METRES_MIN)
    high = max((north - south) * METRES_PER_DEGREE // DEGREE, METRES_MIN // 2)
    room = wide * margin // 100
    total = wide + 2 * room
    spare_north = room * DEGREE // METRES_PER_DEGREE
    spare_west = room * DEGREE * DEGREE // (METRES_PER_DEGREE * _narrowing(north))
    return Canvas(
        width=width,
        height=(high + 2 * room) * width // total,
        west=west - spare_west,
        north=north + spare_north,
        metres_wide=total,
    )


METRES_MIN: Final = 2_000


def _whole(degrees: str) -> int:
    whole, _, places = degrees.partition(".")
    return int(whole) * DEGREE + int(places[:DECIMALS].ljust(DECIMALS, "0"))


def _narrowing(north: int) -> int:
    """Return the cosine of a latitude in ten-thousandths (Bhaskara's fraction)."""
    square = 4 * north * north
    half = _HALF_CIRCLE * _HALF_CIRCLE
    return DEGREE * (half - square) // (half + north * north)
