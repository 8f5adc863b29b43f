"""Loading the holiday notice of a year, after a look at what it would move."""

from dataclasses import dataclass
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
from tongban.services.access.rules import acting
from tongban.services.calendar.operations import (
    TEXT_CHARACTERS_MAX,
    NoticePreview,
    load_notice,
    preview_notice,
)
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases.deadlines import count_moves, reproject
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import now

LOAD: Final = "load"


@dataclass(frozen=True, slots=True)
class YearLine:
    """Years of the calendar in force that rest on the same notice or law."""

    years: str
    source: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The years on file, the text to load, and what loading it would change."""

    years: tuple[YearLine, ...]
    text: str
    preview: NoticePreview | None
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
                request, f"节假日安排已载入，调整了 {moved} 个办件的办结日。"
            )
            return redirect("desk-calendar")
        if request.method == "POST":
            preview = preview_notice(
                text, actor=acting(request), count_moves=partial(count_moves, now=now())
            )
    except Refusal as no:
        refusal = no
    page = CalendarPage(
        years=_years(),
        text=text,
        preview=preview,
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


def _load(request: HttpRequest, text: str) -> int:
    moment = now()

    def move(calendar: WorkCalendar) -> int:
        return reproject(calendar, now=moment, why="载入节假日安排")

    return load_notice(text, actor=acting(request), now=moment, reproject=move)
