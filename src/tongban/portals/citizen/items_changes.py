"""What changed in the catalogue of the visitor's region, and what will (目录变更)."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.policy.folder import PLACES
from tongban.portals.shared.layout.frame import region_of
from tongban.portals.shared.layout.parts import Chip, Crumb, Tone
from tongban.portals.shared.sending import whole_number
from tongban.services.access.rules import public
from tongban.services.catalogue.public import PublicChange, public_changes
from tongban.services.timekeeping.queries import today

PER_PAGE: Final = 30


@dataclass(frozen=True, slots=True)
class ChangeCard:
    """One change as the page draws it."""

    one: PublicChange
    chip: Chip
    url: str


@dataclass(frozen=True, slots=True)
class DayOfChanges:
    """The changes of one first day."""

    on: date
    cards: tuple[ChangeCard, ...]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What the page of changes draws."""

    region_name: str
    days: tuple[DayOfChanges, ...]
    total: int
    page: int
    pages: int
    crumbs: tuple[Crumb, ...]


@public
@require_safe
def items_changes(request: HttpRequest) -> HttpResponse:
    """List the changes of the region, those to come first, each with its diff."""
    region, day = region_of(request), today()
    found = public_changes(region.code)
    pages = max(1, -(-len(found) // PER_PAGE))
    at = min(max(whole_number(request.GET.get("page")) or 1, 1), pages)
    shown = found[(at - 1) * PER_PAGE : at * PER_PAGE]
    page = ChangesPage(
        region_name=region.name,
        days=tuple(
            DayOfChanges(
                on,
                tuple(
                    ChangeCard(one, _chip(one, day), _url(one, region.code))
                    for one in ones
                ),
            )
            for on, ones in groupby(shown, key=lambda one: one.on)
        ),
        total=len(found),
        page=at,
        pages=pages,
        crumbs=(Crumb("我要办", reverse("items")), Crumb("目录变更")),
    )
    return render(request, "citizen/items_changes.html", {"page": page})


def _chip(one: PublicChange, day: date) -> Chip:
    if one.withdrawn:
        return Chip("施行前已撤回", Tone.CALM)
    if one.on > day:
        return Chip("待施行", Tone.INFO, "clock")
    return Chip("已施行", Tone.GOOD)


def _url(one: PublicChange, region: str) -> str:
    if one.subject == PLACES:
        return reverse("region", args=[region])
    return reverse("item", args=[one.subject]) if one.subject else reverse("items")
