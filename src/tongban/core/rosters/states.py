"""How a roster stands, and how each of its rows does."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class RosterState(StrEnum):
    """From the file that came in to the last case."""

    WAITING = "waiting"
    CHECKED = "checked"
    ENROLLING = "enrolling"
    DONE = "done"
    STOPPED = "stopped"
    CANCELLED = "cancelled"


class RowState(StrEnum):
    """What became of one row."""

    GOOD = "good"
    BAD = "bad"
    SENT = "sent"
    DISPUTED = "disputed"


ROSTER_STATE_WORDS: Final[Mapping[RosterState, str]] = {
    RosterState.WAITING: "正在核对",
    RosterState.CHECKED: "核对完，等您确认",
    RosterState.ENROLLING: "正在登记",
    RosterState.DONE: "登记完",
    RosterState.STOPPED: "没有办成",
    RosterState.CANCELLED: "已取消",
}
ROW_STATE_WORDS: Final[Mapping[RowState, str]] = {
    RowState.GOOD: "核对通过",
    RowState.BAD: "有问题",
    RowState.SENT: "已登记",
    RowState.DISPUTED: "已有其他参保，待核实",
}
CAN_CANCEL: Final = frozenset(
    {RosterState.WAITING, RosterState.CHECKED, RosterState.STOPPED}
)
CAN_CONFIRM: Final = frozenset({RosterState.CHECKED, RosterState.STOPPED})
WORKING: Final = frozenset({RosterState.WAITING, RosterState.ENROLLING})
