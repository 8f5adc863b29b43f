"""Finding an item and reading its guide (我要办)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.core.items.catalogue import (
    CHANNEL_WORDS,
    Audience,
    Channel,
    ServiceItem,
    Terms,
)
from tongban.core.items.terms import audiences_of
from tongban.core.papers.kinds import Edition
from tongban.portals.citizen import wording
from tongban.portals.citizen.doors import DOORS, Door, behind, door_of
from tongban.portals.citizen.guide_page import GuideView, answers_in, view_guide
from tongban.portals.citizen.guide_paper import sheet_of
from tongban.portals.citizen.life_cards import EventCard, card_of
from tongban.portals.citizen.map_view import MapView, map_of
from tongban.portals.citizen.places import PlaceCard, cards_of, city_of
from tongban.portals.shared.downloads import edition_of, pdf_response
from tongban.portals.shared.layout.frame import region_of
from tongban.portals.shared.layout.parts import Chip, Crumb
from tongban.services.access.rules import actor_of_request, public
from tongban.services.guidance.life import life_events
from tongban.services.guidance.places import (
    Point,
    Wanted,
    centre_of,
    nearest_open,
    points_in,
)
from tongban.services.items.queries import item_on, items_on, search, terms_on
from tongban.services.papers.guides import guide_pdf
from tongban.services.timekeeping.queries import now, today

ASKED_MAX = 60
PLACES_SHOWN_MAX: Final = 6
EVENTS_SHOWN_MAX: Final = 3
SHORT: Final = "short"
EDITIONS: Final = (
    ("A4 版", Edition.FULL),
    ("大字版", Edition.LARGE),
    ("简版（一页）", Edition.SHORT),
)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of a list."""

    code: str
    name: str
    limit_chip: Chip
    query: str
    ways: str = ""


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """The items of one main item."""

    name: str
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of a page."""

    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """What the list of items draws."""

    title: str
    region_name: str
    total: int
    tabs: tuple[Tab, ...]
    asked: str
    clear_url: str
    groups: tuple[ItemGroup, ...]
    results: tuple[ItemLine, ...]
    events: tuple[EventCard, ...]
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class GuidePlaces:
    """Where an item can be handed in, as its guide shows it."""

    cards: tuple[PlaceCard, ...]
    total: int
    map: MapView | None
    best: Point | None
    url: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """What a guide page draws around the guide."""

    guide: GuideView
    tabs: tuple[Tab, ...]
    crumbs: tuple[Crumb, ...]
    here: str
    region_code: str
    apply_url: str
    places: GuidePlaces
    links: Mapping[str, str]
    pdf_links: tuple[tuple[str, str], ...] = ()


@public
@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """List the items, by door and by search."""
    region, day = region_of(request), today()
    asked = request.GET.get("q", "").strip()[:ASKED_MAX]
    found = search(asked, region.code, day) if asked else items_on(region.code, day)
    door = door_of(request.GET.get("for", ""))
    shown = found if door is None else behind(door, found)
    title = "全部事项" if door is None else door.name
    page = ItemsPage(
        title=title,
        region_name=region.name,
        total=len(shown),
        tabs=_door_tabs(door, asked),
        asked=asked,
        clear_url=_items_url(door, ""),
        groups=() if asked else grouped(shown, door),
        results=item_lines(shown, door) if asked else (),
        events=_events(shown) if asked else (),
        crumbs=(Crumb("我要办", reverse("items")), Crumb(title))
        if door
        else (Crumb("我要办"),),
    )
    return render(request, "citizen/items.html", {"page": page})


@public
@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse | FileResponse:
    """Show the guide of one item for one audience; ``form`` asks for it as PDF."""
    region, day = region_of(request), today()
    found = item_on(code, region.code, day)
    audience = audience_for(request, found)
    terms = terms_on(code, audience, region.code, day)
    guide = view_guide(
        found,
        terms,
        region_name=region.name,
        chosen=answers_in(request.GET, terms.situations),
    )
    if request.GET.get("form"):
        here = _page_url(code, audience)
        edition = edition_of(request)
        return pdf_response(guide_pdf(sheet_of(guide, edition, url=here), edition))
    page = ItemPage(
        guide=guide,
        tabs=_audience_tabs(found, audience),
        crumbs=(Crumb("我要办", reverse("items")), Crumb(guide.name)),
        here=reverse("item", args=[code]),
        region_code=region.code,
        apply_url=apply_url(terms),
        places=_places(found, region.code),
        links=_links(request, audience),
        pdf_links=_pdf_links(request, audience),
    )
    short = request.GET.get("view") == SHORT
    template = "citizen/item_short.html" if short else "citizen/item.html"
    return render(request, template, {"page": page, "guide": guide})


def _places(found: ServiceItem, region: str) -> GuidePlaces:
    """Return the places of the city that take the item, the region's own first."""
    city = city_of(region).code
    near = "" if region == city else region
    points = points_in(city, moment=now(), wanted=Wanted(item=found), near=near)
    view = map_of(points, centre=centre_of(near))
    query = {"item": found.code} | ({"near": near} if near else {})
    return GuidePlaces(
        cards=cards_of(points, view)[:PLACES_SHOWN_MAX],
        total=len(points),
        map=view,
        best=nearest_open(points),
        url=f"{reverse('places')}?{urlencode(query)}",
    )


def _links(request: HttpRequest, audience: Audience) -> Mapping[str, str]:
    """Return the other views of a guide, with the answers given on this one."""
    asked = request.GET.copy()
    asked["as"] = audience.value
    asked.pop("view", None)
    here, sheet = request.path, f"{request.path}form/"
    full = asked.urlencode()
    return {
        "full": f"{here}?{full}",
        "short": f"{here}?{full}&view={SHORT}",
        "blank": f"{sheet}?{full}",
        "sample": f"{sheet}?{full}&fill=sample",
    }


def item_lines(
    found: Iterable[ServiceItem], door: Door | None = None
) -> tuple[ItemLine, ...]:
    """Return items as lines of a list, in the order given."""
    return tuple(
        ItemLine(
            code=one.code,
            name=one.name,
            limit_chip=wording.limit_chip(one),
            query=_audience_query(one, door),
            ways="、".join(CHANNEL_WORDS[channel] for channel in one.channels),
        )
        for one in found
    )


def _events(found: Iterable[ServiceItem]) -> tuple[EventCard, ...]:
    """Return the life events that lead to the nearest item."""
    nearest = next(iter(found), None)
    return tuple(
        card_of(event)
        for event in life_events()
        if nearest and any(step.item == nearest.code for step in event.steps)
    )[:EVENTS_SHOWN_MAX]


def _page_url(code: str, audience: Audience) -> str:
    """Return the full address of a guide page, for the code printed on paper."""
    query = urlencode({"as": audience.value})
    return f"{settings.TONGBAN_SITE}{reverse('item', args=[code])}?{query}"


def _pdf_links(request: HttpRequest, audience: Audience) -> tuple[tuple[str, str], ...]:
    """Return the editions of the guide, for the answers given on the page."""
    asked = request.GET.copy()
    asked["as"] = audience.value
    links = []
    for name, edition in EDITIONS:
        asked["form"] = edition.value
        links.append((name, f"{request.path}?{asked.urlencode()}"))
    return tuple(links)


def grouped(
    found: Iterable[ServiceItem], door: Door | None = None
) -> tuple[ItemGroup, ...]:
    """Return items under their main items, in the list's order."""
    groups: dict[tuple[int, str], list[ItemLine]] = {}
    for one in found:
        line = ItemLine(
            one.code, one.name, wording.limit_chip(one), _audience_query(one, door)
        )
        groups.setdefault((one.main_item_number, one.main_item), []).append(line)
    return tuple(
        ItemGroup(name, tuple(lines)) for (_, name), lines in sorted(groups.items())
    )


def audience_for(request: HttpRequest, found: ServiceItem) -> Audience:
    """Return the audience asked for, else the actor's own, else the item's first."""
    served = audiences_of(found)
    asked = request.GET.get("as", "")
    for audience in served:
        if audience.value == asked:
            return audience
    actor = actor_of_request(request)
    for door in DOORS:
        if actor is not None and door.kind is actor.kind:
            own = [audience for audience in served if audience in door.audiences]
            return own[0] if own else served[0]
    return served[0]


def _audience_query(one: ServiceItem, door: Door | None) -> str:
    if door is None:
        return ""
    own = [audience for audience in audiences_of(one) if audience in door.audiences]
    return f"?as={own[0].value}" if own else ""


def _audience_tabs(found: ServiceItem, current: Audience) -> tuple[Tab, ...]:
    served = audiences_of(found)
    if len(served) == 1:
        return ()
    here = reverse("item", args=[found.code])
    return tuple(
        Tab(
            wording.AUDIENCE_TABS[audience],
            f"{here}?as={audience.value}",
            audience is current,
        )
        for audience in served
    )


def _door_tabs(current: Door | None, asked: str) -> tuple[Tab, ...]:
    every = Tab("全部", _items_url(None, asked), current is None)
    return (
        every,
        *(Tab(door.name, _items_url(door, asked), door is current) for door in DOORS),
    )


def _items_url(door: Door | None, asked: str) -> str:
    query = {"for": door.code if door else "", "q": asked}
    kept = {name: value for name, value in query.items() if value}
    return reverse("items") + (f"?{urlencode(kept)}" if kept else "")


def apply_url(terms: Terms) -> str:
    """Return the address to apply at; empty where the item is not done online."""
    if Channel.ONLINE not in terms.channels:
        return ""
    start = reverse("apply-start", args=[terms.item])
    return f"{start}?as={terms.audience.value}"
