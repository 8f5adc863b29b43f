"""The one number of a transfer, and which of two stays when both sides applied."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

PREFIX: Final = "ZY"
NUMBER_MAX: Final = 24


def number_of(day: date, token: str) -> str:
    """Return a number: prefix, day, and a token that is drawn by chance."""
    return f"{PREFIX}{day:%Y%m%d}{token.upper()}"


@dataclass(frozen=True, slots=True)
class Claim:
    """A number one side has given, and when it was asked for."""

    number: str
    asked_at: datetime


def kept(ours: Claim, theirs: Claim) -> Claim:
    """Return which number both sides go on with: asked first, then the smaller.

    Both sides know both numbers, so both choose the same one.
    """
    return min(ours, theirs, key=lambda one: (one.asked_at, one.number))
