"""The three doors of the portal: who stands before it, and which items are theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tongban.core.access.actor import ActorKind
from tongban.core.items.catalogue import Audience, ServiceItem
from tongban.core.items.terms import audiences_of


@dataclass(frozen=True, slots=True)
class Door:
    """One of the three doors, with the audiences that come through it."""

    code: str
    name: str
    hint: str
    icon: str
    kind: ActorKind
    audiences: frozenset[Audience]


DOORS: Final = (
    Door(
        code="person",
        name="个人办事",
        hint="参保、异地就医、报销、慢特病、生育",
        icon="person",
        kind=ActorKind.CITIZEN,
        audiences=frozenset({Audience.EMPLOYEE, Audience.RESIDENT}),
    ),
    Door(
        code="employer",
        name="单位办事",
        hint="单位和职工参保、变更、查询，学校参保",
        icon="building",
        kind=ActorKind.EMPLOYER,
        audiences=frozenset({Audience.EMPLOYER, Audience.SCHOOL}),
    ),
    Door(
        code="institution",
        name="定点医药机构办事",
        hint="申请定点、费用结算",
        icon="hospital",
        kind=ActorKind.INSTITUTION,
        audiences=frozenset({Audience.PROVIDER, Audience.PHARMACY}),
    ),
)
_BY_CODE: Final[Mapping[str, Door]] = {door.code: door for door in DOORS}


def door_of(code: str) -> Door | None:
    """Return the door of that code, or nothing."""
    return _BY_CODE.get(code)


def behind(door: Door, items: Iterable[ServiceItem]) -> tuple[ServiceItem, ...]:
    """Return the items that serve somebody who comes through this door."""
    return tuple(
        item for item in items if not door.audiences.isdisjoint(audiences_of(item))
    )
