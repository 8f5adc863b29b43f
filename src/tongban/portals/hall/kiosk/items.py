"""What a terminal offers: the items asked for most, and each in short form."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.access.parties import Scheme
from tongban.core.items.catalogue import (
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    Audience,
    MaterialKind,
    ServiceItem,
    Terms,
)
from tongban.core.items.terms import audiences_of
from tongban.core.queue.handling import HANDLING_CLASS_WORDS, handling_class
from tongban.portals.hall.doors import Station, kiosk
from tongban.services.items.queries import (
    item_on,
    items_on,
    region_chain,
    search,
    terms_on,
)
from tongban.services.parties.queries import party_card
from tongban.services.queues.rules import queue_rules
from tongban.services.timekeeping.queries import today

ASKED_MAX: Final = 60
PERSONAL: Final = frozenset({Audience.EMPLOYEE, Audience.RESIDENT})
OF_SCHEME: Final = {
    Scheme.EMPLOYEE: Audience.EMPLOYEE,
    Scheme.RESIDENT: Audience.RESIDENT,
}
_BY_ITSELF: Final = frozenset({MaterialKind.FORM, MaterialKind.IDENTITY})


@dataclass(frozen=True, slots=True)
class ItemTile:
    """One item as a large button."""

    code: str
    name: str
    at_once: bool


@dataclass(frozen=True, slots=True)
class AudienceLink:
    """The same item for another audience."""

    code: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item in short form."""

    code: str
    name: str
    audience: Audience
    audiences: tuple[AudienceLink, ...]
    handling: str
    limits: tuple[str, ...]
    materials: tuple[str, ...]
    sometimes: tuple[str, ...]
    channels: str
    results: tuple[str, ...]
    may_do: bool


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """All items, or those found."""

    asked: str
    tiles: tuple[ItemTile, ...]


@kiosk
@never_cache
@require_safe
def items_page(request: HttpRequest, station: Station) -> HttpResponse:
    """Show every item by number, or those that fit what was typed."""
    asked = request.GET.get("q", "").strip()[:ASKED_MAX]
    region, day = station.device.region, today()
    found = search(asked, region, day) if asked else items_on(region, day)
    page = ItemsPage(asked, tuple(_tile(item, station) for item in found))
    return render(request, "hall/items.html", {"station": station, "page": page})


@kiosk
@never_cache
@require_safe
def item_page(request: HttpRequest, station: Station) -> HttpResponse:
    """Show an item on one screen: papers, time, whether to wait, what to press."""
    code = station.code
    found = item_on(code, station.device.region, today())
    audience = audience_of(request.GET.get("as", ""), found, station)
    terms = terms_on(code, audience, station.device.region, today())
    page = ItemPage(
        code=code,
        name=terms.name,
        audience=audience,
        audiences=tuple(
            AudienceLink(one.value, AUDIENCE_WORDS[one], one is audience)
            for one in audiences_of(found)
        ),
        handling=HANDLING_CLASS_WORDS[handling_class(terms, queue_rules(today()))],
        limits=tuple(dict.fromkeys(limit.label for limit in terms.limits)),
        materials=_texts(terms, always=True),
        sometimes=_texts(terms, always=False),
        channels="、".join(CHANNEL_WORDS[one] for one in terms.channels),
        results=terms.results,
        may_do=may_do_here(terms),
    )
    return render(request, "hall/item.html", {"station": station, "page": page})


def tiles_of(station: Station) -> tuple[ItemTile, ...]:
    """Return the items this terminal shows first, those of the list today."""
    region = station.device.region
    chain = tuple(str(one.code) for one in region_chain(region))
    known = {str(item.code): item for item in items_on(region, today())}
    wanted = station.rules.items_for(station.office, chain)
    return tuple(_tile(known[code], station) for code in wanted if code in known)


def audience_of(asked: str, item: ServiceItem, station: Station) -> Audience:
    """Return for whom an item is shown: as asked, as insured, else the first."""
    known = audiences_of(item)
    wanted = [one for one in known if one.value == asked]
    visit = station.visit
    scheme = None if visit is None else party_card(visit.served_id).scheme
    own = [one for one in known if scheme is not None and OF_SCHEME[scheme] is one]
    return (wanted or own or list(known))[0]


def may_do_here(terms: Terms) -> bool:
    """Say whether a person can finish the item at a terminal, without papers."""
    needed = [one for one in terms.materials if not one.optional and not one.when]
    return (
        terms.automatic
        and terms.audience in PERSONAL
        and terms.item not in queue_rules(today()).no_application
        and all(one.kind in _BY_ITSELF for one in needed)
    )


def _texts(terms: Terms, *, always: bool) -> tuple[str, ...]:
    """Return the papers asked for always, or only in some situations, once each."""
    found = [one.text for one in terms.materials if bool(one.when) is not always]
    return tuple(dict.fromkeys(found))


def _tile(item: ServiceItem, station: Station) -> ItemTile:
    region = station.device.region
    first = audiences_of(item)[0]
    terms = terms_on(item.code, first, region, today())
    return ItemTile(str(item.code), item.name, may_do_here(terms))
