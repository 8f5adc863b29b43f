"""Journals: lines that add up to nothing, and the mirror that undoes one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tongban.core.ledger.accounts import NEVER_BELOW_ZERO, AccountKind
from tongban.core.money import Fen, yuan_text
from tongban.core.refusals import Refusal

LINES_MAX: Final = 2_000
LINES_MIN: Final = 2


class Reason(StrEnum):
    """Why money moves."""

    OPENING = "opening"
    CREDIT = "credit"
    WITHDRAWAL = "withdrawal"
    PAID_OUT = "paid_out"
    SHARED_USE = "shared_use"
    SETTLEMENT = "settlement"
    MOVED_OUT = "moved_out"
    MOVED_IN = "moved_in"
    CLEARED = "cleared"
    CORRECTION = "correction"
    REVERSAL = "reversal"


REASON_WORDS: Final[Mapping[Reason, str]] = {
    Reason.OPENING: "期初余额",
    Reason.CREDIT: "按月划入",
    Reason.WITHDRAWAL: "一次性支取",
    Reason.PAID_OUT: "银行付款",
    Reason.SHARED_USE: "家庭共济使用",
    Reason.SETTLEMENT: "医疗费用结算",
    Reason.MOVED_OUT: "转移转出",
    Reason.MOVED_IN: "转移转入",
    Reason.CLEARED: "转移结清",
    Reason.CORRECTION: "更正",
    Reason.REVERSAL: "冲销",
}


class Unbalanced(Refusal):
    """The lines of a journal do not add up to nothing."""

    code = "ledger.unbalanced"

    def __init__(self, total: int) -> None:
        super().__init__(f"Off by {total} fen.", total=yuan_text(total))


class LinesMissing(Refusal):
    """A journal moves money between at least two lines, none of them zero."""

    code = "ledger.lines_missing"

    def __init__(self) -> None:
        super().__init__("A journal needs two lines that move something.")


class TooManyLines(Refusal):
    """A journal holds more lines than one may."""

    code = "ledger.too_many_lines"

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} lines, {LINES_MAX} allowed.", most=LINES_MAX)


class AlreadyReversal(Refusal):
    """What undoes a journal is not undone itself; write a new one."""

    code = "ledger.already_reversal"

    def __init__(self) -> None:
        super().__init__("This journal reverses another.")


class BalanceTooSmall(Refusal):
    """A personal account would go below zero."""

    code = "ledger.balance_too_small"

    def __init__(self, *, balance: int, needed: int) -> None:
        super().__init__(
            f"{balance} fen held, {needed} needed.",
            balance=yuan_text(balance),
            needed=yuan_text(needed),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """One movement on one account; above zero the account gains."""

    account: int
    amount_fen: Fen
    words: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """An account as it stands before a journal."""

    kind: AccountKind
    balance_fen: Fen


def check_balanced(lines: Sequence[Line]) -> None:
    """Refuse lines that are too few, too many, empty or do not add up to nothing."""
    if len(lines) > LINES_MAX:
        raise TooManyLines(len(lines))
    if len(lines) < LINES_MIN or any(line.amount_fen == 0 for line in lines):
        raise LinesMissing
    total = sum(line.amount_fen for line in lines)
    if total:
        raise Unbalanced(total)


def mirror(lines: Iterable[Line], *, reverses: bool) -> tuple[Line, ...]:
    """Return the lines that undo these; ``reverses`` says these undo others already."""
    if reverses:
        raise AlreadyReversal
    return tuple(
        Line(line.account, Fen(-line.amount_fen), line.words) for line in lines
    )


def balance_of(movements: Iterable[int]) -> Fen:
    """Return the balance: the sum of all movements, nothing else."""
    return Fen(sum(movements))


def after(held: Mapping[int, Held], lines: Sequence[Line]) -> dict[int, Fen]:
    """Return the balances after a journal; refuse to go below zero where none may.

    Only the result counts: a line down and a line up in one journal are one
    movement.
    """
    check_balanced(lines)
    moved: dict[int, int] = {}
    for line in lines:
        moved[line.account] = moved.get(line.account, 0) + line.amount_fen
    found: dict[int, Fen] = {}
    for account, change in moved.items():
        before = held[account]
        balance = before.balance_fen + change
        if balance < 0 and change < 0 and before.kind in NEVER_BELOW_ZERO:
            raise BalanceTooSmall(balance=before.balance_fen, needed=-change)
        found[account] = Fen(balance)
    return found
