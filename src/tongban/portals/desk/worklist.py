"""The work list: every open case of the office, the nearest due day first."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.items.catalogue import STEP_WORDS
from tongban.portals.desk.doors import handlers
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting
from tongban.services.cases.queries.lists import (
    COUNT_MAX,
    CaseRow,
    Filter,
    FilterUnknown,
    Order,
    Shelf,
    filter_of,
    shelf_counts,
    work_list,
)
from tongban.services.desk.queries import office_region
from tongban.services.items.queries import items_on, region_named
from tongban.services.timekeeping.queries import today

SESSION_FILTER: Final = "desk.filter"
FILTER_NAMES: Final = ("shelf", "item", "step", "text", "order")
SHELF_WORDS: Final[Mapping[Shelf, str]] = {
    Shelf.ALL: "全部在办",
    Shelf.TO_ACCEPT: "待受理",
    Shelf.TO_HANDLE: "待审核",
    Shelf.TO_PAY: "待拨付",
    Shelf.WAITING: "已停钟",
    Shelf.SOON: "即将到期",
    Shelf.OVERDUE: "已超期",
    Shelf.MINE: "由我经办",
    Shelf.CLOSED: "已结束",
}
ORDER_WORDS: Final[Mapping[Order, str]] = {
    Order.DUE: "办结日从近到远",
    Order.RECEIVED: "收件从新到旧",
}


@dataclass(frozen=True, slots=True)
class ShelfTab:
    """One tray of the list with its count."""

    words: str
    count: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row with the name of its region."""

    row: CaseRow
    region: str


@dataclass(frozen=True, slots=True)
class WorkPage:
    """What the work list draws."""

    tabs: tuple[ShelfTab, ...]
    steps: tuple[Option, ...]
    items: tuple[Option, ...]
    orders: tuple[Option, ...]
    shelf: str
    text: str
    narrowed: bool
    lines: tuple[Line, ...]
    next_url: str
    first_url: str
    crumbs: tuple[Crumb, ...]


@handlers
@never_cache
@require_safe
def work_page(request: HttpRequest) -> HttpResponse:
    """Show one page of the list; the filter is kept until the session ends."""
    if "clear" in request.GET:
        request.session.pop(SESSION_FILTER, None)
        return redirect("desk-work")
    chosen = _chosen(request)
    actor, day = acting(request), today()
    cursor = request.GET.get("cursor", "")
    found = work_list(actor, chosen, today=day, cursor=cursor)
    page = WorkPage(
        tabs=_tabs(chosen, shelf_counts(actor, today=day)),
        steps=_options(
            {step.value: STEP_WORDS[step] for step in STEP_WORDS}, chosen.step
        ),
        items=_options(
            {
                one.code: f"{one.number} {one.name}"
                for one in items_on(office_region(actor.office_code), day)
            },
            chosen.item,
        ),
        orders=_options(
            {one.value: ORDER_WORDS[one] for one in Order}, chosen.order.value
        ),
        shelf=chosen.shelf.value,
        text=chosen.text,
        narrowed=bool(chosen.step or chosen.item or chosen.text),
        lines=tuple(Line(row, region_name(row.region)) for row in found.rows),
        next_url=f"?{urlencode({'cursor': found.next})}" if found.next else "",
        first_url=reverse("desk-work") if cursor else "",
        crumbs=(Crumb("办件列表"),),
    )
    return render(request, "desk/work.html", {"page": page})


def saved_filter(request: HttpRequest) -> Filter:
    """Return the filter this person used last, or the plain list."""
    saved = request.session.get(SESSION_FILTER, {})
    try:
        return filter_of({name: str(saved.get(name, "")) for name in FILTER_NAMES})
    except FilterUnknown:
        return Filter()


def region_name(code: str) -> str:
    """Return the name of a region."""
    return region_named(code).name


def _chosen(request: HttpRequest) -> Filter:
    if not any(name in request.GET for name in FILTER_NAMES):
        return saved_filter(request)
    chosen = filter_of({name: request.GET.get(name, "") for name in FILTER_NAMES})
    kept = asdict(chosen)
    request.session[SESSION_FILTER] = {name: str(kept[name]) for name in FILTER_NAMES}
    return chosen


def _tabs(chosen: Filter, counts: Mapping[Shelf, int]) -> tuple[ShelfTab, ...]:
    return tuple(
        ShelfTab(
            words=words,
            count=_count(counts.get(shelf)),
            url="?" + urlencode({"shelf": shelf.value, "order": chosen.order.value}),
            current=shelf is chosen.shelf,
        )
        for shelf, words in SHELF_WORDS.items()
    )


def _count(count: int | None) -> str:
    if count is None:
        return ""
    return f"{COUNT_MAX}+" if count >= COUNT_MAX else str(count)


def _options(words: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(
        Option(value, text, chosen=value == chosen) for value, text in words.items()
    )
