"""Kinds of messages, and how a message stands on either side."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class MessageKind(StrEnum):
    """What a message between deployments says."""

    PING = "ping"
    REFUSED = "exchange.refused"
    TRANSFER_REQUESTED = "transfer.requested"
    TRANSFER_CHECKED = "transfer.checked"
    TRANSFER_SHEET = "transfer.sheet"
    TRANSFER_MONEY = "transfer.money"
    TRANSFER_SETTLED = "transfer.settled"
    TRANSFER_RETURNED = "transfer.returned"
    TRANSFER_WITHDRAWN = "transfer.withdrawn"
    CASE_HANDED = "case.handed"
    CASE_PROGRESS = "case.progress"
    BILL_USED = "bill.used"


MESSAGE_KIND_WORDS: Final[Mapping[MessageKind, str]] = {
    MessageKind.PING: "连通测试",
    MessageKind.REFUSED: "对方未能办理",
    MessageKind.TRANSFER_REQUESTED: "申请转移，请对方校验",
    MessageKind.TRANSFER_CHECKED: "校验结果",
    MessageKind.TRANSFER_SHEET: "信息表",
    MessageKind.TRANSFER_MONEY: "账户资金",
    MessageKind.TRANSFER_SETTLED: "转入完成",
    MessageKind.TRANSFER_RETURNED: "退回",
    MessageKind.TRANSFER_WITHDRAWN: "撤回",
    MessageKind.CASE_HANDED: "异地代收转交办件",
    MessageKind.CASE_PROGRESS: "异地办件进度",
    MessageKind.BILL_USED: "票据已使用",
}


class OutState(StrEnum):
    """How a message we send stands."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    REFUSED = "refused"
    DEAD = "dead"
    STOPPED = "stopped"


OUT_STATE_WORDS: Final[Mapping[OutState, str]] = {
    OutState.WAITING: "等待送出",
    OutState.DELIVERED: "已送达",
    OutState.REFUSED: "对方未能办理",
    OutState.DEAD: "多次未送达，已停下",
    OutState.STOPPED: "已放弃",
}
# Both need somebody to look: what follows for the same subject waits behind DEAD.
DEAD_LETTERS: Final = frozenset({OutState.REFUSED, OutState.DEAD})


class InState(StrEnum):
    """How a message we received stands."""

    STORED = "stored"
    APPLIED = "applied"
    REFUSED = "refused"
    FAILED = "failed"


IN_STATE_WORDS: Final[Mapping[InState, str]] = {
    InState.STORED: "已收到，等待办理",
    InState.APPLIED: "已办理",
    InState.REFUSED: "不能办理，已告知对方",
    InState.FAILED: "办理出错，等待查看",
}


class MendingAct(StrEnum):
    """What may be done about a message that stuck."""

    RESENT = "resent"
    STOPPED = "stopped"
    APPLIED_AGAIN = "again"


MENDING_WORDS: Final[Mapping[MendingAct, str]] = {
    MendingAct.RESENT: "再送",
    MendingAct.STOPPED: "放弃",
    MendingAct.APPLIED_AGAIN: "再办一次",
}
