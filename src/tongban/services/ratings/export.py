"""The list of ratings as a workbook, without a name in it."""

from collections.abc import Iterable
from typing import Final

from tongban.services.cases.envelope import CHINA
from tongban.services.desk import sheet
from tongban.services.ratings.lists import RatingLine

COLUMNS: Final[tuple[sheet.Column[RatingLine], ...]] = (
    sheet.Column("等级", "评价人选的五个等级之一", lambda row: row.grade_name),
    sheet.Column(
        "评价时间",
        "提交评价的时间（北京时间）",
        lambda row: f"{row.rated_at.astimezone(CHINA):%Y-%m-%d %H:%M}",
    ),
    sheet.Column(
        "办件或排队号", "评价的是哪一次服务，一次服务评一次", lambda row: row.number
    ),
    sheet.Column(
        "事项", "事项名称；只在窗口咨询的为窗口服务", lambda row: row.item_name
    ),
    sheet.Column("机构", "提供服务的机构", lambda row: row.office_name),
    sheet.Column("方式", "从哪里评价的", lambda row: row.way_word),
    sheet.Column("原因", "评价人勾选的标准原因", lambda row: "；".join(row.reasons)),
    sheet.Column("说明", "评价人自己写的话", lambda row: row.words),
    sheet.Column(
        "整改", "差评的整改到了哪一步；好评为空", lambda row: row.correction_word
    ),
    sheet.Column(
        "逾期", "整改超过期限而没有结束", lambda row: "逾期" if row.late else ""
    ),
    sheet.Column(
        "连续好评",
        "同一台设备在短时间内连续给出的好评之一，需要核实",
        lambda row: "是" if row.in_a_burst else "",
    ),
)


def workbook(rows: Iterable[RatingLine]) -> bytes:
    """Return the ratings as XLSX with the definition of each column."""
    return sheet.workbook("评价", COLUMNS, rows)
