"""What narrows a supervision list: office, item, page; read from the address."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest

from tongban.portals.shared.layout.fields import Option
from tongban.services.access.rules import acting
from tongban.services.desk.queries import office_region, offices_below
from tongban.services.desk.supervision import Watch
from tongban.services.items.queries import items_on
from tongban.services.timekeeping.queries import today

PAGE_DIGITS_MAX: Final = 6


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The choices of a supervision list, those made marked."""

    watch: Watch
    offices: tuple[Option, ...]
    items: tuple[Option, ...]


def narrowing_of(request: HttpRequest) -> Narrowing:
    """Return what the address asks for; what it does not know is left out."""
    actor = acting(request)
    watch = Watch(
        office=request.GET.get("office", ""),
        item=request.GET.get("item", ""),
        page=_page(request.GET.get("page", "")),
    )
    items = items_on(office_region(actor.office_code), today())
    return Narrowing(
        watch=watch,
        offices=tuple(
            Option(one.code, one.name, chosen=one.code == watch.office)
            for one in offices_below(actor)
        ),
        items=tuple(
            Option(one.code, f"{one.number} {one.name}", chosen=one.code == watch.item)
            for one in items
        ),
    )


def _page(text: str) -> int:
    fits = text.isascii() and text.isdigit() and len(text) <= PAGE_DIGITS_MAX
    return max(1, int(text)) if fits else 1
