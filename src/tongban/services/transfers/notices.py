"""Telling people of a transfer what no event of their case tells them."""

from datetime import date, datetime
from typing import Final

from tongban.core.notices.blanks import day_words
from tongban.records.transfers.models import Transfer
from tongban.services.notices.operations import tell_party

ANNOUNCED: Final = "transfer.announced"
ARRIVED: Final = "transfer.arrived"
RETURNED: Final = "transfer.returned"


def tell_announced(row: Transfer, *, until: date, at: datetime) -> None:
    """Tell somebody that their relation follows them unless they object (SD20 9)."""
    values = {"number": row.number, "due": day_words(until)}
    tell_party(row.person_id, ANNOUNCED, values=values, now=at)


def tell_arrived(row: Transfer, *, at: datetime) -> None:
    """Tell somebody who left that the other area has taken everything over."""
    tell_party(row.person_id, ARRIVED, values={"number": row.number}, now=at)


def tell_returned(row: Transfer, *, words: str, at: datetime) -> None:
    """Tell somebody that the other area has sent everything back, and why."""
    values = {"number": row.number, "words": words}
    tell_party(row.person_id, RETURNED, values=values, now=at)
