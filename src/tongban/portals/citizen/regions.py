"""Choosing a region, and where to go and whom to call there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tongban.core.items.catalogue import ItemCode, Level, Place
from tongban.core.items.regions import Region
from tongban.portals.citizen.map_view import MapView, map_of
from tongban.portals.citizen.places import PER_PAGE, PlaceCard, cards_of
from tongban.portals.shared.layout.choice import REGION_COOKIE, remember, way_back
from tongban.portals.shared.layout.frame import Phone, region_of
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import public
from tongban.services.guidance.places import points_in
from tongban.services.items.queries import (
    items_on,
    postings,
    region_chain,
    region_full_name,
    region_named,
    region_notices,
    region_phones,
    regions_below,
)
from tongban.services.timekeeping.queries import now, today


@dataclass(frozen=True, slots=True)
class RegionButton:
    """One region to choose."""

    code: str
    name: str
    current: bool


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """Regions of one level, under the name of the one above."""

    code: str
    name: str
    regions: tuple[RegionButton, ...]


@dataclass(frozen=True, slots=True)
class RegionsPage:
    """What the choice of a region draws."""

    current_name: str
    next: str
    groups: tuple[RegionGroup, ...]
    crumbs: tuple[Crumb, ...] = (Crumb("选择地区"),)


@dataclass(frozen=True, slots=True)
class ExtraLine:
    """One local extra material with the day it was posted."""

    code: str
    item: str
    name: str
    posted_on: date


@dataclass(frozen=True, slots=True)
class RegionPage:
    """What the page of one region draws."""

    name: str
    code: str
    notices: tuple[str, ...]
    places: tuple[Place, ...]
    phones: tuple[Phone, ...]
    extra: tuple[ExtraLine, ...]
    below: tuple[Region, ...]
    cards: tuple[PlaceCard, ...]
    map: MapView | None
    crumbs: tuple[Crumb, ...]


@public
@require_safe
def regions(request: HttpRequest) -> HttpResponse:
    """Offer the regions around the present one, level by level."""
    current = region_of(request)
    page = RegionsPage(
        current_name=region_full_name(current.code),
        next=way_back(request),
        groups=tuple(_groups(current)),
    )
    return render(request, "citizen/regions.html", {"page": page})


@public
@require_POST
def choose_region(request: HttpRequest) -> HttpResponse:
    """Remember a region on this device; refuses one that is not on file."""
    region = region_named(request.POST.get("region", ""))
    response = redirect(way_back(request))
    remember(response, cookie=REGION_COOKIE, value=region.code)
    return response


@public
@require_safe
def region(request: HttpRequest, code: str) -> HttpResponse:
    """Show places, phones and posted extra materials of one region."""
    found, day = region_named(code), today()
    points = points_in(code, moment=now())
    view = map_of(points, centre=None)
    page = RegionPage(
        name=found.name,
        code=found.code,
        notices=region_notices(code, day),
        places=places_of(code, day),
        phones=tuple(Phone(*pair) for pair in region_phones(code).items()),
        extra=tuple(_extra(code, day)),
        below=regions_below(code),
        cards=cards_of(points, view)[:PER_PAGE],
        map=view,
        crumbs=(Crumb("选择地区", reverse("regions")), Crumb(found.name)),
    )
    return render(request, "citizen/region.html", {"page": page})


def places_of(code: str, day: date) -> tuple[Place, ...]:
    """Return every place a region's items name, the region's own first."""
    found = (place for item in items_on(code, day) for place in item.places)
    return tuple(dict.fromkeys(found))


def _extra(code: str, day: date) -> Iterable[ExtraLine]:
    names = {item.code: item.name for item in items_on(code, day)}
    for row in postings(code, day):
        named = names.get(ItemCode(row.item), row.item)
        yield ExtraLine(row.item, named, row.name, row.posted_on)


def _groups(current: Region) -> Iterable[RegionGroup]:
    chain = region_chain(current.code)
    for above in chain:
        below = regions_below(above.code)
        if below and above.level is not Level.NATION:
            yield _group(above, below, current)


def _group(above: Region, below: Iterable[Region], current: Region) -> RegionGroup:
    listed = [RegionButton(above.code, f"{above.name}（本级）", above == current)]
    listed += [RegionButton(one.code, one.name, one == current) for one in below]
    return RegionGroup(above.code, above.name, tuple(listed))
