"""Figures as a spreadsheet: one sheet of numbers, one of what each of them means."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import xlsxwriter

from tongban.core.figures.counting import BASIS_POINTS, Tally
from tongban.services.figures.dictionary import indicators
from tongban.services.figures.tables import Table

XLSX_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COUNTS: Final = (
    "received",
    "online",
    "told",
    "closed",
    "instant",
    "early",
    "on_time",
    "late",
    "undated",
)
SHARES: Final = ("on_time_share", "instant_share", "online_share", "told_share")
NAME_WIDTH: Final = 34
COLUMN_WIDTH: Final = 12
TEXT_WIDTH: Final = 60


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the numbers: whose, of when, made when."""

    title: str
    office: str
    first_column: str
    made_at: datetime


def workbook(table: Table, heading: Heading) -> bytes:
    """Return the table as XLSX; every column is defined on the second sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "remove_timezone": True})
    _numbers(book, table, heading)
    _meanings(book, (*COUNTS, *SHARES))
    book.close()
    return out.getvalue()


def _numbers(book: xlsxwriter.Workbook, table: Table, heading: Heading) -> None:
    sheet = book.add_worksheet("统计表")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "vcenter"})
    title = book.add_format({"bold": True, "font_size": 14})
    per_cent = book.add_format({"num_format": "0.0%"})
    known = indicators()
    sheet.write(0, 0, heading.title, title)
    span = f"{table.span.first:%Y年%-m月%-d日}至{table.span.last:%Y年%-m月%-d日}"
    sheet.write(1, 0, f"{heading.office}　{span}")
    sheet.write(2, 0, f"制表时间：{heading.made_at:%Y年%-m月%-d日 %H:%M}")
    sheet.write(4, 0, heading.first_column, bold)
    for place, code in enumerate((*COUNTS, *SHARES), 1):
        sheet.write(4, place, f"{known[code].name}（{known[code].unit}）", bold)
    rows = [*((line.name, line.tally) for line in table.lines), ("合计", table.total)]
    for row, (name, tally) in enumerate(rows, 5):
        sheet.write(row, 0, name)
        _row(sheet, row, tally, per_cent)
    sheet.set_column(0, 0, NAME_WIDTH)
    sheet.set_column(1, len(COUNTS) + len(SHARES), COLUMN_WIDTH)
    sheet.freeze_panes(5, 1)


def _row(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    tally: Tally,
    per_cent: xlsxwriter.format.Format,
) -> None:
    for place, code in enumerate(COUNTS, 1):
        sheet.write_number(row, place, getattr(tally, code))
    for place, code in enumerate(SHARES, 1 + len(COUNTS)):
        points = getattr(tally, code)
        if points is not None:
            sheet.write_number(row, place, points / BASIS_POINTS, per_cent)


def _meanings(book: xlsxwriter.Workbook, codes: Sequence[str]) -> None:
    sheet = book.add_worksheet("指标口径")
    bold = book.add_format({"bold": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    known = indicators()
    for place, words in enumerate(("指标", "单位", "口径", "依据", "负责", "起用")):
        sheet.write(0, place, words, bold)
    for row, code in enumerate(codes, 1):
        one = known[code]
        texts = (one.name, one.unit, one.formula, one.source, one.owner)
        for place, text in enumerate(texts):
            sheet.write(row, place, text, wrap)
        sheet.write(row, len(texts), f"{one.since:%Y-%m-%d}")
    sheet.set_column(2, 2, TEXT_WIDTH)
    sheet.set_column(3, 3, NAME_WIDTH)
