"""The monthly progress table: filled in row by row, closed, corrected (GD18 任务六)."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.crossing.progress import TEXT_MAX, NoProgressTable
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import supervisors
from tongban.portals.desk.sending import envelope_of, fresh_key, whole, words
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.crossing.progress import correct, enter_cells
from tongban.services.crossing.queries import (
    ProgressView,
    RowView,
    city_of,
    draft_xlsx,
    issue_xlsx,
    progress_view,
    row_view,
)
from tongban.services.figures.export import XLSX_TYPE
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today

TITLE = "通办进展表"


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """The table of the month, or why there is none."""

    found: ProgressView | None
    day: date
    key: str
    problem: str
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class RowPage:
    """The cells of one row with what is in them, or was just typed."""

    row: RowView
    key: str
    problem: str
    most: int
    crumbs: tuple[Crumb, ...]


@supervisors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def progress_page(request: HttpRequest) -> HttpResponse:
    """Show the table and the closed months; issue one of these again."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            edition = _correct(request)
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, f"已更正，这是第{edition}次报送的表。")
            return redirect("desk-crossing")
    page = _page(request, "" if refusal is None else sentence_of(refusal))
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/crossing/table.html", {"page": page}, status=status)


@supervisors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def row_page(request: HttpRequest, sequence: int) -> HttpResponse:
    """Fill in one row, or what stands above and below the table (row 0)."""
    row = row_view(acting(request), sequence=sequence, day=today())
    problem, status = "", HTTPStatus.OK
    if request.method == "POST":
        texts = {one.code: words(request.POST, one.code) for one in row.cells}
        try:
            count = enter_cells(
                envelope_of(request),
                region=city_of(acting(request)),
                sequence=sequence,
                texts=texts,
            )
        except Refusal as no:
            row, problem = row.typed(texts), sentence_of(no)
            status = HTTPStatus(status_of(no))
        else:
            messages.success(request, f"已保存{count}格。" if count else "没有改动。")
            return redirect("desk-crossing")
    crumbs = (Crumb(TITLE, reverse("desk-crossing")), Crumb(row.title))
    page = RowPage(row, fresh_key(), problem, TEXT_MAX, crumbs)
    return render(request, "desk/crossing/row.html", {"page": page}, status=status)


@supervisors
@never_cache
@require_safe
def draft_file(request: HttpRequest) -> HttpResponse:
    """Give the table that runs as a spreadsheet marked as not closed."""
    content = draft_xlsx(acting(request), day=today())
    return _file("进展情况表（未截止）.xlsx", content)


@supervisors
@never_cache
@require_safe
def issue_file(request: HttpRequest, issue_id: int) -> HttpResponse:
    """Give a closed month's table as a spreadsheet."""
    return _file(*issue_xlsx(acting(request), issue_id=issue_id))


def _correct(request: HttpRequest) -> int:
    return correct(
        envelope_of(request),
        region=city_of(acting(request)),
        year=whole(request.POST, "year", field="年份"),
        month=whole(request.POST, "month", field="月份"),
        reason=words(request.POST, "reason"),
    )


def _page(request: HttpRequest, problem: str) -> ProgressPage:
    try:
        found = progress_view(acting(request), day=today())
    except NoProgressTable:
        found = None
    return ProgressPage(found, today(), fresh_key(), problem, (Crumb(TITLE),))


def _file(name: str, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX_TYPE)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
