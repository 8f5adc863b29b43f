"""Fee lines as uploaded, returns netted, ready to be split (费用明细)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tongban.core.benefits.claim import BillLine
from tongban.core.benefits.rounding import times
from tongban.core.money import yuan_text
from tongban.core.refusals import Refusal

# Prices are whole millionths of a yuan, quantities whole ten-thousandths.
PRICE_UNIT: Final = 1_000_000
_PER_FEN: Final = 100_000_000


class LineAmountWrong(Refusal):
    """Price times quantity is another amount."""

    code = "settlement.line_amount_wrong"

    def __init__(self, serial: str, *, said: int, counted: int) -> None:
        super().__init__(
            f"Line {serial}: {said} fen said, {counted} counted.",
            serial=serial,
            said=yuan_text(said),
            counted=yuan_text(counted),
        )


class ReturnUnknown(Refusal):
    """A return names no line of the visit that it takes back."""

    code = "settlement.return_unknown"

    def __init__(self, serial: str) -> None:
        super().__init__(f"Line {serial} returns nothing known.", serial=serial)


class ReturnTooLarge(Refusal):
    """More is returned than was charged."""

    code = "settlement.return_too_large"

    def __init__(self, serial: str) -> None:
        super().__init__(f"More of line {serial} returned than charged.", serial=serial)


class TotalDiffers(Refusal):
    """The bill of the institution is another sum than its lines."""

    code = "settlement.total_differs"

    def __init__(self, *, said: int, counted: int) -> None:
        super().__init__(
            f"{said} fen said, {counted} counted.",
            said=yuan_text(said),
            counted=yuan_text(counted),
        )


class NothingToSettle(Refusal):
    """There is no unsettled line."""

    code = "settlement.nothing_to_settle"

    def __init__(self) -> None:
        super().__init__("No unsettled line.")


@dataclass(frozen=True, slots=True)
class Charged:
    """One uploaded line; amounts in fen, returns below zero.

    ``quantity`` in ten-thousandths; ``returns`` is the serial of the line it takes
    back, empty for a charge.
    """

    serial: str
    amount_fen: int
    quantity: int
    own_share_bp: int
    price_max_fen: int | None = None
    returns: str = ""


def product_fen(price: int, quantity: int) -> int:
    """Return price times quantity in fen, rounded half away from zero."""
    product = price * quantity
    rounded = (abs(product) + _PER_FEN // 2) // _PER_FEN
    return rounded if product >= 0 else -rounded


def check_line(
    serial: str, *, amount_fen: int, price: int, quantity: int, off_fen: int
) -> None:
    """Refuse a line whose amount is not price times quantity, within ``off_fen``."""
    counted = product_fen(price, quantity)
    same_side = (amount_fen < 0) == (quantity < 0) or amount_fen == 0
    if abs(counted - amount_fen) > off_fen or not same_side:
        raise LineAmountWrong(serial, said=amount_fen, counted=counted)


def net_lines(lines: Iterable[Charged]) -> tuple[BillLine, ...]:
    """Return one bill line for each charge with its returns taken off.

    Charges returned as a whole are left out; amounts in fen.
    """
    lines = tuple(lines)
    charges = {line.serial: line for line in lines if not line.returns}
    amounts = {serial: line.amount_fen for serial, line in charges.items()}
    quantities = {serial: line.quantity for serial, line in charges.items()}
    for line in lines:
        if not line.returns:
            continue
        if line.returns not in charges:
            raise ReturnUnknown(line.serial)
        amounts[line.returns] += line.amount_fen
        quantities[line.returns] += line.quantity
    found = []
    for number, (serial, line) in enumerate(charges.items(), start=1):
        if amounts[serial] < 0 or quantities[serial] < 0:
            raise ReturnTooLarge(serial)
        if amounts[serial]:
            found.append(_bill_line(number, line, amounts[serial], quantities[serial]))
    return tuple(found)


def check_total(lines: Sequence[BillLine], said_fen: int | None) -> None:
    """Refuse a bill without lines, or one whose sum is not the one said."""
    if not lines:
        raise NothingToSettle
    counted = sum(line.amount_fen for line in lines)
    if said_fen is not None and said_fen != counted:
        raise TotalDiffers(said=said_fen, counted=counted)


def _bill_line(number: int, line: Charged, amount: int, quantity: int) -> BillLine:
    most = line.price_max_fen
    return BillLine(
        number=number,
        amount_fen=amount,
        own_share_bp=line.own_share_bp,
        allowed_fen=None if most is None else times(most, quantity),
    )
