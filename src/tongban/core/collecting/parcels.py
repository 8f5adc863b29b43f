"""A parcel on its way: results to their owner, papers to the office (邮寄)."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tongban.core.access.masking import mask_phone
from tongban.core.refusals import Refusal


class Direction(StrEnum):
    """Who sends."""

    OUT = "out"
    IN = "in"


class ParcelState(StrEnum):
    """Where a parcel is; ``ordered`` and ``unplaced`` ones have no waybill yet."""

    ORDERED = "ordered"
    UNPLACED = "unplaced"
    SENT = "sent"
    MOVING = "moving"
    DELIVERED = "delivered"
    RETURNED = "returned"
    LOST = "lost"


class Scan(StrEnum):
    """What is seen of a parcel."""

    MOVED = "moved"
    DELIVERED = "delivered"
    RETURNED = "returned"
    LOST = "lost"


PARCEL_WORDS: Final = {
    ParcelState.ORDERED: "已下单，等运单号",
    ParcelState.UNPLACED: "没有下成单",
    ParcelState.SENT: "已寄出",
    ParcelState.MOVING: "运送中",
    ParcelState.DELIVERED: "已签收",
    ParcelState.RETURNED: "已退回",
    ParcelState.LOST: "已丢失",
}
SCAN_WORDS: Final = {
    Scan.MOVED: "运送中",
    Scan.DELIVERED: "已签收",
    Scan.RETURNED: "退回寄件人",
    Scan.LOST: "包裹丢失",
}
ON_THE_WAY: Final = frozenset({ParcelState.SENT, ParcelState.MOVING})
TROUBLED: Final = frozenset(
    {ParcelState.UNPLACED, ParcelState.RETURNED, ParcelState.LOST}
)
# A result in such a parcel is in the carrier's hands, or has arrived.
GIVEN_AWAY: Final = frozenset({ParcelState.ORDERED, ParcelState.DELIVERED, *ON_THE_WAY})
_PHONE: Final = re.compile(r"(?<!\d)1\d{10}(?!\d)")
_AFTER: Final[Mapping[Scan, ParcelState]] = {
    Scan.MOVED: ParcelState.MOVING,
    Scan.DELIVERED: ParcelState.DELIVERED,
    Scan.RETURNED: ParcelState.RETURNED,
    Scan.LOST: ParcelState.LOST,
}
# One that was given up may be found again; one that arrived stays where it is.
_FOLLOWED: Final = ON_THE_WAY | {ParcelState.LOST}


class ScanNotNow(Refusal):
    """The parcel has arrived or come back already."""

    code = "collecting.scan_not_now"

    def __init__(self, state: ParcelState) -> None:
        super().__init__(f"The parcel is {state.value}.", state=PARCEL_WORDS[state])


class WaybillMissing(Refusal):
    """A parcel is followed by its carrier and waybill."""

    code = "collecting.waybill_missing"

    def __init__(self) -> None:
        super().__init__("Name the carrier and the waybill.")


def after_scan(state: ParcelState, scan: Scan) -> ParcelState:
    """Return where a parcel is after a scan; refuse one that cannot be."""
    if state not in _FOLLOWED:
        raise ScanNotNow(state)
    return _AFTER[scan]


def after_late_scan(state: ParcelState, scan: Scan) -> ParcelState:
    """Return where a parcel is after what its carrier tells, perhaps late.

    News of a parcel that has arrived or come back changes nothing any more.
    """
    return _AFTER[scan] if state in _FOLLOWED else state


def without_phones(words: str) -> str:
    """Return a carrier's words without the phones of couriers and receivers."""
    return _PHONE.sub(lambda found: mask_phone(found.group()), words)


def check_waybill(carrier: str, waybill: str) -> tuple[str, str]:
    """Return carrier and waybill as they are kept; refuse an empty one."""
    named, number = carrier.strip(), "".join(waybill.split()).upper()
    if not named or not number:
        raise WaybillMissing
    return named, number
