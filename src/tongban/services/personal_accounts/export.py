"""The movements of an account as a spreadsheet, for their owner."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import xlsxwriter

from tongban.core.money import FEN_PER_YUAN
from tongban.services.personal_accounts.queries import ExplainedMovement

COLUMNS: Final = (
    ("日期", 12),
    ("事由", 30),
    ("怎么算的", 44),
    ("依据", 44),
    ("收入（元）", 14),
    ("支出（元）", 14),
    ("余额（元）", 14),
)
FIRST_ROW: Final = 4
MONEY: Final = "#,##0.00"


@dataclass(frozen=True, slots=True)
class Statement:
    """Whose movements, of which year (nothing: all), printed on which day."""

    owner: str
    year: int | None
    made_on: date


def statement_xlsx(statement: Statement, lines: Sequence[ExplainedMovement]) -> bytes:
    """Return the movements as XLSX, latest first, with the sums of both sides."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("个人账户明细")
    bold = book.add_format({"bold": True})
    money = book.add_format({"num_format": MONEY})
    total = book.add_format({"num_format": MONEY, "bold": True, "top": 1})
    span = "全部年份" if statement.year is None else f"{statement.year}年"
    sheet.write(0, 0, "职工基本医疗保险个人账户明细", bold)
    sheet.write(1, 0, f"{statement.owner}　{span}")
    sheet.write(2, 0, f"制表日期：{statement.made_on:%Y年%-m月%-d日}")
    for column, (name, width) in enumerate(COLUMNS):
        sheet.write(FIRST_ROW - 1, column, name, bold)
        sheet.set_column(column, column, width)
    for row, line in enumerate(lines, FIRST_ROW):
        _write(sheet, row, line, money)
    last = FIRST_ROW + len(lines)
    sheet.write(last, 0, "合计", bold)
    amounts = [line.movement.amount_fen for line in lines]
    sheet.write(last, 4, _yuan(sum(fen for fen in amounts if fen > 0)), total)
    sheet.write(last, 5, _yuan(-sum(fen for fen in amounts if fen < 0)), total)
    sheet.freeze_panes(FIRST_ROW, 0)
    book.close()
    return out.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    line: ExplainedMovement,
    money: xlsxwriter.format.Format,
) -> None:
    moved = line.movement
    for column, words in enumerate(
        (f"{moved.day:%Y-%m-%d}", line.what, line.why, line.clause)
    ):
        sheet.write_string(row, column, words)
    place = 4 if moved.amount_fen > 0 else 5
    sheet.write(row, place, _yuan(abs(moved.amount_fen)), money)
    sheet.write(row, 6, _yuan(moved.balance_fen), money)


def _yuan(fen: int) -> float:
    """Return yuan for a cell: spreadsheets know no whole fen."""
    return fen / FEN_PER_YUAN
