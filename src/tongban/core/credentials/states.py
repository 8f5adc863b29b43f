"""What a credential may go through, and how surely its owner was known."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import Final

from tongban.core.refusals import Refusal


class State(StrEnum):
    """Whether a credential serves."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class Move(StrEnum):
    """What is done to a credential."""

    ACTIVATE = "activate"
    SUSPEND = "suspend"
    RESUME = "resume"
    REVOKE = "revoke"


class Check(StrEnum):
    """How the owner was known when the credential was activated."""

    PHONE = "phone"
    GUARDIAN = "guardian"
    HELPER = "helper"
    COUNTER = "counter"


class Assurance(IntEnum):
    """How sure the office is of the person behind a credential."""

    REAL_NAME = 2
    SEEN = 3


STATE_WORDS: Final = {
    State.ACTIVE: "使用中",
    State.SUSPENDED: "已挂失",
    State.REVOKED: "已注销",
}
MOVE_WORDS: Final = {
    Move.ACTIVATE: "激活",
    Move.SUSPEND: "挂失",
    Move.RESUME: "恢复使用",
    Move.REVOKE: "注销",
}
CHECK_WORDS: Final = {
    Check.PHONE: "实名登录加短信验证码",
    Check.GUARDIAN: "监护人办理",
    Check.HELPER: "帮办代办员凭授权办理",
    Check.COUNTER: "窗口核对证件",
}
ASSURANCE_WORDS: Final = {
    Assurance.REAL_NAME: "实名",
    Assurance.SEEN: "当面核验",
}
ASSURANCE_OF: Final[Mapping[Check, Assurance]] = {
    Check.PHONE: Assurance.REAL_NAME,
    Check.GUARDIAN: Assurance.REAL_NAME,
    Check.HELPER: Assurance.REAL_NAME,
    Check.COUNTER: Assurance.SEEN,
}
_NEXT: Final[Mapping[tuple[State, Move], State]] = {
    (State.ACTIVE, Move.SUSPEND): State.SUSPENDED,
    (State.ACTIVE, Move.REVOKE): State.REVOKED,
    (State.SUSPENDED, Move.RESUME): State.ACTIVE,
    (State.SUSPENDED, Move.REVOKE): State.REVOKED,
}


class MoveNotNow(Refusal):
    """In this state that cannot be done to a credential."""

    code = "credentials.move_not_now"

    def __init__(self, state: State, move: Move) -> None:
        super().__init__(
            f"A credential that is {state.value} cannot be moved by {move.value}.",
            state=STATE_WORDS[state],
            move=MOVE_WORDS[move],
        )


def after(state: State, move: Move) -> State:
    """Return the state after a move; refuse a move the table does not have."""
    found = _NEXT.get((state, move))
    if found is None:
        raise MoveNotNow(state, move)
    return found


def moves_from(state: State) -> tuple[Move, ...]:
    """Return what may be done to a credential in this state."""
    return tuple(move for move in Move if (state, move) in _NEXT)
