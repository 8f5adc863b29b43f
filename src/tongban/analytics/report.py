"""What a simulation found, for the screen, as a workbook and as charts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any, Final
from unicodedata import east_asian_width

import numpy as np
import xlsxwriter

from tongban.analytics.charts import bars
from tongban.analytics.simulation import FUNDS, OWN, PAYERS, Cut, Outcome
from tongban.core.benefits.vocabulary import FUND_WORDS
from tongban.core.money import FEN_PER_YUAN, yuan_text

ROWS_SHOWN: Final = 15  # of the places a change touches most, on screen and in charts
GAP: Final = "  "
COLUMN_WIDTH: Final = 20
TOUCHED: Final = ("负担减轻人数", "负担加重人数", "负担不变人数")
MONEY: Final = "#,##0.00"
COUNT: Final = "#,##0"
MEANINGS: Final = (
    ("医保基金", "职工统筹、居民统筹、大额补助、公务员补助和大病保险支付的合计，元"),
    ("医疗救助", "医疗救助和再救助支付的合计，元"),
    ("商业保险", "城市定制型商业保险支付的合计，元"),
    ("个人负担", "个人账户、家庭共济和现金的合计，元"),
    ("现行", "按现行待遇参数计算"),
    ("调整后", "按调整文件里的参数计算，其余不变"),
    (
        "负担减轻人数、加重人数、不变人数",
        "全年个人负担变少、变多、没有变的人数，只数有费用的人；按医院等级时只看这一等级",
    ),
)
_PLAIN: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


@dataclass(frozen=True, slots=True)
class Said:
    """What the report says of itself: pairs of a heading and its words."""

    name: str
    facts: tuple[tuple[str, str], ...]


def screen(said: Said, outcome: Outcome) -> Iterator[str]:
    """Yield the lines of the table on the screen; amounts in yuan."""
    yield said.name
    for heading, words in said.facts:
        yield f"{heading}：{words}"
    heads = ["", *(f"{payer}变化" for payer in PAYERS), *TOUCHED]
    for cut in outcome.cuts:
        shown = _most_touched(cut)
        rows = [
            [
                cut.labels[at],
                *(_signed(int(fen)) for fen in cut.after[at] - cut.before[at]),
                *(f"{int(one):,}" for one in cut.persons[at]),
            ]
            for at in shown
        ]
        yield ""
        heads[0] = cut.name
        yield from _aligned([heads, *rows])
        if len(shown) < _counted(cut):
            yield f"只列变化最大的{len(shown)}个，共{_counted(cut)}个，全部在XLSX里。"


def workbook(said: Said, outcome: Outcome) -> bytes:
    """Return everything as XLSX: amounts are numbers in yuan, nothing is a formula."""
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, _PLAIN)
    bold = book.add_format({"bold": True})
    money = book.add_format({"num_format": MONEY})
    count = book.add_format({"num_format": COUNT})
    first = book.add_worksheet("说明")
    first.set_column(0, 0, COLUMN_WIDTH)
    first.set_column(1, 1, COLUMN_WIDTH * 4)
    first.write_row(0, 0, ["调整", said.name], bold)
    for at, pair in enumerate((*said.facts, *MEANINGS), 1):
        first.write_row(at, 0, pair)
    sheet = _sheet(book, "按基金", ("基金", "现行", "调整后", "变化"), bold)
    for at, fund in enumerate(FUNDS, 1):
        sums = int(outcome.funds_before[at - 1]), int(outcome.funds_after[at - 1])
        sheet.write_string(at, 0, FUND_WORDS[fund])
        for place, fen in enumerate((*sums, sums[1] - sums[0]), 1):
            sheet.write_number(at, place, _yuan(fen), money)
    for cut in outcome.cuts:
        _cut_sheet(book, cut, {"bold": bold, "money": money, "count": count})
    book.close()
    return kept.getvalue()


def charts(outcome: Outcome) -> Iterator[tuple[str, str]]:
    """Yield the name and the SVG of each chart: what changes for funds and persons."""
    for cut in outcome.cuts[1:]:
        shown = _most_touched(cut)
        labels = [cut.labels[at] for at in shown]
        for payer in (PAYERS[0], PAYERS[OWN]):
            place = PAYERS.index(payer)
            change = (cut.after - cut.before)[:, place][shown]
            series = {
                "增加": np.maximum(change, 0).tolist(),
                "减少": np.maximum(-change, 0).tolist(),
            }
            title = f"{payer}的变化，按{cut.name}"
            yield f"{payer}-{cut.name}", bars(title, labels, series)


def _cut_sheet(book: Any, cut: Cut, formats: dict[str, Any]) -> None:  # noqa: ANN401 - xlsxwriter has no types
    heads = [cut.name]
    for payer in PAYERS:
        heads += [f"{payer}现行", f"{payer}调整后", f"{payer}变化"]
    sheet = _sheet(book, f"按{cut.name}", (*heads, *TOUCHED), formats["bold"])
    for row, at in enumerate(_all(cut), 1):
        sheet.write_string(row, 0, cut.labels[at])
        column = 1
        for place in range(len(PAYERS)):
            sums = int(cut.before[at, place]), int(cut.after[at, place])
            for fen in (*sums, sums[1] - sums[0]):
                sheet.write_number(row, column, _yuan(fen), formats["money"])
                column += 1
        for place, persons in enumerate(cut.persons[at].tolist()):
            sheet.write_number(row, column + place, persons, formats["count"])


def _sheet(book: Any, name: str, heads: Sequence[str], bold: Any) -> Any:  # noqa: ANN401 - as above
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, len(heads) - 1, COLUMN_WIDTH)
    sheet.write_row(0, 0, heads, bold)
    return sheet


def _all(cut: Cut) -> list[int]:
    """Return the groups that have somebody, in their own order."""
    return [int(at) for at in np.flatnonzero(cut.persons.any(axis=1))]


def _counted(cut: Cut) -> int:
    return len(_all(cut))


def _most_touched(cut: Cut) -> list[int]:
    """Return the groups to show: all if they are few, else those that change most."""
    found = _all(cut)
    if len(found) <= ROWS_SHOWN:
        return found
    change = np.abs(cut.after - cut.before).sum(axis=1)
    return sorted(found, key=lambda at: (-int(change[at]), at))[:ROWS_SHOWN]


def _yuan(fen: int) -> Decimal:
    return Decimal(fen) / FEN_PER_YUAN


def _signed(fen: int) -> str:
    return f"+{yuan_text(fen)}" if fen > 0 else yuan_text(fen)


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows whose columns stand under one another, first left, others right."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        first = row[0] + " " * (widths[0] - _width(row[0]))
        rest = (
            " " * (width - _width(cell)) + cell
            for width, cell in zip(widths[1:], row[1:], strict=True)
        )
        yield GAP.join((first, *rest))


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(sign) in {"W", "F"} else 1 for sign in text)
