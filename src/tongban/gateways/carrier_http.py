"""A carrier of parcels reached by signed HTTP requests.

``POST`` to its address orders a parcel; ``GET`` below it, by waybill, tells
what was seen. A parcel's key is the same with every try: the carrier answers
the same waybill again and carries one parcel.
"""

import http.client
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from tongban.gateways.carrier_values import (
    Address,
    Booked,
    Booking,
    Declined,
    Order,
    Seen,
    Tracking,
    Unreached,
)
from tongban.gateways.signed_http import ask

WAYBILL_CHARACTERS_MAX: Final = 40
SCANS: Final = frozenset({"moved", "delivered", "returned", "lost"})
_PASSING: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})
_UNREADABLE: Final = Unreached("unreadable")


@dataclass(frozen=True, slots=True)
class HttpCarrier:
    """One carrier; what it sees may also come to our own address by itself."""

    name: str
    url: str
    key: str

    def follows(self, carrier_name: str) -> bool:
        """Tell about one's own parcels only."""
        return carrier_name == self.name

    def book(self, order: Order) -> Booking:
        """Order a parcel; 2xx takes it, 4xx declines it, all else may be tried anew."""
        body = json.dumps(
            {
                "key": order.key,
                "sender": _party(order.sender),
                "receiver": _party(order.receiver),
            },
            ensure_ascii=False,
        ).encode()
        try:
            status, answer = ask("POST", self.url, key=self.key, body=body)
        except (OSError, http.client.HTTPException):
            return Unreached("unreachable")
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return self._booked(answer)
        declined = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
        if declined and status not in _PASSING:
            return Declined(f"http_{status}")
        return Unreached(f"http_{status}")

    def track(self, waybill: str, *, sent_at: datetime, now: datetime) -> Tracking:
        """Ask what was seen of a waybill; one not yet known was not seen."""
        del sent_at, now
        url = f"{self.url.rstrip('/')}/{quote(waybill, safe='')}"
        try:
            status, answer = ask("GET", url, key=self.key)
        except (OSError, http.client.HTTPException):
            return Unreached("unreachable")
        if status == HTTPStatus.NOT_FOUND:
            return ()
        if status != HTTPStatus.OK:
            return Unreached(f"http_{status}")
        return _tracking(answer)

    def _booked(self, answer: bytes) -> Booking:
        said = _read(answer)
        waybill = said.get("waybill")
        fits = isinstance(waybill, str) and len(waybill) <= WAYBILL_CHARACTERS_MAX
        if not fits or not str(waybill).isalnum():
            return _UNREADABLE
        return Booked(self.name, str(waybill).upper())


def _party(one: Address) -> dict[str, str]:
    return {"name": one.name, "phone": one.phone, "address": one.place}


def _tracking(answer: bytes) -> Tracking:
    listed = _read(answer).get("scans")
    if not isinstance(listed, list):
        return _UNREADABLE
    return tuple(sorted(_seen(listed), key=lambda one: one.at))


def _seen(listed: list[object]) -> Iterator[Seen]:
    """Yield what can be read; a kind of scan we do not know is left out."""
    for one in listed:
        if not isinstance(one, Mapping) or one.get("scan") not in SCANS:
            continue
        try:
            at = datetime.fromisoformat(str(one.get("at")))
        except ValueError:
            continue
        if at.tzinfo is not None:
            yield Seen(str(one["scan"]), at, str(one.get("words", "")))


def _read(answer: bytes) -> Mapping[str, object]:
    try:
        said = json.loads(answer)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
