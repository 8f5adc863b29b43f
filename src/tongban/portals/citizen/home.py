"""The home page: three doors, every item, quick look-up, openness."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.cases.lifecycle import State
from tongban.core.items.catalogue import ServiceItem
from tongban.portals.citizen.doors import DOORS, behind
from tongban.portals.citizen.items import ItemGroup, ItemLine, grouped, item_lines
from tongban.portals.citizen.life_cards import EventCard, card_of
from tongban.portals.citizen.openness import OpenRow, openness
from tongban.portals.citizen.progress import ProgressForm
from tongban.portals.shared.layout.fields import Field, fields_of
from tongban.portals.shared.layout.frame import Phone, region_of
from tongban.services.access.rules import actor_of_request, public
from tongban.services.cases.queries.lists import Shelf, my_cases
from tongban.services.cases.queries.public import most_asked, postings
from tongban.services.demo.queries import DemoAccount, demo_accounts
from tongban.services.guidance.life import life_events
from tongban.services.items.queries import items_on, region_phones
from tongban.services.items.queries import postings as posted_materials
from tongban.services.timekeeping.queries import today

EVENTS_SHOWN_MAX: Final = 12
FREQUENT_MAX: Final = 8
NEWS_MAX: Final = 2
SPAN: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class DoorCard:
    """One door with how many items stand behind it."""

    code: str
    name: str
    hint: str
    icon: str
    count: int


@dataclass(frozen=True, slots=True)
class NewsLine:
    """Something new: a changed version, a posting."""

    words: str
    url: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the home page draws."""

    region_name: str
    region_code: str
    doors: tuple[DoorCard, ...]
    events: tuple[EventCard, ...]
    frequent: tuple[ItemLine, ...]
    news: tuple[NewsLine, ...]
    phones: tuple[Phone, ...]
    groups: tuple[ItemGroup, ...]
    total: int
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
        events=_events(),
        frequent=_frequent(items, region.code, day),
        news=_news(items, region.code, day),
        phones=tuple(Phone(*pair) for pair in region_phones(region.code).items()),
        groups=grouped(items),
        total=len(items),
        progress_fields=fields_of(ProgressForm()),
        openness=openness(region=region.code, today=day),
        to_correct=_to_correct(actor_of_request(request)),
        demo=() if actor_of_request(request) else demo_accounts(),
    )
    return render(request, "citizen/home.html", {"page": page})


def _events() -> tuple[EventCard, ...]:
    return tuple(card_of(one) for one in life_events()[:EVENTS_SHOWN_MAX])


def _frequent(
    items: tuple[ServiceItem, ...], region: str, day: date
) -> tuple[ItemLine, ...]:
    """Return the items asked for most in the last year, then the list's own order."""
    asked = most_asked(region=region, first=day - SPAN, last=day)
    rank = {code: place for place, code in enumerate(asked)}
    ordered = sorted(items, key=lambda item: rank.get(item.code, len(rank)))
    return item_lines(ordered[:FREQUENT_MAX])


def _news(
    items: tuple[ServiceItem, ...], region: str, day: date
) -> tuple[NewsLine, ...]:
    """Return the newest versions of items, materials posted, results on show."""
    newest = max((item.effective_on for item in items), default=None)
    changed = [item for item in items if item.effective_on == newest]
    found = [
        NewsLine(
            f"增加材料公示：{row.name}", reverse("region", args=[region]), row.posted_on
        )
        for row in posted_materials(region, day)[:NEWS_MAX]
    ]
    shown = postings(region=region)
    if shown:
        words = f"{len(shown)} 个评估结果正在公示"
        found.append(NewsLine(words, reverse("postings")))
    if newest is not None:
        words = f"{len(changed)} 个事项执行现行版本"
        found.append(NewsLine(words, reverse("look"), newest))
    return tuple(found)


def _to_correct(actor: Actor | None) -> int:
    if actor is None or actor.kind is ActorKind.STAFF:
        return 0
    found = my_cases(actor, today=today(), shelf=Shelf.WAITING)
    return sum(1 for row in found.rows if row.state == State.WAITING.value)
