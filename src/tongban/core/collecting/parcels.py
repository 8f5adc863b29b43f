"""A parcel on its way: results to their owner, papers to the office (邮寄)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tongban.core.refusals import Refusal


class Direction(StrEnum):
    """Who sends."""

    OUT = "out"
    IN = "in"


class ParcelState(StrEnum):
    """Where a parcel is."""

    SENT = "sent"
    MOVING = "moving"
    DELIVERED = "delivered"
    RETURNED = "returned"


class Scan(StrEnum):
    """What is seen of a parcel."""

    MOVED = "moved"
    DELIVERED = "delivered"
    RETURNED = "returned"


PARCEL_WORDS: Final = {
    ParcelState.SENT: "已寄出",
    ParcelState.MOVING: "运送中",
    ParcelState.DELIVERED: "已签收",
    ParcelState.RETURNED: "已退回",
}
SCAN_WORDS: Final = {
    Scan.MOVED: "运送中",
    Scan.DELIVERED: "已签收",
    Scan.RETURNED: "退回寄件人",
}
_NEXT: Final[Mapping[tuple[ParcelState, Scan], ParcelState]] = {
    (ParcelState.SENT, Scan.MOVED): ParcelState.MOVING,
    (ParcelState.SENT, Scan.DELIVERED): ParcelState.DELIVERED,
    (ParcelState.SENT, Scan.RETURNED): ParcelState.RETURNED,
    (ParcelState.MOVING, Scan.MOVED): ParcelState.MOVING,
    (ParcelState.MOVING, Scan.DELIVERED): ParcelState.DELIVERED,
    (ParcelState.MOVING, Scan.RETURNED): ParcelState.RETURNED,
}


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
    found = _NEXT.get((state, scan))
    if found is None:
        raise ScanNotNow(state)
    return found


def check_waybill(carrier: str, waybill: str) -> tuple[str, str]:
    """Return carrier and waybill as they are kept; refuse an empty one."""
    named, number = carrier.strip(), "".join(waybill.split()).upper()
    if not named or not number:
        raise WaybillMissing
    return named, number
