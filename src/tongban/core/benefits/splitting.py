"""What of each line counts: catalogue, payment standard, first own share."""

from collections.abc import Iterable
from dataclasses import dataclass

from tongban.core.benefits.claim import BillLine
from tongban.core.benefits.rounding import WHOLE_BP, share_of


@dataclass(frozen=True, slots=True)
class LineSplit:
    """The parts of one line in fen; they add up to its amount.

    Outside the catalogue (全自费), above the payment standard (超限价自费), first
    own share (先行自付), in scope (符合政策范围), counted by a list of its own.
    """

    number: int
    outside_fen: int = 0
    over_price_fen: int = 0
    first_own_fen: int = 0
    scope_fen: int = 0
    special_fen: int = 0
    special: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """The parts of a whole bill, line by line and added up."""

    lines: tuple[LineSplit, ...]
    outside_fen: int
    over_price_fen: int
    first_own_fen: int
    scope_fen: int

    def special_fen(self, code: str) -> int:
        """Return what the items of one list cost."""
        return sum(line.special_fen for line in self.lines if line.special == code)


def split_line(line: BillLine, lists: frozenset[str]) -> LineSplit:
    """Split one line; items of a list with a layer of its own stay whole."""
    if line.special in lists:
        return LineSplit(line.number, special_fen=line.amount_fen, special=line.special)
    if line.own_share_bp == WHOLE_BP:
        return LineSplit(line.number, outside_fen=line.amount_fen)
    allowed = line.amount_fen if line.allowed_fen is None else line.allowed_fen
    counted = min(line.amount_fen, allowed)
    first_own = share_of(counted, line.own_share_bp)
    return LineSplit(
        line.number,
        over_price_fen=line.amount_fen - counted,
        first_own_fen=first_own,
        scope_fen=counted - first_own,
    )


def split_bill(lines: Iterable[BillLine], lists: frozenset[str]) -> Split:
    """Split every line of a bill; ``lists`` are those with a layer of their own."""
    parts = tuple(split_line(line, lists) for line in lines)
    return Split(
        lines=parts,
        outside_fen=sum(part.outside_fen for part in parts),
        over_price_fen=sum(part.over_price_fen for part in parts),
        first_own_fen=sum(part.first_own_fen for part in parts),
        scope_fen=sum(part.scope_fen for part in parts),
    )
