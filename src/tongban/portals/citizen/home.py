"""The home page: three doors, every item, quick look-up, openness."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.cases.lifecycle import State
from tongban.portals.citizen.doors import DOORS, behind
from tongban.portals.citizen.items import ItemGroup, grouped
from tongban.portals.citizen.openness import OpenRow, openness
from tongban.portals.citizen.progress import ProgressForm
from tongban.portals.shared.layout.fields import Field, fields_of
from tongban.portals.shared.layout.frame import region_of
from tongban.services.access.rules import actor_of_request, public
from tongban.services.cases.queries.lists import Shelf, my_cases
from tongban.services.demo.queries import DemoAccount, demo_accounts
from tongban.services.items.queries import items_on
from tongban.services.timekeeping.queries import today


@dataclass(frozen=True, slots=True)
class DoorCard:
    """One door with how many items stand behind it."""

    code: str
    name: str
    hint: str
    icon: str
    count: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the home page draws."""

    region_name: str
    region_code: str
    doors: tuple[DoorCard, ...]
    groups: tuple[ItemGroup, ...]
    progress_fields: tuple[Field, ...]
    openness: tuple[OpenRow, ...]
    to_correct: int
    demo: tuple[DemoAccount, ...]


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what can be done here."""
    region, day = region_of(request), today()
    items = items_on(region.code, day)
    page = HomePage(
        region_name=region.name,
        region_code=region.code,
        doors=tuple(
            DoorCard(
                door.code, door.name, door.hint, door.icon, len(behind(door, items))
            )
            for door in DOORS
        ),
        groups=grouped(items),
        progress_fields=fields_of(ProgressForm()),
        openness=openness(region=region.code, today=day),
        to_correct=_to_correct(actor_of_request(request)),
        demo=() if actor_of_request(request) else demo_accounts(),
    )
    return render(request, "citizen/home.html", {"page": page})


def _to_correct(actor: Actor | None) -> int:
    if actor is None or actor.kind is ActorKind.STAFF:
        return 0
    found = my_cases(actor, today=today(), shelf=Shelf.WAITING)
    return sum(1 for row in found.rows if row.state == State.WAITING.value)
