"""The table a school fills in, as policy says and as a workbook."""

from collections.abc import Iterable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

import xlsxwriter
from django.conf import settings

from tongban.core.rosters.template import RosterTemplate
from tongban.policy.rosters import load_roster_template
from tongban.services.messages.queries import sentences

SHEET: Final = "学生花名册"
MEANINGS: Final = "填写说明"
FAULT_TITLES: Final = ("问题", "怎么改")
FAULT_WIDTH: Final = 48
_PLAIN: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}
_TEXT: Final = {"num_format": "@"}


def roster_template() -> RosterTemplate:
    """Return the template in force."""
    return _read(Path(settings.TONGBAN_POLICY))


@cache
def _read(folder: Path) -> RosterTemplate:
    return load_roster_template(folder)


def template_xlsx() -> bytes:
    """Return the empty table with drop-downs, and a sheet of what belongs where."""
    return _workbook((), with_faults=False)


def filled_xlsx(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return the table with rows filled in, as a school sends it."""
    return _workbook(((cells, "", "") for cells in rows), with_faults=False)


def faults_xlsx(rows: Iterable[tuple[Mapping[str, str], str, str]]) -> bytes:
    """Return rows in the table's own shape, each with its faults and what to do.

    It can be corrected and sent again as it is: the two columns more are passed
    over.
    """
    return _workbook(rows, with_faults=True)


def _workbook(
    rows: Iterable[tuple[Mapping[str, str], str, str]], *, with_faults: bool
) -> bytes:
    template, kept = roster_template(), BytesIO()
    book = xlsxwriter.Workbook(kept, _PLAIN)
    bold, text = book.add_format({"bold": True}), book.add_format(_TEXT)
    sheet = book.add_worksheet(SHEET)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(template.columns):
        title = f"{column.title}*" if column.required else column.title
        sheet.set_column(place, place, column.width, text)
        sheet.write_string(0, place, title, bold)
        if column.choices:
            sheet.data_validation(
                1,
                place,
                template.rows_max,
                place,
                {"validate": "list", "source": list(column.choices)},
            )
    aside = len(template.columns)
    if with_faults:
        sheet.set_column(aside, aside + 1, FAULT_WIDTH)
        sheet.write_row(0, aside, FAULT_TITLES, bold)
    for line, (cells, what, how) in enumerate(rows, 1):
        for place, column in enumerate(template.columns):
            sheet.write_string(line, place, cells.get(column.code, ""))
        if with_faults:
            sheet.write_row(line, aside, (what, how))
    _explain(book, template)
    book.close()
    return kept.getvalue()


def _explain(book: xlsxwriter.Workbook, template: RosterTemplate) -> None:
    bold = book.add_format({"bold": True})
    sheet = book.add_worksheet(MEANINGS)
    sheet.set_column(0, 3, 28)
    sheet.write_row(0, 0, ("栏目", "必填", "说明", "示例"), bold)
    for line, column in enumerate(template.columns, 1):
        must = "必填" if column.required else "可以不填"
        sheet.write_row(line, 0, (column.title, must, column.help, column.sample))
    more = sentences()["rosters.template.help"].format(most=template.rows_max)
    sheet.write_string(len(template.columns) + 2, 0, more)
