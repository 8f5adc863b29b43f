"""The first page of the desk: what waits for whom, and the way to a case."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.access.actor import Actor, Role
from tongban.portals.desk.doors import HANDLERS, WINDOW, everybody, has_role
from tongban.portals.desk.finding import LOOK_REASONS
from tongban.portals.desk.sending import reading
from tongban.services.access.rules import acting
from tongban.services.cases.drafts import DraftView, my_drafts
from tongban.services.cases.queries.lists import (
    COUNT_MAX,
    CaseRow,
    Filter,
    Shelf,
    shelf_counts,
    work_list,
)
from tongban.services.timekeeping.queries import today

ROWS_SHOWN: Final = 8
_TILES: Final = (
    (Shelf.TO_ACCEPT, "待受理", "", (Role.CLERK, Role.HELPER)),
    (Shelf.TO_HANDLE, "待审核", "", (Role.REVIEWER, Role.ASSESSOR)),
    (Shelf.TO_PAY, "待拨付", "", (Role.FINANCE,)),
    (Shelf.WAITING, "已停钟", "补正、公示、中止", (Role.CLERK, Role.REVIEWER)),
    (Shelf.SOON, "即将到期", "", HANDLERS),
    (Shelf.OVERDUE, "已超期", "", HANDLERS),
    (Shelf.MINE, "由我经办", "首问或接手", HANDLERS),
)


@dataclass(frozen=True, slots=True)
class Tile:
    """One count with the list behind it; ``mood`` is calm, warn or bad."""

    name: str
    note: str
    count: str
    url: str
    mood: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the first page of the desk shows."""

    who: str
    tiles: tuple[Tile, ...]
    rows: tuple[CaseRow, ...]
    rows_title: str
    rows_url: str
    drafts: tuple[DraftView, ...]
    may_find: bool
    at_window: bool
    reasons: tuple[str, ...]


@everybody
@never_cache
@require_safe
def home_page(request: HttpRequest) -> HttpResponse:
    """Show what waits for this person, nearest due day first."""
    actor = acting(request)
    handles = has_role(actor, *HANDLERS)
    shelf, title = _first_shelf(actor)
    page = HomePage(
        who=actor.name,
        tiles=_tiles(actor) if handles else (),
        rows=_rows(actor, shelf) if handles else (),
        rows_title=title,
        rows_url=_list_url(shelf),
        drafts=my_drafts(reading(request))[:ROWS_SHOWN] if handles else (),
        may_find=handles,
        at_window=has_role(actor, *WINDOW),
        reasons=LOOK_REASONS,
    )
    return render(request, "desk/home.html", {"page": page})


def _tiles(actor: Actor) -> tuple[Tile, ...]:
    counts = shelf_counts(actor, today=today())
    mine = [tile for tile in _TILES if has_role(actor, *tile[3], Role.SUPERVISOR)]
    return tuple(
        Tile(
            name=name,
            note=note,
            count=_count(counts[shelf]),
            url=_list_url(shelf),
            mood=_mood(shelf, counts[shelf]),
        )
        for shelf, name, note, _ in mine
    )


def _count(count: int) -> str:
    return f"{COUNT_MAX}+" if count >= COUNT_MAX else str(count)


def _mood(shelf: Shelf, count: int) -> str:
    if not count:
        return "calm"
    return {Shelf.OVERDUE: "bad", Shelf.SOON: "warn"}.get(shelf, "calm")


def _first_shelf(actor: Actor) -> tuple[Shelf, str]:
    if has_role(actor, Role.REVIEWER, Role.ASSESSOR):
        return Shelf.TO_HANDLE, "接下来办理"
    if has_role(actor, Role.FINANCE):
        return Shelf.TO_PAY, "接下来拨付"
    if has_role(actor, Role.CLERK, Role.HELPER):
        return Shelf.TO_ACCEPT, "接下来受理"
    return Shelf.OVERDUE, "已经超期"


def _rows(actor: Actor, shelf: Shelf) -> tuple[CaseRow, ...]:
    chosen = Filter(shelf=shelf)
    return work_list(actor, chosen, today=today(), rows=ROWS_SHOWN).rows


def _list_url(shelf: Shelf) -> str:
    return f"{reverse('desk-work')}?{urlencode({'shelf': shelf.value})}"
