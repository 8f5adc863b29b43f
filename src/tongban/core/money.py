"""Money in whole fen, rates in basis points; no float ever."""

from typing import Final, NewType

Fen = NewType("Fen", int)

FEN_PER_YUAN: Final = 100
DECIMALS: Final = 2


def fen_from_yuan(text: str) -> Fen:
    """Return the fen of a decimal string in yuan such as ``1234.5``.

    Raises ``ValueError`` for anything but digits with at most two decimals.
    """
    whole, dot, part = text.strip().partition(".")
    if not whole.isdecimal() or (
        dot and not (part.isdecimal() and len(part) <= DECIMALS)
    ):
        raise ValueError(f"{text!r} is not an amount in yuan.")
    return Fen(int(whole) * FEN_PER_YUAN + int(part.ljust(DECIMALS, "0") or 0))


def yuan_text(amount: int) -> str:
    """Return an amount of fen as yuan with thousands separators and two decimals."""
    sign = "-" if amount < 0 else ""
    whole, part = divmod(abs(amount), FEN_PER_YUAN)
    return f"{sign}{whole:,}.{part:02d}"


def plain_yuan(amount: int) -> str:
    """Return an amount of fen as yuan for files: two decimals, no separators."""
    return yuan_text(amount).replace(",", "")
