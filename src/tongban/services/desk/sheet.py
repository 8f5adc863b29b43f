"""A list as a workbook: one sheet of rows, one of what each column means."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final, Generic, TypeVar

import xlsxwriter

Row = TypeVar("Row")
COLUMN_WIDTH: Final = 18
_PLAIN: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: its heading, what it means, and how a row fills it."""

    title: str
    meaning: str
    value: Callable[[Row], str]


def workbook(name: str, columns: Sequence[Column[Row]], rows: Iterable[Row]) -> bytes:
    """Return the rows as XLSX; everything is text, nothing a formula."""
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, _PLAIN)
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(columns) - 1, COLUMN_WIDTH)
    sheet.write_row(0, 0, [column.title for column in columns], bold)
    for place, row in enumerate(rows, 1):
        sheet.write_row(place, 0, [column.value(row) for column in columns])
    meanings = book.add_worksheet("字段说明")
    meanings.set_column(0, 1, COLUMN_WIDTH * 2)
    meanings.write_row(0, 0, ["字段", "含义"], bold)
    for place, column in enumerate(columns, 1):
        meanings.write_row(place, 0, [column.title, column.meaning])
    book.close()
    return kept.getvalue()
