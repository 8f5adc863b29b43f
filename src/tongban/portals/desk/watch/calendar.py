"""Loading the holiday notice of a year, after a look at what it would move."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from http import HTTPStatus
from itertools import groupby
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import calendar_keepers
from tongban.portals.desk.sending import words
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.portals.shared.sending import whole_number
from tongban.services.access.rules import acting
from tongban.services.calendar.operations import (
    TEXT_CHARACTERS_MAX,
    ChangedDay,
    DueMove,
    NoticePreview,
    check_seen,
    load_notice,
    preview_notice,
)
from tongban.services.calendar.queries import work_calendar
from tongban.services.calendar.words import moved_words
from tongban.services.cases.deadlines import reproject
from tongban.services.cases.moving import planned_moves
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import now

LOAD: Final = "load"
PER_PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class YearLine:
    """Years of the calendar in force that rest on the same notice or law."""

    years: str
    source: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class MoveLine:
    """One case a notice would move, and the days that move it."""

    number: str
    item_name: str
    before: date
    now: date
    why: str


@dataclass(frozen=True, slots=True)
class ItemTotal:
    """How many cases of one item move, to a later and to an earlier day."""

    item_name: str
    later: int
    earlier: int


@dataclass(frozen=True, slots=True)
class MovesView:
    """The cases a notice would move: totals, and one page of them."""

    total: int
    totals: tuple[ItemTotal, ...]
    lines: tuple[MoveLine, ...]
    page: int
    pages: int
    earlier_page: int
    later_page: int


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The years on file, the text to load, and what loading it would change."""

    years: tuple[YearLine, ...]
    text: str
    preview: NoticePreview | None
    moves: MovesView | None
    problem: str
    most: int
    crumbs: tuple[Crumb, ...]


@calendar_keepers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_page(request: HttpRequest) -> HttpResponse:
    """Look at a notice first, then load it and move the open cases."""
    text = request.POST.get("text", "").replace("\r\n", "\n")
    preview: NoticePreview | None = None
    refusal: Refusal | None = None
    try:
        if words(request.POST, "do") == LOAD:
            moved = _load(request, text)
            messages.success(
                request,
                f"节假日安排已载入，调整了 {moved} 个办件的办结日，"
                "每个办件都记了原因，也已通知申请人。",
            )
            return redirect("desk-calendar")
        if request.method == "POST":
            preview = _preview(request, text)
    except Refusal as no:
        refusal = no
    page = CalendarPage(
        years=_years(),
        text=text,
        preview=preview,
        moves=None if preview is None else _moves(request, preview),
        problem="" if refusal is None else sentence_of(refusal),
        most=TEXT_CHARACTERS_MAX,
        crumbs=(Crumb("节假日安排"),),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/calendar.html", {"page": page}, status=status)


def _years() -> tuple[YearLine, ...]:
    """Return the years on file, those of one source together, the latest first."""
    lines = []
    same = groupby(work_calendar().years, key=lambda one: (one.source, one.provisional))
    for (source, provisional), of_one in same:
        years = [days.year for days in of_one]
        span = str(years[0]) if len(years) == 1 else f"{years[0]}—{years[-1]}"
        lines.append(YearLine(span, source, provisional))
    return tuple(reversed(lines))


def _preview(request: HttpRequest, text: str) -> NoticePreview:
    return preview_notice(
        text, actor=acting(request), find_moves=partial(planned_moves, now=now())
    )


def _load(request: HttpRequest, text: str) -> int:
    moment = now()
    preview = _preview(request, text)
    check_seen(preview, words(request.POST, "seen"))

    def move(calendar: WorkCalendar) -> int:
        return reproject(calendar, now=moment, why=f"载入{preview.number}")

    return load_notice(text, actor=acting(request), now=moment, reproject=move)


def _moves(request: HttpRequest, preview: NoticePreview) -> MovesView:
    """Return one page of the moves; a look at another page is a look again."""
    pages = max(1, -(-len(preview.moves) // PER_PAGE))
    at = min(max(whole_number(request.POST.get("page")) or 1, 1), pages)
    shown = preview.moves[(at - 1) * PER_PAGE : at * PER_PAGE]
    return MovesView(
        total=len(preview.moves),
        totals=_totals(preview.moves),
        lines=tuple(_line(one, preview.changed) for one in shown),
        page=at,
        pages=pages,
        earlier_page=at - 1,
        later_page=at + 1 if at < pages else 0,
    )


def _totals(moves: Sequence[DueMove]) -> tuple[ItemTotal, ...]:
    by_item: dict[str, list[DueMove]] = {}
    for one in moves:
        by_item.setdefault(one.item_name, []).append(one)
    totals = [_total(name, ones) for name, ones in by_item.items()]
    return tuple(sorted(totals, key=lambda one: -(one.later + one.earlier)))


def _total(item_name: str, moves: Sequence[DueMove]) -> ItemTotal:
    later = sum(one.now > one.before for one in moves)
    return ItemTotal(item_name, later, len(moves) - later)


def _line(one: DueMove, changed: Sequence[ChangedDay]) -> MoveLine:
    days = [(each.day, each.after) for each in changed]
    return MoveLine(
        number=one.number,
        item_name=one.item_name,
        before=one.before,
        now=one.now,
        why=moved_words(one.started_on, max(one.before, one.now), days),
    )
