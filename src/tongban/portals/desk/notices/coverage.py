"""The coverage table: 28 items by 12 moments, with the words of every template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.notices.coverage import Cell, CellState
from tongban.core.notices.moments import MOMENT_WORDS, WAY_WORDS
from tongban.portals.desk.doors import coverage_readers
from tongban.portals.desk.notices.tabs import Tab, notice_tabs
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting
from tongban.services.desk.queries import office_region
from tongban.services.notices.coverage import (
    CoverageRow,
    SaidNow,
    coverage_csv,
    coverage_rows,
    templates_on,
)
from tongban.services.timekeeping.queries import today


@dataclass(frozen=True, slots=True)
class ShownCell:
    """One cell: its mark, what a screen reader says, and the note it refers to."""

    moment: str
    state: str
    words: str
    note: int
    own: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One item of the table."""

    number: int
    name: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class CoveragePage:
    """The whole table with its notes and templates."""

    tabs: tuple[Tab, ...]
    moments: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    notes: tuple[str, ...]
    templates: tuple[SaidNow, ...]
    covered: int
    not_applicable: int
    holes: int
    day: date
    crumbs: tuple[Crumb, ...]


@coverage_readers
@never_cache
@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Show which item tells which moment, and why not where it does not."""
    actor, day = acting(request), today()
    rows = coverage_rows(office_region(actor.office_code), day)
    cells = [cell for row in rows for cell in row.cells]
    notes = _notes(cells)
    page = CoveragePage(
        tabs=notice_tabs(actor, "desk-notices-coverage"),
        moments=tuple(MOMENT_WORDS.values()),
        rows=tuple(_row(row, notes) for row in rows),
        notes=notes,
        templates=templates_on(day),
        covered=_count(cells, CellState.COVERED),
        not_applicable=_count(cells, CellState.NOT_APPLICABLE),
        holes=_count(cells, CellState.HOLE),
        day=day,
        crumbs=(Crumb("通知覆盖表"),),
    )
    return render(request, "desk/notices/coverage.html", {"page": page})


@coverage_readers
@never_cache
@require_safe
def coverage_file(request: HttpRequest) -> HttpResponse:
    """Hand the table out as CSV."""
    day = today()
    text = coverage_csv(office_region(acting(request).office_code), day)
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    name = f"notice-coverage-{day:%Y%m%d}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _count(cells: Iterable[Cell], state: CellState) -> int:
    return sum(cell.state is state for cell in cells)


def _notes(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return each reason once, in the order of its first appearance."""
    reasons = (c.why for c in cells if c.state is CellState.NOT_APPLICABLE)
    return tuple(dict.fromkeys(reasons))


def _row(row: CoverageRow, notes: Sequence[str]) -> ShownRow:
    return ShownRow(row.number, row.name, tuple(_shown(c, notes) for c in row.cells))


def _shown(cell: Cell, notes: Sequence[str]) -> ShownCell:
    if cell.state is CellState.COVERED:
        said = "有模板：" + "、".join(WAY_WORDS[way] for way in cell.ways)
    elif cell.state is CellState.HOLE:
        said = f"缺模板：{cell.why}"
    else:
        said = f"不适用：{cell.why}"
    return ShownCell(
        moment=MOMENT_WORDS[cell.moment],
        state=cell.state.value,
        words=said,
        note=notes.index(cell.why) + 1 if cell.why in notes else 0,
        own=cell.own,
    )
