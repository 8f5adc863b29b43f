"""The progress table as a spreadsheet, laid out as the annex prints it."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import xlsxwriter

from tongban.core.crossing.progress import LEADER, REPORTER, SUMMARY, UNIT
from tongban.core.items.scope import ScopeColumn, ScopeSheet

TITLE_SIZE: Final = 16
WIDTHS: Final[Mapping[str, int]] = {"sequence": 6, "level": 9, "remarks": 12}
WIDTH: Final = 18
HEAD_ROWS: Final = 3


@dataclass(frozen=True, slots=True)
class Printed:
    """One table to print: its head, its rows, when, and what sets it apart."""

    head: Mapping[str, str]
    rows: Sequence[Sequence[str]]
    reported_on: date
    note: str = ""


def workbook(form: ScopeSheet, printed: Printed) -> bytes:
    """Return the table as XLSX; the summary of the year is its second sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    _table(book, form, printed)
    if SUMMARY in printed.head:
        _summary(book, printed)
    book.close()
    return out.getvalue()


def _table(book: xlsxwriter.Workbook, form: ScopeSheet, printed: Printed) -> None:
    sheet = book.add_worksheet("工作进展情况表")
    last = len(form.columns) - 1
    title = book.add_format(
        {"bold": True, "font_size": TITLE_SIZE, "align": "center", "valign": "vcenter"}
    )
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
    bold = book.add_format(
        {"border": 1, "text_wrap": True, "bold": True, "align": "center"}
    )
    sheet.merge_range(0, 0, 0, last, form.title, title)
    day = printed.reported_on
    shown = f"{day.year}年{day.month}月{day.day}日"
    unit, when = form.head_fields
    sheet.write(1, 0, f"{unit}：{printed.head.get(UNIT, '')}")
    sheet.write(1, last // 2 + 1, f"{when}：{shown}{printed.note}")
    for place, column in enumerate(form.columns):
        sheet.write(HEAD_ROWS - 1, place, _heading(column), bold)
        sheet.set_column(place, place, WIDTHS.get(column.code, WIDTH))
    for number, row in enumerate(printed.rows, HEAD_ROWS):
        for place, text in enumerate(row):
            sheet.write_string(number, place, text, cell)
    leader, reporter = form.foot_fields
    foot = HEAD_ROWS + len(printed.rows)
    sheet.write(foot, 0, f"{leader}：{printed.head.get(LEADER, '')}")
    sheet.write(foot, last // 2 + 1, f"{reporter}：{printed.head.get(REPORTER, '')}")
    sheet.freeze_panes(HEAD_ROWS, 3)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEAD_ROWS - 1)


def _heading(column: ScopeColumn) -> str:
    return column.title + column.hint


def _summary(book: xlsxwriter.Workbook, printed: Printed) -> None:
    sheet = book.add_worksheet("总结情况")
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, WIDTH * 5)
    sheet.write_string(0, 0, f"{printed.reported_on.year}年总结情况")
    sheet.write_string(1, 0, printed.head[SUMMARY], wrap)
