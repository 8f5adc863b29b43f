"""Shares of an amount, rounded half up to the fen; no float ever."""

from typing import Final

WHOLE_BP: Final = 10_000  # basis points
_HALF: Final = WHOLE_BP // 2
QUANTITY_UNIT: Final = 10_000  # quantities are whole ten-thousandths


def share_of(amount_fen: int, rate_bp: int) -> int:
    """Return a share of an amount not below zero, rounded half up to the fen."""
    return (amount_fen * rate_bp + _HALF) // WHOLE_BP


def amount_for(share_fen: int, rate_bp: int) -> int:
    """Return the least whole amount whose exact share reaches ``share_fen``.

    Basis points above zero; the answer is rounded up to the fen.
    """
    return -(-share_fen * WHOLE_BP // rate_bp)


def times(price_fen: int, quantity: int) -> int:
    """Return a price times a quantity in ten-thousandths, half up to the fen."""
    return (price_fen * quantity + QUANTITY_UNIT // 2) // QUANTITY_UNIT
