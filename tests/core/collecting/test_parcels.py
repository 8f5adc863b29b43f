"""Scans move a parcel forward; what has arrived or come back stays so."""

import pytest

from tongban.core.collecting.parcels import (
    GIVEN_AWAY,
    TROUBLED,
    ParcelState,
    Scan,
    ScanNotNow,
    WaybillMissing,
    after_late_scan,
    after_scan,
    check_waybill,
    without_phones,
)

ENDED = (
    ParcelState.ORDERED,
    ParcelState.UNPLACED,
    ParcelState.DELIVERED,
    ParcelState.RETURNED,
)


@pytest.mark.parametrize("scan", list(Scan))
def test_a_parcel_moves_until_it_arrives_or_comes_back(scan):
    for state in (ParcelState.SENT, ParcelState.MOVING, ParcelState.LOST):
        assert after_scan(state, scan).value.startswith(scan.value[:3])
    for state in ENDED:
        with pytest.raises(ScanNotNow):
            after_scan(state, scan)


def test_late_news_of_what_has_arrived_changes_nothing():
    for state in ENDED:
        assert after_late_scan(state, Scan.MOVED) is state
    assert after_late_scan(ParcelState.SENT, Scan.LOST) is ParcelState.LOST
    assert after_late_scan(ParcelState.LOST, Scan.DELIVERED) is ParcelState.DELIVERED


def test_a_result_is_given_away_or_in_trouble_never_both():
    assert frozenset() == GIVEN_AWAY & TROUBLED
    assert set(ParcelState) == GIVEN_AWAY | TROUBLED


def test_phones_in_a_carriers_words_are_masked():
    told = "快递员李四（10012345678）派送，运单1234567890123456"
    assert without_phones(told) == "快递员李四（100****5678）派送，运单1234567890123456"


def test_a_waybill_is_kept_plain_and_never_empty():
    assert check_waybill(" 邮政 ", "ab 12 cd") == ("邮政", "AB12CD")
    for carrier, waybill in ((" ", "1"), ("邮政", " ")):
        with pytest.raises(WaybillMissing):
            check_waybill(carrier, waybill)
