"""The carrier of parcels: a local one that moves them, until a real one is named.

A carrier answers, for a waybill, what it saw since the parcel was sent. The local
one tells the same story for every parcel, by the time that has passed; waybills
ending in ``R`` come back, so that the way back can be tried.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

RETURNING: Final = "R"
_STORY: Final = (
    (timedelta(hours=6), "moved", "已离开寄件地"),
    (timedelta(days=1), "moved", "到达收件地"),
)
_ARRIVES: Final = (timedelta(days=2), "delivered", "已签收")
_COMES_BACK: Final = (timedelta(days=3), "returned", "无人签收，退回寄件人")


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing a carrier saw: ``scan`` is moved, delivered or returned."""

    scan: str
    at: datetime
    words: str


class Carrier(Protocol):
    """Whoever carries parcels."""

    def track(
        self, waybill: str, *, sent_at: datetime, now: datetime
    ) -> Sequence[Seen]:
        """Return what was seen of a waybill up to now, oldest first."""
        ...


class LocalCarrier:
    """Carries nothing and tells a plausible story; for demos and tests."""

    def track(
        self, waybill: str, *, sent_at: datetime, now: datetime
    ) -> Sequence[Seen]:
        """Return the part of the story that has happened by now."""
        last = _COMES_BACK if waybill.endswith(RETURNING) else _ARRIVES
        return tuple(
            Seen(scan, sent_at + after, words)
            for after, scan, words in (*_STORY, last)
            if sent_at + after <= now
        )
