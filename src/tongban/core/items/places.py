"""Where one can go and whom one can call, added by a city or below (办理地点)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from tongban.core.items.catalogue import Citation, Place, RegionCode, ServiceItem
from tongban.core.items.regions import RegionTree

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PlaceSet:
    """Places, phones and sites that belong to one item."""

    places: tuple[Place, ...] = ()
    phones: Mapping[str, str] | None = None
    sites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceSheet:
    """What a region publishes for all its items, and for some of them.

    It says nothing about the terms, so it never makes a new version of an item.
    ``demonstration`` data carries its ``notice`` wherever it is shown.
    """

    region: RegionCode
    effective_on: date
    version: str
    source: Citation
    demonstration: bool = False
    notice: str = ""
    places: tuple[Place, ...] = ()
    phones: Mapping[str, str] | None = None
    sites: tuple[str, ...] = ()
    items: Mapping[str, PlaceSet] | None = None
    ends_on: date | None = None


def with_places(item: ServiceItem, sheet: PlaceSheet) -> ServiceItem:
    """Return the item with the sheet's places, phones and sites added."""
    own = (sheet.items or {}).get(item.code, PlaceSet())
    phones = {**(item.phones or {}), **(sheet.phones or {}), **(own.phones or {})}
    return replace(
        item,
        places=_joined(item.places, sheet.places, own.places),
        phones=phones or None,
        sites=_joined(item.sites, sheet.sites, own.sites),
    )


def places_for(
    tree: RegionTree, places: Iterable[Place], region: str
) -> tuple[Place, ...]:
    """Return the places a person of a region would use, its own first.

    Those of the regions above and below it stay; other branches are left out.
    """
    here = {step.code for step in tree.chain(region)}
    kept = [
        place
        for place in places
        if place.region in here or _lies_in(tree, place.region, region)
    ]
    kept.sort(key=lambda place: place.region != region)
    return tuple(kept)


def _lies_in(tree: RegionTree, below: str, region: str) -> bool:
    return any(step.code == region for step in tree.chain(below))


def _joined(*parts: tuple[T, ...]) -> tuple[T, ...]:
    found: dict[T, None] = {}
    for part in parts:
        found.update(dict.fromkeys(part))
    return tuple(found)
