"""The work list as a table to take away: XLSX with its definitions, or CSV."""

import csv
from collections.abc import Iterator
from datetime import date
from io import StringIO
from typing import Final

from tongban.core.access.actor import Actor
from tongban.services.cases.envelope import CHINA
from tongban.services.cases.queries.filters import Filter
from tongban.services.cases.queries.lists import PAGE_ROWS_MAX, CaseRow, work_list
from tongban.services.desk.sheet import Column, workbook
from tongban.services.items.queries import region_named

ROWS_MAX: Final = 5_000
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t")


COLUMNS: Final[tuple[Column[CaseRow], ...]] = (
    Column(
        "时限", "按剩余工作日显示的灯色文字，与页面相同", lambda row: row.light.words
    ),
    Column("办件编号", "全省唯一的22位编号", lambda row: row.number),
    Column("事项编号", "事项清单中的序号", lambda row: str(row.item_number)),
    Column("事项", "事项名称", lambda row: row.item_name),
    Column("申请人", "个人姓名脱敏，单位为全称", lambda row: row.applicant),
    Column("地区", "办件所属地区", lambda row: region_named(row.region).name),
    Column("状态", "办理状态或者办理结果", lambda row: row.state_word),
    Column("环节", "等待办理的环节", lambda row: row.step_word),
    Column(
        "收件时间",
        "收到申请的时间（北京时间）",
        lambda row: f"{row.received_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
    ),
    Column(
        "办结日",
        "最后一个按时办结的日子；“暂定”是当年放假安排尚未公布",
        lambda row: (
            ""
            if row.due_on is None
            else row.due_on.isoformat() + ("（暂定）" if row.provisional else "")
        ),
    ),
    Column("经办人", "现在由谁经办，空白为待领", lambda row: row.assignee),
    Column("风险标记", "申请人承诺不实未修复，或者有待追回款项", lambda row: row.risk),
    Column(
        "承诺标记", "有材料以告知承诺代替", lambda row: "承诺" if row.pledged else ""
    ),
)


def every_row(actor: Actor, chosen: Filter, *, today: date) -> Iterator[CaseRow]:
    """Yield the rows of a filtered list in its order, up to the most taken away."""
    cursor, left = "", ROWS_MAX
    while left > 0:
        page = work_list(
            actor, chosen, today=today, cursor=cursor, rows=min(left, PAGE_ROWS_MAX)
        )
        yield from page.rows
        cursor, left = page.next, left - len(page.rows)
        if not cursor:
            return


def as_csv(rows: Iterator[CaseRow]) -> bytes:
    """Return the rows as CSV that spreadsheets open as text, never as formulas."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(column.title for column in COLUMNS)
    for row in rows:
        writer.writerow(_harmless(column.value(row)) for column in COLUMNS)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterator[CaseRow]) -> bytes:
    """Return the rows as a workbook; its second sheet says what each column means."""
    return workbook("办件", COLUMNS, rows)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
