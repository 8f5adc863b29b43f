"""What may happen to a ticket, and how it ends (排队号)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.queue.rules import QueueRules
from tongban.core.refusals import Refusal

NUMBER_DIGITS: Final = 3
SERIAL_MAX: Final = 999


class TicketState(StrEnum):
    """Where a ticket stands."""

    WAITING = "waiting"
    CALLED = "called"
    SKIPPED = "skipped"
    CLOSED = "closed"


TICKET_STATE_WORDS: Final[Mapping[TicketState, str]] = {
    TicketState.WAITING: "等候",
    TicketState.CALLED: "正在办理",
    TicketState.SKIPPED: "已过号，稍后再叫",
    TicketState.CLOSED: "已结束",
}


class Move(StrEnum):
    """What may be done with a ticket."""

    CALL = "call"
    RECALL = "recall"
    SKIP = "skip"
    LAPSE = "lapse"
    FORWARD = "forward"
    FINISH = "finish"
    LEAVE = "leave"


MOVE_WORDS: Final[Mapping[Move, str]] = {
    Move.CALL: "叫号",
    Move.RECALL: "重呼",
    Move.SKIP: "过号",
    Move.LAPSE: "过号作废",
    Move.FORWARD: "转发",
    Move.FINISH: "结束",
    Move.LEAVE: "取消",
}


class Ending(StrEnum):
    """How a visit ended."""

    ACCEPTED = "accepted"
    CONSULTED = "consulted"
    COLLECTED = "collected"
    OTHER = "other"
    MISSED = "missed"
    MISTAKEN = "mistaken"
    LEFT = "left"


ENDING_WORDS: Final[Mapping[Ending, str]] = {
    Ending.ACCEPTED: "已受理",
    Ending.CONSULTED: "处理完毕（咨询）",
    Ending.COLLECTED: "处理完毕（领证）",
    Ending.OTHER: "处理完毕（其他）",
    Ending.MISSED: "过号",
    Ending.MISTAKEN: "取错事项",
    Ending.LEFT: "办事人取消",
}
# What a clerk may choose when a visit ends; the others come by themselves.
CHOSEN_ENDINGS: Final = (
    Ending.ACCEPTED,
    Ending.CONSULTED,
    Ending.COLLECTED,
    Ending.OTHER,
    Ending.MISTAKEN,
)
SERVED_ENDINGS: Final = frozenset(
    {Ending.ACCEPTED, Ending.CONSULTED, Ending.COLLECTED, Ending.OTHER}
)


class Priority(StrEnum):
    """Why somebody goes first (优先)."""

    NONE = ""
    ELDER = "elder"
    DISABLED = "disabled"
    SOLDIER = "soldier"


PRIORITY_WORDS: Final[Mapping[Priority, str]] = {
    Priority.ELDER: "老年人",
    Priority.DISABLED: "残疾人",
    Priority.SOLDIER: "军人",
}

NEXT_STATE: Final[Mapping[tuple[TicketState, Move], TicketState]] = {
    (TicketState.WAITING, Move.CALL): TicketState.CALLED,
    (TicketState.SKIPPED, Move.CALL): TicketState.CALLED,
    (TicketState.CALLED, Move.RECALL): TicketState.CALLED,
    (TicketState.CALLED, Move.SKIP): TicketState.SKIPPED,
    (TicketState.CALLED, Move.LAPSE): TicketState.CLOSED,
    (TicketState.CALLED, Move.FORWARD): TicketState.WAITING,
    (TicketState.CALLED, Move.FINISH): TicketState.CLOSED,
    (TicketState.WAITING, Move.LEAVE): TicketState.CLOSED,
    (TicketState.SKIPPED, Move.LEAVE): TicketState.CLOSED,
}


class TicketNotNow(Refusal):
    """The ticket stands where this cannot be done with it."""

    code = "queue.ticket_not_now"

    def __init__(self, state: TicketState, move: Move) -> None:
        super().__init__(
            f"A ticket that is {state} cannot {move}.",
            state_word=TICKET_STATE_WORDS[state],
            move_word=MOVE_WORDS[move],
        )


class SeriesFull(Refusal):
    """The daily series of a kind has no number left."""

    code = "queue.series_full"

    def __init__(self) -> None:
        super().__init__(f"At most {SERIAL_MAX} tickets of a kind a day.")


class EndingNotChosen(Refusal):
    """A clerk ends a visit with one of the endings that are theirs to choose."""

    code = "queue.ending_not_chosen"

    def __init__(self) -> None:
        super().__init__("Choose how the visit ended.")


def after(state: TicketState, move: Move) -> TicketState:
    """Return where a ticket stands after a move; refuse what is not in the table."""
    following = NEXT_STATE.get((state, move))
    if following is None:
        raise TicketNotNow(state, move)
    return following


def number_of(letter: str, serial: int) -> str:
    """Return a ticket's number: a letter and three digits (A007)."""
    if not 1 <= serial <= SERIAL_MAX:
        raise SeriesFull
    return f"{letter}{serial:0{NUMBER_DIGITS}d}"


def skip_move(skips: int, rules: QueueRules) -> Move:
    """Return whether a skip sends the ticket back or ends it.

    ``skips`` counts the skips so far; the last one allowed lets it lapse.
    """
    return Move.LAPSE if skips + 1 >= rules.skips_max else Move.SKIP


def check_ending(ending: Ending) -> None:
    """Refuse an ending that is not a clerk's to choose."""
    if ending not in CHOSEN_ENDINGS:
        raise EndingNotChosen


def priority_of(
    *, born_on: date | None, claimed: Priority, today: date, rules: QueueRules
) -> Priority:
    """Return why somebody goes first: what they claim, else their age.

    A claim is shown to the clerk, who asks for the card at the window.
    """
    if claimed is not Priority.NONE or born_on is None:
        return claimed
    had_birthday = (today.month, today.day) >= (born_on.month, born_on.day)
    age = today.year - born_on.year - (0 if had_birthday else 1)
    return Priority.ELDER if age >= rules.elder_age else Priority.NONE
