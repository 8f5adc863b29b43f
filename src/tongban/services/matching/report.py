"""The work list of proposals as a workbook; who it is about stays masked."""

from datetime import datetime
from typing import Final

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_identifier, mask_name
from tongban.core.matching.facts import FACT_KIND_WORDS, FactKind
from tongban.core.refusals import Refusal
from tongban.records.matching.models import Proposal
from tongban.services.cases.envelope import CHINA
from tongban.services.desk.sheet import Column, workbook
from tongban.services.matching.queries import Narrowing, rows_of

SHEET: Final = "数据比对"
ROWS_MAX: Final = 20_000
ROWS_PER_FETCH: Final = 500


def _moment(moment: datetime | None) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}" if moment else ""


COLUMNS: Final[tuple[Column[Proposal], ...]] = (
    Column("姓名", "隐去一部分", lambda row: mask_name(row.party.name)),
    Column("号码", "隐去一部分", lambda row: mask_identifier(row.party.identifier)),
    Column(
        "共享数据",
        "其他部门说的是什么",
        lambda row: FACT_KIND_WORDS[FactKind(row.fact.kind)],
    ),
    Column("发生日期", "事情发生的日子", lambda row: row.fact.happened_on.isoformat()),
    Column("来源", "提供数据的部门", lambda row: row.fact.source),
    Column("收到时间", "北京时间", lambda row: _moment(row.fact.feed.received_at)),
    Column("表格行号", "来源表格里的行", lambda row: str(row.fact.row)),
    Column("建议办理", "核实后办什么", lambda row: row.get_movement_display()),
    Column("从哪天起", "变更生效的日子", lambda row: row.effective_on.isoformat()),
    Column("状态", "处理到哪一步", lambda row: row.get_state_display()),
    Column("处理时间", "北京时间，没有处理时空着", lambda row: _moment(row.decided_at)),
    Column(
        "处理人",
        "没有处理时空着",
        lambda row: row.decided_by.display_name if row.decided_by else "",
    ),
    Column("原因", "不采用的原因", lambda row: row.words),
    Column("办件编号", "办理后的办件", lambda row: row.case.number if row.case else ""),
)


class ListTooLong(Refusal):
    """The list is too long for one workbook; it can be narrowed."""

    code = "matching.list_too_long"

    def __init__(self, count: int) -> None:
        super().__init__("Too many rows.", count=count, most=ROWS_MAX)


def work_list(actor: Actor, asked: Narrowing) -> bytes:
    """Return every proposal of a list, narrowed as the page is, as XLSX."""
    rows = rows_of(actor, asked)
    if (count := rows.count()) > ROWS_MAX:
        raise ListTooLong(count)
    return workbook(SHEET, COLUMNS, rows.iterator(chunk_size=ROWS_PER_FETCH))
