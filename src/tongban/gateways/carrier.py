"""Carriers of parcels: one interface, the double of the demo included.

``TONGBAN_CARRIER`` chooses: ``local`` is the double, ``http`` a carrier reached
by signed requests, ``none`` nobody: staff then type waybills and note scans.
"""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from django.conf import settings

from tongban.gateways.carrier_http import HttpCarrier
from tongban.gateways.carrier_values import Booked, Booking, Order, Seen, Tracking

RETURNING: Final = "R"
LOSING: Final = "L"
LOCAL_NAME: Final = "演示快递"
_STORY: Final = (
    (timedelta(hours=6), "moved", "已离开寄件地"),
    (timedelta(days=1), "moved", "到达收件地"),
)
_ARRIVES: Final = (timedelta(days=2), "delivered", "已签收")
_COMES_BACK: Final = (timedelta(days=3), "returned", "无人签收，退回寄件人")
_GETS_LOST: Final = (timedelta(days=4), "lost", "查找后确认丢失")
_ENDS: Final = {RETURNING: _COMES_BACK, LOSING: _GETS_LOST}
_WAYBILL_DIGITS: Final = 10


class Choice(StrEnum):
    """Who carries parcels."""

    LOCAL = "local"
    HTTP = "http"
    NONE = "none"


class Carrier(Protocol):
    """Whoever carries parcels."""

    @property
    def name(self) -> str:
        """The name people see with the waybill."""
        ...

    def follows(self, carrier_name: str) -> bool:
        """Say whether it can tell about parcels of this name."""
        ...

    def book(self, order: Order) -> Booking:
        """Order a parcel; the same key again is the same parcel."""
        ...

    def track(self, waybill: str, *, sent_at: datetime, now: datetime) -> Tracking:
        """Return what was seen of a waybill up to now, oldest first."""
        ...


class LocalCarrier:
    """Carries nothing and tells a plausible story by the time that has passed.

    Waybills ending in ``R`` come back and those ending in ``L`` get lost, so
    that both can be tried.
    """

    name = LOCAL_NAME

    def follows(self, carrier_name: str) -> bool:  # noqa: ARG002 - it plays them all
        """Tell about every parcel, whoever is said to carry it."""
        return True

    def book(self, order: Order) -> Booking:
        """Return the waybill of this key, the same with every try."""
        digest = hashlib.sha256(order.key.encode()).hexdigest()
        number = int(digest, 16) % 10**_WAYBILL_DIGITS
        return Booked(self.name, f"YS{number:0{_WAYBILL_DIGITS}d}")

    def track(self, waybill: str, *, sent_at: datetime, now: datetime) -> Tracking:
        """Return the part of the story that has happened by now."""
        last = _ENDS.get(waybill[-1:], _ARRIVES)
        return tuple(
            Seen(scan, sent_at + after, words)
            for after, scan, words in (*_STORY, last)
            if sent_at + after <= now
        )


def carrier() -> Carrier | None:
    """Return the carrier of this installation, if there is one."""
    chosen = Choice(settings.TONGBAN_CARRIER)
    if chosen is Choice.NONE:
        return None
    if chosen is Choice.LOCAL:
        return LocalCarrier()
    return HttpCarrier(*settings.CARRIER)
