"""The progress table as pages show it: the month that runs, and those closed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Q

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, may
from tongban.core.crossing.progress import (
    HEAD_ROW,
    HEAD_WORDS,
    SUMMARY,
    NoProgressTable,
    ProgressTable,
    due_on,
    office_columns,
    remind_on,
    row_of,
    sheet_of,
)
from tongban.core.items.scope import ScopeRow, ScopeSheet
from tongban.core.json_values import JsonObject
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.records.crossing.models import ProgressIssue
from tongban.services.calendar.queries import work_calendar
from tongban.services.crossing.export import Printed, workbook
from tongban.services.crossing.progress import (
    entries_of,
    month_of_report,
    scope_for,
    table_now,
)
from tongban.services.desk.queries import office_region

ISSUES_SHOWN_MAX: Final = 60
CITY_DIGITS: Final = 4
OF_PROVINCE: Final = "0000"


class IssueUnknown(Refusal):
    """No table of this number is within reach."""

    code = "crossing.issue_unknown"

    def __init__(self) -> None:
        super().__init__("No such issue.")


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row of the table, how many cells it lacks, and what came in this year."""

    sequence: int
    main_item: str
    sub_item: str
    cells: tuple[tuple[str, str, str], ...]
    lacks: int
    cases: int | None


@dataclass(frozen=True, slots=True)
class CellView:
    """A cell to fill in, with what is in it."""

    code: str
    name: str
    hint: str
    text: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One row to fill in; the head has no goal."""

    title: str
    goal: str
    cells: tuple[CellView, ...]

    def typed(self, texts: Mapping[str, str]) -> "RowView":
        """Return the row with what somebody typed in place of what is kept."""
        cells = (replace(one, text=texts.get(one.code, "")) for one in self.cells)
        return replace(self, cells=tuple(cells))


@dataclass(frozen=True, slots=True)
class IssueLine:
    """A closed month: an edition of its table."""

    id: int
    year: int
    month: int
    edition: int
    due_on: date
    at: datetime
    by: str
    reason: str
    lacks: int
    digest: str


@dataclass(frozen=True, slots=True)
class ProgressView:
    """The month that runs: its days, its head, its rows; and the closed ones."""

    title: str
    month: date
    due_on: date
    remind_on: date
    head: tuple[tuple[str, str, str], ...]
    rows: tuple[RowLine, ...]
    lacks: int
    issues: tuple[IssueLine, ...]
    may_enter: bool

    @property
    def lacks_words(self) -> str:
        """How many cells are still empty."""
        return f"还有{self.lacks}处没有填"

    @property
    def has_summary(self) -> bool:
        """Whether the table of this month comes with the year's summary."""
        return any(code == SUMMARY for code, _, _ in self.head)


def progress_view(actor: Actor, *, day: date) -> ProgressView:
    """Return the table of an office's city; refuses where none is asked for."""
    region = city_of(actor)
    table = scope_for(region)
    month, found = month_of_report(region, day), table_now(region, day)
    due = due_on(table, year=month.year, month=month.month)
    return ProgressView(
        title=sheet_of(table).title,
        month=month,
        due_on=due,
        remind_on=remind_on(due, work_calendar()),
        head=tuple((code, HEAD_WORDS[code], text) for code, text in found.head.items()),
        rows=_rows(table.rows, sheet_of(table), found, region, year=month.year),
        lacks=len(found.lacks),
        issues=_issues(region),
        may_enter=may(actor, Act.DISTRIBUTE),
    )


def row_view(actor: Actor, *, sequence: int, day: date) -> RowView:
    """Return one row, or the head (row 0), to be filled in; refuses what is none."""
    region = city_of(actor)
    table, found = scope_for(region), table_now(region, day)
    if sequence == HEAD_ROW:
        head = (
            CellView(code, HEAD_WORDS[code], "", text)
            for code, text in found.head.items()
        )
        return RowView("表头和落款", "", tuple(head))
    row, held = row_of(table, sequence), entries_of(region)
    cells = (
        CellView(one.code, one.title, one.hint, held.get((sequence, one.code), ""))
        for one in office_columns(table)
    )
    return RowView(f"{sequence}. {row.sub_item}", row.printed["goal"], tuple(cells))


def is_asked_for(actor: Actor) -> bool:
    """Say whether the province asks an office's city for the table."""
    try:
        sheet_of(scope_for(city_of(actor)))
    except NoProgressTable:
        return False
    return True


def progress_reminder(actor: Actor, *, day: date) -> str:
    """Return the sentence that reminds of the table; empty on other days."""
    if not may(actor, Act.DISTRIBUTE):
        return ""
    try:
        region = city_of(actor)
        table = scope_for(region)
        due = due_on(table, year=day.year, month=day.month)
    except NoProgressTable:
        return ""
    if not remind_on(due, work_calendar()) <= day <= due:
        return ""
    lacks = len(table_now(region, day).lacks)
    told = f"还有{lacks}处没有填。" if lacks else "已经填齐。"
    return f"“通办”工作进展情况表{due.month}月{due.day}日截止，{told}"


def draft_xlsx(actor: Actor, *, day: date) -> bytes:
    """Return the table that runs as a spreadsheet, marked as not closed."""
    region = city_of(actor)
    found = table_now(region, day)
    printed = Printed(found.head, found.rows, day, note="（未截止）")
    return workbook(sheet_of(scope_for(region)), printed)


def issue_xlsx(actor: Actor, *, issue_id: int) -> tuple[str, bytes]:
    """Return the name and the spreadsheet of a closed month's edition."""
    row = ProgressIssue.objects.filter(pk=issue_id, region=city_of(actor)).first()
    if row is None:
        raise IssueUnknown
    note = f"（第{row.edition}次报送，{row.reason}）" if row.edition > 1 else ""
    printed = Printed(
        head=_texts(row.content["head"]),
        rows=[[str(cell) for cell in cells] for cells in row.content["rows"]],
        reported_on=row.due_on,
        note=note,
    )
    name = f"进展情况表{row.year}年{row.month}月第{row.edition}次.xlsx"
    return name, workbook(sheet_of(scope_for(row.region)), printed)


def city_of(actor: Actor) -> str:
    """Return the city whose table an office fills in; a county's is its city's.

    Refuses a province: cities report to it (GD18 任务六).
    """
    city = office_region(actor.office_code)[:CITY_DIGITS] + "00"
    if city.endswith(OF_PROVINCE):
        raise NoProgressTable
    return city


def _texts(said: JsonObject) -> dict[str, str]:
    return {name: str(text) for name, text in said.items()}


def _rows(
    rows: tuple[ScopeRow, ...],
    form: ScopeSheet,
    found: ProgressTable,
    region: str,
    *,
    year: int,
) -> tuple[RowLine, ...]:
    cases = _cases(region, year)
    lines = []
    for row, cells in zip(rows, found.rows, strict=True):
        shown = tuple(
            (column.code, column.title, text)
            for column, text in zip(form.columns, cells, strict=True)
            if column.filled_by == "office"
        )
        lines.append(
            RowLine(
                sequence=row.sequence,
                main_item=row.main_item,
                sub_item=row.sub_item,
                cells=shown,
                lacks=sum(1 for one in found.lacks if one.sequence == row.sequence),
                cases=_count(row, cases),
            )
        )
    return tuple(lines)


def _count(row: ScopeRow, cases: dict[str, int]) -> int | None:
    """Return the cases of a row's items; nothing for a part of an item, or none."""
    if not row.items or row.situation:
        return None
    return sum(cases.get(item, 0) for item in row.items)


def _cases(region: str, year: int) -> dict[str, int]:
    mine = Q(region__startswith=region[:CITY_DIGITS], received_at__year=year)
    counted = Case.objects.filter(mine).values("item").annotate(count=Count("pk"))
    return {row["item"]: row["count"] for row in counted.order_by()}


def _issues(region: str) -> tuple[IssueLine, ...]:
    rows = ProgressIssue.objects.filter(region=region).select_related("by")
    ordered = rows.order_by("-year", "-month", "-edition")[:ISSUES_SHOWN_MAX]
    return tuple(
        IssueLine(
            id=row.pk,
            year=row.year,
            month=row.month,
            edition=row.edition,
            due_on=row.due_on,
            at=row.at,
            by="" if row.by is None else row.by.display_name,
            reason=row.reason,
            lacks=len(row.content["lacks"]),
            digest=row.digest,
        )
        for row in ordered
    )
