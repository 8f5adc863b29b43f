"""Where to go: the places of a region on a map and in a list, open now or not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.core.guidance.points import AID_WORDS, Aid
from tongban.core.items.catalogue import Level, ServiceItem
from tongban.core.items.regions import Region
from tongban.portals.citizen.map_view import MapView, map_of
from tongban.portals.shared.layout.fields import Field, FieldKind, Option
from tongban.portals.shared.layout.frame import region_of
from tongban.portals.shared.layout.parts import Chip, Crumb, Tone
from tongban.services.access.rules import public
from tongban.services.guidance.places import (
    Point,
    Wanted,
    centre_of,
    nearest_open,
    places_notices,
    points_in,
)
from tongban.services.items.queries import (
    has_region,
    items_on,
    region_chain,
    region_named,
    regions_below,
)
from tongban.services.timekeeping.queries import now

PER_PAGE: Final = 12
CODE_MAX: Final = 60
ANYTHING: Final = "all"


@dataclass(frozen=True, slots=True)
class PlaceCard:
    """One place of the list, with the number it has on the map."""

    point: Point
    number: int

    @property
    def state(self) -> Chip:
        """Whether it is open, in words with an icon."""
        tone = Tone.GOOD if self.point.is_open else Tone.CALM
        return Chip(self.point.state, tone, "clock")


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """What the page of places draws."""

    region_name: str
    notices: tuple[str, ...]
    fields: tuple[Field, ...]
    item_name: str
    near_name: str
    cards: tuple[PlaceCard, ...]
    total: int
    page: int
    pages: int
    map: MapView | None
    best: Point | None
    more_asked: bool
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a visitor wants of a place; unknown words count as not asked."""

    item: ServiceItem | None
    near: str
    open_now: bool
    aids: frozenset[Aid]


@public
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Show the places of the visitor's city that can do what is wanted."""
    city = city_of(region_of(request).code)
    moment = now()
    items = items_on(city.code, moment.date())
    asked = _asked(request, items)
    wanted = Wanted(item=asked.item, open_now=asked.open_now, aids=asked.aids)
    found = points_in(city.code, moment=moment, wanted=wanted, near=asked.near)
    view = map_of(found, centre=centre_of(asked.near))
    number = _page_number(request, len(found))
    first = (number - 1) * PER_PAGE
    cards = cards_of(found, view)[first : first + PER_PAGE]
    page = PlacesPage(
        region_name=city.name,
        notices=places_notices(city.code),
        fields=_fields(asked, items, city),
        item_name=asked.item.name if asked.item else "",
        near_name=region_named(asked.near).name if asked.near else "",
        cards=cards,
        total=len(found),
        page=number,
        pages=_pages(len(found)),
        map=view,
        best=nearest_open(found),
        more_asked=asked.open_now or bool(asked.aids),
        crumbs=(Crumb("我要查", reverse("check")), Crumb("办事地点")),
    )
    return render(request, "citizen/places.html", {"page": page})


def city_of(code: str) -> Region:
    """Return the city a region lies in; a province or the nation stays itself."""
    chain = region_chain(code)
    return next((one for one in chain if one.level is Level.CITY), chain[-1])


def cards_of(found: Iterable[Point], view: MapView | None) -> tuple[PlaceCard, ...]:
    """Return the places numbered as on the map."""
    marked = len(view.marks) if view else 0
    cards, placed = [], 0
    for point in found:
        placed += point.position is not None
        on_map = point.position is not None and placed <= marked
        cards.append(PlaceCard(point, placed if on_map else 0))
    return tuple(cards)


def near_options(city: Region, chosen: str) -> tuple[Option, ...]:
    """Return the counties and towns of a city, each town after its county."""
    options = []
    for county in regions_below(city.code):
        name = county.name
        options.append(Option(county.code, name, chosen=county.code == chosen))
        options += [
            Option(town.code, f"{name} {town.name}", chosen=town.code == chosen)
            for town in regions_below(county.code)
        ]
    return tuple(options)


def near_in(request: HttpRequest) -> str:
    """Return the region a visitor wants to be near to; nothing unknown."""
    code = request.GET.get("near", "")[:CODE_MAX]
    return code if code and has_region(code) else ""


def _asked(request: HttpRequest, items: Iterable[ServiceItem]) -> Asked:
    code = request.GET.get("item", "")
    chosen = request.GET.getlist("aid")
    return Asked(
        item=next((item for item in items if item.code == code), None),
        near=near_in(request),
        open_now=request.GET.get("open") == "yes",
        aids=frozenset(aid for aid in Aid if aid.value in chosen),
    )


def _fields(
    asked: Asked, items: Iterable[ServiceItem], city: Region
) -> tuple[Field, ...]:
    item_code = asked.item.code if asked.item else ""
    named = tuple(
        Option(item.code, item.name, chosen=item.code == item_code) for item in items
    )
    near = near_options(city, asked.near)
    where = asked.near or ANYTHING
    whole = Field("near", "离哪里近", FieldKind.SELECT, where, required=False)
    wish = item_code or ANYTHING
    what = Field("item", "要办什么事", FieldKind.SELECT, wish, required=False)
    aids = tuple(
        Option(aid.value, words, chosen=aid in asked.aids)
        for aid, words in AID_WORDS.items()
    )
    return (
        replace(what, options=(Option(ANYTHING, "不限事项"), *named)),
        replace(whole, options=(Option(ANYTHING, f"{city.name}全部"), *near)),
        Field(
            "open",
            "只看现在开着的",
            FieldKind.YES_NO,
            "yes" if asked.open_now else "",
            required=False,
        ),
        Field("aid", "需要的便利", FieldKind.CHECKBOXES, required=False, options=aids),
    )


def _page_number(request: HttpRequest, total: int) -> int:
    said = request.GET.get("page", "1")
    number = int(said) if said.isascii() and said.isdecimal() else 1
    return min(max(number, 1), _pages(total))


def _pages(total: int) -> int:
    return max(-(-total // PER_PAGE), 1)
