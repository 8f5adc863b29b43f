"""The wall screen (大屏): twelve tiles, no personal data, each opens its list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, may
from tongban.core.figures.counting import Span
from tongban.portals.desk.doors import figure_readers
from tongban.portals.desk.figures.asked import list_query
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting
from tongban.services.desk.queries import office_name
from tongban.services.figures.dictionary import indicators
from tongban.services.figures.measures import Measure
from tongban.services.figures.tiles import Tile, tiles
from tongban.services.timekeeping.queries import now, today

SECONDS_BETWEEN: Final = 60
RATINGS: Final = "ratings"
PAGES: Final = {
    "work": "desk-work",
    "rework": "desk-figures-rework",
    RATINGS: "desk-voices-ratings",
}


@dataclass(frozen=True, slots=True)
class WallTile:
    """One tile with its definition and the address behind it."""

    tile: Tile
    means: str
    url: str


@dataclass(frozen=True, slots=True)
class WallPage:
    """The tiles of an office at a moment."""

    office: str
    moment: datetime
    tiles: tuple[WallTile, ...]
    crumbs: tuple[Crumb, ...]


@figure_readers
@never_cache
@require_safe
def wall_page(request: HttpRequest) -> HttpResponse:
    """Show the tiles; the page renews itself."""
    actor = acting(request)
    page = WallPage(
        office=office_name(actor.office_code),
        moment=now(),
        tiles=tuple(
            WallTile(tile, indicators()[tile.code].formula, _url(tile, actor))
            for tile in tiles(actor, today())
        ),
        crumbs=(),
    )
    answer = render(request, "desk/figures/wall.html", {"page": page})
    answer["Refresh"] = str(SECONDS_BETWEEN)  # renews itself without a script
    return answer


def _url(tile: Tile, actor: Actor) -> str:
    if tile.leads in set(Measure):
        day = today()
        span = Span.of_day(day) if tile.code == "received" else Span.of_month(day)
        return f"{reverse('desk-figures-cases')}?{list_query(tile.leads, span)}"
    if tile.leads == RATINGS and not may(actor, Act.SPOT_CHECK.value):
        return reverse("rate")  # the list is for supervisors, the results for all
    if tile.leads in PAGES:
        return reverse(PAGES[tile.leads])
    return f"{reverse('desk-figures-meanings')}#{tile.code}"
