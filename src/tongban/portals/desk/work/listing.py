"""The work list: the cases of the office, the nearest due day first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.access.actor import Role
from tongban.core.cases.clock_reading import Light
from tongban.core.items.catalogue import CHANNEL_WORDS, STEP_WORDS
from tongban.portals.desk.doors import handlers, has_role
from tongban.portals.desk.sending import fresh_key
from tongban.portals.desk.work.context import (
    SESSION_FILTER,
    chosen_filter,
    list_pairs,
    list_query,
    region_name,
    with_query,
)
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting
from tongban.services.cases.queries.filters import Filter, Hands, Order, Shelf
from tongban.services.cases.queries.lists import (
    COUNT_MAX,
    PAGE_ROWS,
    CaseRow,
    light_counts,
    shelf_counts,
    work_list,
)
from tongban.services.desk.filters import my_filters
from tongban.services.desk.queries import office_region, offices_below
from tongban.services.items.queries import items_on
from tongban.services.timekeeping.queries import today

PAGE_SIZES: Final = (20, 50, 100)
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
LIGHT_WORDS: Final[Mapping[Light, tuple[str, str]]] = {
    Light.RED: ("已超期", "alert"),
    Light.YELLOW: ("临近到期", "clock"),
    Light.GREEN: ("时间充足", "check"),
    Light.GREY: ("停钟或未起算", "pause"),
    Light.INSTANT: ("即办", "check"),
}
HANDS_WORDS: Final[Mapping[Hands, str]] = {
    Hands.MINE: "由我经办",
    Hands.UNCLAIMED: "待领（没有经办人）",
}
# Heading, the order a first press asks for, and the order of a second.
HEADINGS: Final = (
    ("时限", Order.DUE, Order.DUE_FALLING),
    ("办件编号", Order.NUMBER, Order.NUMBER_FALLING),
    ("事项", Order.ITEM, Order.ITEM_FALLING),
    ("申请人", Order.APPLICANT, Order.APPLICANT_FALLING),
    ("地区", Order.REGION, Order.REGION_FALLING),
    ("环节", Order.STEP, Order.STEP_FALLING),
    ("收件", Order.RECEIVED, Order.RECEIVED_RISING),
    ("办结日", Order.DUE, Order.DUE_FALLING),
    ("风险", Order.RISK, Order.RISK_FALLING),
    ("承诺", Order.PLEDGED, Order.PLEDGED_FALLING),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tray or light of the list with its count."""

    words: str
    count: str
    url: str
    current: bool
    icon: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column, which sorts by it; ``sorted`` is for screen readers."""

    words: str
    url: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row with the name of its region and the way to its case."""

    row: CaseRow
    region: str
    url: str


@dataclass(frozen=True, slots=True)
class MyFilter:
    """One of one's own filters."""

    id: int
    name: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class WorkPage:
    """What the work list draws."""

    tabs: tuple[Tab, ...]
    lights: tuple[Tab, ...]
    steps: tuple[Option, ...]
    items: tuple[Option, ...]
    offices: tuple[Option, ...]
    channels: tuple[Option, ...]
    hands: tuple[Option, ...]
    sizes: tuple[Option, ...]
    headings: tuple[Heading, ...]
    kept: tuple[tuple[str, str], ...]
    shelf: str
    text: str
    narrowed: bool
    lines: tuple[Line, ...]
    filters: tuple[MyFilter, ...]
    may_approve: bool
    next_url: str
    previous_url: str
    first_url: str
    csv_url: str
    xlsx_url: str
    carried: tuple[tuple[str, str], ...]
    key: str
    crumbs: tuple[Crumb, ...]


@handlers
@never_cache
@require_safe
def work_page(request: HttpRequest) -> HttpResponse:
    """Show one page of the list; the filter used last is kept for the session."""
    if "clear" in request.GET:
        request.session.pop(SESSION_FILTER, None)
        return redirect("desk-work")
    page = _page(request, chosen_filter(request))
    return render(request, "desk/work.html", {"page": page})


def _page(request: HttpRequest, chosen: Filter) -> WorkPage:
    actor, day = acting(request), today()
    cursor, rows = request.GET.get("cursor", ""), _rows(request)
    found = work_list(actor, chosen, today=day, cursor=cursor, rows=rows)
    query = list_query(chosen)
    items = items_on(office_region(actor.office_code), day)
    offices = offices_below(actor)
    return WorkPage(
        tabs=tuple(_tabs(chosen, shelf_counts(actor, today=day))),
        lights=tuple(_lights(chosen, light_counts(actor, chosen, today=day))),
        steps=_options({one.value: STEP_WORDS[one] for one in STEP_WORDS}, chosen.step),
        items=_options(
            {one.code: f"{one.number} {one.name}" for one in items}, chosen.item
        ),
        offices=_options({one.code: one.name for one in offices}, chosen.office),
        channels=_options(
            {one.value: words for one, words in CHANNEL_WORDS.items()}, chosen.channel
        ),
        hands=_options(
            {one.value: words for one, words in HANDS_WORDS.items()}, chosen.hands.value
        ),
        sizes=_options({str(one): f"每页{one}件" for one in PAGE_SIZES}, str(rows)),
        headings=tuple(_headings(chosen, rows)),
        kept=_kept(chosen),
        shelf=chosen.shelf.value,
        text=chosen.text,
        narrowed=chosen.narrowed,
        lines=tuple(_line(row, query) for row in found.rows),
        filters=tuple(_filters(request, query)),
        may_approve=has_role(actor, Role.REVIEWER),
        next_url=_turned(query, rows, found.next),
        previous_url=_turned(query, rows, found.previous),
        first_url=_turned(query, rows) if cursor else "",
        csv_url=with_query(reverse("desk-work-export"), f"{query}&format=csv"),
        xlsx_url=with_query(reverse("desk-work-export"), f"{query}&format=xlsx"),
        carried=list_pairs(chosen),
        key=fresh_key(),
        crumbs=(Crumb("办件列表"),),
    )


def _rows(request: HttpRequest) -> int:
    asked = request.GET.get("rows", "")
    return int(asked) if asked in {str(one) for one in PAGE_SIZES} else PAGE_ROWS


def _turned(query: str, rows: int, cursor: str | None = None) -> str:
    """Return the address of another page of the list; empty without a cursor."""
    if cursor == "":
        return ""
    size = "" if rows == PAGE_ROWS else f"&rows={rows}"
    place = "" if cursor is None else "&" + urlencode({"cursor": cursor})
    return f"?{query}{size}{place}"


def _tabs(chosen: Filter, counts: Mapping[Shelf, int]) -> Iterator[Tab]:
    for shelf, words in SHELF_WORDS.items():
        plain = Filter(shelf=shelf, order=chosen.order)
        yield Tab(
            words=words,
            count=_count(counts.get(shelf)),
            url="?" + list_query(plain),
            current=shelf is chosen.shelf,
        )


def _lights(chosen: Filter, counts: Mapping[Light, int]) -> Iterator[Tab]:
    for light, (words, icon) in LIGHT_WORDS.items():
        current = chosen.light == light.value
        other = replace(chosen, light="" if current else light.value)
        yield Tab(
            words=words,
            count=_count(counts[light]),
            url="?" + list_query(other),
            current=current,
            icon=icon,
            look=light.value,
        )


def _count(count: int | None) -> str:
    if count is None:
        return ""
    return f"{COUNT_MAX}+" if count >= COUNT_MAX else str(count)


def _headings(chosen: Filter, rows: int) -> Iterator[Heading]:
    for words, first, second in HEADINGS:
        here = chosen.order in (first, second)
        following = second if chosen.order is first else first
        yield Heading(
            words=words,
            url=_turned(list_query(replace(chosen, order=following)), rows),
            sorted=_direction(chosen.order) if here else "",
        )


def _direction(order: Order) -> str:
    falls = order is Order.RECEIVED or order.value.endswith("_falling")
    return "descending" if falls else "ascending"


def _kept(chosen: Filter) -> tuple[tuple[str, str], ...]:
    """Return what the form of the filter carries on unseen."""
    kept = {"shelf": chosen.shelf.value, "light": chosen.light}
    if chosen.order is not Order.DUE:
        kept["order"] = chosen.order.value
    return tuple((name, value) for name, value in kept.items() if value)


def _line(row: CaseRow, query: str) -> Line:
    url = with_query(reverse("desk-case", args=[row.number]), query)
    return Line(row, region_name(row.region), url)


def _filters(request: HttpRequest, query: str) -> Iterator[MyFilter]:
    for one in my_filters(acting(request)):
        url = with_query(reverse("desk-work"), one.query or "shelf=all")
        yield MyFilter(one.id, one.name, url, current=_same(one.query, query))


def _same(kept: str, query: str) -> bool:
    """Say whether a kept filter is the one in use; the plain tray may be left out."""
    return set(kept.split("&")) - {""} | {"shelf=all"} == set(query.split("&")) | {
        "shelf=all"
    }


def _options(words: Mapping[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(
        Option(value, text, chosen=value == chosen) for value, text in words.items()
    )
