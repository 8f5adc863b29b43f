"""The local carrier tells as much of its story as time has passed."""

from datetime import UTC, datetime, timedelta

from tongban.gateways.carrier import LocalCarrier

SENT = datetime(2023, 9, 11, 2, tzinfo=UTC)


def told(waybill: str, **passed: int) -> list[str]:
    now = SENT + timedelta(**passed)
    return [one.scan for one in LocalCarrier().track(waybill, sent_at=SENT, now=now)]


def test_a_parcel_arrives_on_the_second_day_or_comes_back_on_the_third():
    assert told("EM1", hours=5) == []
    assert told("EM1", hours=6) == ["moved"]
    assert told("EM1", days=2) == ["moved", "moved", "delivered"]
    assert told("EM1R", days=2) == ["moved", "moved"]
    assert told("EM1R", days=3) == ["moved", "moved", "returned"]
