"""The monthly progress table (工作进展情况表): its days, its rows, what it lacks.

Due by the day of the month the plan prints, with a summary in its last month
(GD18 任务六); rows and columns are those of the annex (GD18 附件).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.items.scope import ScopeColumn, ScopeRow, ScopeSheet, ScopeTable
from tongban.core.json_values import Json, JsonObject
from tongban.core.refusals import Refusal

MONTHLY: Final = "progress-table"
YEARLY: Final = "year-summary"
BY_OFFICE: Final = "office"
# What stands above and below the table, and the summary; they belong to no row.
HEAD_ROW: Final = 0
UNIT: Final = "unit"
LEADER: Final = "leader"
REPORTER: Final = "reporter"
SUMMARY: Final = "summary"
HEAD_WORDS: Final[Mapping[str, str]] = {
    UNIT: "填报部门",
    LEADER: "分管局领导",
    REPORTER: "填报人及联系方式",
    SUMMARY: "总结情况",
}
TEXT_MAX: Final = 1_000
Entries = Mapping[tuple[int, str], str]


class NoProgressTable(Refusal):
    """The province asks for no such table, or has not printed when it is due."""

    code = "crossing.no_progress_table"

    def __init__(self) -> None:
        super().__init__("No progress table is asked for.")


class NotACell(Refusal):
    """No cell of the table that an office fills in has this place."""

    code = "crossing.not_a_cell"

    def __init__(self) -> None:
        super().__init__("Nothing to fill in there.")


class TextTooLong(Refusal):
    """What was typed is longer than a cell may be."""

    code = "crossing.text_too_long"

    def __init__(self, name: str) -> None:
        super().__init__("Too long.", name=name, most=TEXT_MAX)


@dataclass(frozen=True, slots=True)
class Lack:
    """A cell that has to be filled in and is not; row 0 stands for the head."""

    sequence: int
    name: str


@dataclass(frozen=True, slots=True)
class ProgressTable:
    """The table as it stands: the head, and rows of cells in the annex's order."""

    head: Mapping[str, str]
    rows: tuple[tuple[str, ...], ...]
    lacks: tuple[Lack, ...]

    def as_json(self) -> JsonObject:
        """Return what is kept when the month closes."""
        head: dict[str, Json] = dict(self.head)
        rows: list[Json] = [list(row) for row in self.rows]
        lacks: list[Json] = [[one.sequence, one.name] for one in self.lacks]
        return {"head": head, "rows": rows, "lacks": lacks}


def due_on(table: ScopeTable, *, year: int, month: int) -> date:
    """Return the day by which the table of a month is reported; or refuse."""
    for deadline in table.deadlines:
        if deadline.code == MONTHLY and deadline.day_of_month is not None:
            return date(year, month, deadline.day_of_month)
    raise NoProgressTable


def remind_on(due: date, calendar: WorkCalendar) -> date:
    """Return the working day before the day it is due, make-up days included."""
    return calendar.add_workdays(due, -1)


def has_summary(table: ScopeTable, month: int) -> bool:
    """Say whether the table of a month comes with the summary of the year."""
    return any(
        deadline.code == YEARLY
        and deadline.due_on is not None
        and deadline.due_on.month == month
        for deadline in table.deadlines
    )


def sheet_of(table: ScopeTable) -> ScopeSheet:
    """Return the table's form, or refuse a province without one."""
    if table.sheet is None:
        raise NoProgressTable
    return table.sheet


def office_columns(table: ScopeTable) -> tuple[ScopeColumn, ...]:
    """Return the columns an office fills in."""
    columns = sheet_of(table).columns
    return tuple(column for column in columns if column.filled_by == BY_OFFICE)


def row_of(table: ScopeTable, sequence: int) -> ScopeRow:
    """Return a row by its number, or refuse."""
    for row in table.rows:
        if row.sequence == sequence:
            return row
    raise NotACell


def cell_name(table: ScopeTable, sequence: int, column: str) -> str:
    """Return the title of a cell an office fills in, or refuse."""
    if sequence == HEAD_ROW and column in HEAD_WORDS:
        return HEAD_WORDS[column]
    row_of(table, sequence)
    for one in office_columns(table):
        if one.code == column:
            return one.title
    raise NotACell


def progress_table(table: ScopeTable, entries: Entries, *, month: int) -> ProgressTable:
    """Return the table of a month with what the office has entered so far."""
    columns = sheet_of(table).columns
    rows = tuple(
        tuple(_cell(row, column, entries) for column in columns) for row in table.rows
    )
    names = [
        name for name in HEAD_WORDS if name != SUMMARY or has_summary(table, month)
    ]
    head = {name: entries.get((HEAD_ROW, name), "") for name in names}
    lacks = (
        *(Lack(HEAD_ROW, HEAD_WORDS[name]) for name, text in head.items() if not text),
        *_empty_cells(table, entries),
    )
    return ProgressTable(head, rows, lacks)


def _cell(row: ScopeRow, column: ScopeColumn, entries: Entries) -> str:
    if column.filled_by == BY_OFFICE:
        return entries.get((row.sequence, column.code), "")
    return row.printed[column.code]


def _empty_cells(table: ScopeTable, entries: Entries) -> Iterator[Lack]:
    for row in table.rows:
        for column in office_columns(table):
            if not column.optional and not entries.get((row.sequence, column.code)):
                yield Lack(row.sequence, column.title)
