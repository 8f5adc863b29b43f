"""Scans move a parcel forward; what has arrived or come back stays so."""

import pytest

from tongban.core.collecting.parcels import (
    ParcelState,
    Scan,
    ScanNotNow,
    WaybillMissing,
    after_scan,
    check_waybill,
)

ENDED = (ParcelState.DELIVERED, ParcelState.RETURNED)


@pytest.mark.parametrize("scan", list(Scan))
def test_a_parcel_moves_until_it_arrives_or_comes_back(scan):
    for state in (ParcelState.SENT, ParcelState.MOVING):
        assert after_scan(state, scan).value.startswith(scan.value[:3])
    for state in ENDED:
        with pytest.raises(ScanNotNow):
            after_scan(state, scan)


def test_a_waybill_is_kept_plain_and_never_empty():
    assert check_waybill(" 邮政 ", "ab 12 cd") == ("邮政", "AB12CD")
    for carrier, waybill in ((" ", "1"), ("邮政", " ")):
        with pytest.raises(WaybillMissing):
            check_waybill(carrier, waybill)
