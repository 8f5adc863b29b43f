"""How far a settlement list is (结算清单状态), and what its institution may do."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tongban.core.refusals import Refusal


class ListState(StrEnum):
    """State of the lists of a settlement (stas_type)."""

    OPEN = "0"
    SUBMITTED = "1"
    PASSED = "2"
    FAILED = "3"


LIST_STATE_WORDS: Final[Mapping[ListState, str]] = {
    ListState.OPEN: "未提交",
    ListState.SUBMITTED: "已提交",
    ListState.PASSED: "审核通过",
    ListState.FAILED: "审核不通过",
}
EDITABLE: Final = frozenset({ListState.OPEN, ListState.FAILED})
_MOVES: Final = frozenset(
    {
        (ListState.OPEN, ListState.SUBMITTED),
        (ListState.FAILED, ListState.OPEN),
        (ListState.FAILED, ListState.SUBMITTED),
    }
)


class ListLocked(Refusal):
    """A list that was submitted is not uploaded again."""

    code = "settlement.list_locked"

    def __init__(self, state: ListState) -> None:
        super().__init__("The list is locked.", state=LIST_STATE_WORDS[state])


class ListNotMoved(Refusal):
    """An institution submits what is open, and opens what failed."""

    code = "settlement.list_not_moved"

    def __init__(self, state: ListState, wanted: ListState) -> None:
        super().__init__(
            "This move is not the institution's.",
            state=LIST_STATE_WORDS[state],
            wanted=LIST_STATE_WORDS[wanted],
        )


def check_editable(state: ListState) -> None:
    """Refuse a list that is submitted or passed."""
    if state not in EDITABLE:
        raise ListLocked(state)


def check_move(state: ListState, wanted: ListState) -> None:
    """Refuse a move that is not the institution's; staying is none."""
    if state is not wanted and (state, wanted) not in _MOVES:
        raise ListNotMoved(state, wanted)
