"""Shares of whole arrays of fen, rounded as ``core.benefits.rounding``; no float."""

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tongban.core.benefits.rounding import WHOLE_BP

Fens: TypeAlias = NDArray[np.int64]
Rates: TypeAlias = Fens | int  # basis points, one for all or one for each

NO_END: Final = 1 << 62  # beyond every sum; takes any amount off without overflow
FEN_MAX: Final = 10**12  # of one amount: times the whole it stays far below 2 ** 63
_HALF: Final = WHOLE_BP // 2


def shares_of(amounts: Fens, rate_bp: Rates) -> Fens:
    """Return shares of amounts not below zero, rounded half up to the fen."""
    found = amounts * rate_bp
    found += _HALF
    found //= WHOLE_BP
    return found


def amounts_for(shares: Fens, rate_bp: Rates) -> Fens:
    """Return the least whole amounts whose exact shares reach ``shares``."""
    wanted = shares * -WHOLE_BP
    wanted //= rate_bp
    np.negative(wanted, out=wanted)
    return wanted
