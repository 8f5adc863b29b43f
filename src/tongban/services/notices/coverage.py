"""The coverage table of the templates, as the desk shows it and hands it out."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.notices.book import Template, Wording
from tongban.core.notices.coverage import Cell, CellState, coverage
from tongban.core.notices.moments import CODES_OF, MOMENT_WORDS, WAY_WORDS, Moment, Way
from tongban.services.items.queries import items_on
from tongban.services.notices.book import notice_book

BYTE_ORDER_MARK: Final = "\ufeff"  # without it a spreadsheet reads mojibake
STATE_WORDS: Final = {
    CellState.COVERED: "有模板",
    CellState.NOT_APPLICABLE: "不适用",
    CellState.HOLE: "缺模板",
}


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One item with its cells in the order of the moments."""

    number: int
    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class SaidNow:
    """The words of one template that hold on the day, by way."""

    code: str
    moment: str
    legal: bool
    urgent: bool
    said: tuple[tuple[str, str], ...]


def coverage_rows(region: str, day: date) -> tuple[CoverageRow, ...]:
    """Return one row for every item of a region on a day."""
    items = sorted(items_on(region, day), key=lambda item: item.number)
    by_item: dict[str, list[Cell]] = {}
    for cell in coverage(items, notice_book(), day):
        by_item.setdefault(cell.item, []).append(cell)
    return tuple(
        CoverageRow(item.number, item.name, tuple(by_item[item.code])) for item in items
    )


def templates_on(day: date) -> tuple[SaidNow, ...]:
    """Return what every template says on a day, those of the moments first."""
    book = notice_book()
    moment_of = {code: moment for moment in Moment for code in CODES_OF[moment]}
    order = {code: place for place, code in enumerate(moment_of)}
    found = sorted(
        book.templates.values(), key=lambda one: order.get(one.code, len(order))
    )
    return tuple(
        _said(template, moment_of.get(template.code), wording)
        for template in found
        if (wording := template.on(day)) is not None
    )


def _said(template: Template, moment: Moment | None, wording: Wording) -> SaidNow:
    return SaidNow(
        code=template.code,
        moment="其他" if moment is None else MOMENT_WORDS[moment],
        legal=template.legal,
        urgent=template.urgent,
        said=tuple(
            (WAY_WORDS[way], wording.of(way))
            for way in (Way.INBOX, Way.SMS, Way.CALL, Way.POST)
            if wording.of(way)
        ),
    )


def coverage_csv(region: str, day: date) -> str:
    """Return the table as CSV: one line for every item and moment."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["事项序号", "事项", "环节", "情况", "方式或理由", "专用模板"])
    writer.writerows(_csv_rows(region, day))
    return BYTE_ORDER_MARK + written.getvalue()


def _csv_rows(region: str, day: date) -> Iterator[list[str]]:
    for row in coverage_rows(region, day):
        for cell in row.cells:
            ways = "、".join(WAY_WORDS[way] for way in cell.ways)
            yield [
                str(row.number),
                row.name,
                MOMENT_WORDS[cell.moment],
                STATE_WORDS[cell.state],
                cell.why or ways,
                "是" if cell.own else "",
            ]
