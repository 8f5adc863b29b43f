"""Carriers: the double tells its story; a real one is asked by signed requests."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from tests.gateways.carrier_site import KEY, NAME, Books, carrier_site

from tongban.gateways import signed_http
from tongban.gateways.carrier import LocalCarrier, carrier
from tongban.gateways.carrier_http import HttpCarrier
from tongban.gateways.carrier_values import (
    Address,
    Booked,
    Declined,
    Order,
    Seen,
    Unreached,
)

SENT = datetime(2023, 9, 11, 2, tzinfo=UTC)
ORDER = Order(
    key="a1" * 16,
    sender=Address("奎文区医疗保障局", "0536-0000000", "示例路1号"),
    receiver=Address("赵磊", "10012345678", "潍坊市奎文区示例路2号"),
)


def told(waybill: str, **passed: int) -> list[str]:
    now = SENT + timedelta(**passed)
    seen = LocalCarrier().track(waybill, sent_at=SENT, now=now)
    assert isinstance(seen, tuple)
    return [one.scan for one in seen]


def test_a_parcel_arrives_on_the_second_day_or_comes_back_or_gets_lost():
    assert told("EM1", hours=5) == []
    assert told("EM1", hours=6) == ["moved"]
    assert told("EM1", days=2) == ["moved", "moved", "delivered"]
    assert told("EM1R", days=2) == ["moved", "moved"]
    assert told("EM1R", days=3) == ["moved", "moved", "returned"]
    assert told("EM1L", days=4) == ["moved", "moved", "lost"]


def test_the_double_gives_one_key_one_waybill():
    first, again = LocalCarrier().book(ORDER), LocalCarrier().book(ORDER)
    other = LocalCarrier().book(Order("b2", ORDER.sender, ORDER.receiver))
    assert first == again
    assert isinstance(first, Booked)
    assert first != other


@pytest.fixture
def site() -> Iterator[tuple[str, Books]]:
    with carrier_site() as found:
        yield found


def test_an_order_is_signed_and_carried_once_however_often_it_is_sent(site):
    url, books = site
    there = HttpCarrier(NAME, url, KEY)

    assert there.book(ORDER) == there.book(ORDER) == Booked(NAME, "SF0001")

    assert books.waybills == {ORDER.key: "SF0001"}
    assert books.orders[0] == {
        "key": ORDER.key,
        "sender": {
            "name": "奎文区医疗保障局",
            "phone": "0536-0000000",
            "address": "示例路1号",
        },
        "receiver": {
            "name": "赵磊",
            "phone": "10012345678",
            "address": "潍坊市奎文区示例路2号",
        },
    }


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (422, None, Declined("http_422")),
        (429, None, Unreached("http_429")),
        (408, None, Unreached("http_408")),
        (503, None, Unreached("http_503")),
        (302, None, Unreached("http_302")),
        (200, b"no json", Unreached("unreadable")),
        (200, b"[]", Unreached("unreadable")),
        (200, b'{"waybill": "a/../b"}', Unreached("unreadable")),
        (200, b'{"waybill": ""}', Unreached("unreadable")),
    ],
)
def test_what_an_answer_to_an_order_means(site, status, body, outcome):
    url, books = site
    books.status, books.body = status, body
    assert HttpCarrier(NAME, url, KEY).book(ORDER) == outcome


def test_another_key_is_declined(site):
    url, books = site
    assert HttpCarrier(NAME, url, "x" * 40).book(ORDER) == Declined("http_401")
    assert books.orders == []


def test_nobody_there_may_be_tried_again():
    nobody = HttpCarrier(NAME, "http://127.0.0.1:9/", KEY)
    assert nobody.book(ORDER) == Unreached("unreachable")
    assert nobody.track("SF1", sent_at=SENT, now=SENT) == Unreached("unreachable")


def test_a_carrier_that_does_not_answer_is_left_after_a_while(site, monkeypatch):
    url, books = site
    books.seconds = 0.6
    monkeypatch.setattr(signed_http, "ANSWER_SECONDS_MAX", 0.2)
    assert HttpCarrier(NAME, url, KEY).book(ORDER) == Unreached("unreachable")


def test_what_was_seen_is_told_oldest_first_without_what_cannot_be_read(site):
    url, books = site
    books.scans["SF1"] = [
        {"scan": "delivered", "at": "2023-09-13T10:00:00+08:00", "words": "已签收"},
        {"scan": "moved", "at": "2023-09-12T10:00:00+08:00"},
        {"scan": "sneezed", "at": "2023-09-12T10:00:00+08:00"},
        {"scan": "moved", "at": "yesterday"},
        {"scan": "moved", "at": "2023-09-12T10:00:00"},
    ]
    found = HttpCarrier(NAME, url, KEY).track("SF1", sent_at=SENT, now=SENT)
    assert found == (
        Seen("moved", datetime(2023, 9, 12, 2, tzinfo=UTC), ""),
        Seen("delivered", datetime(2023, 9, 13, 2, tzinfo=UTC), "已签收"),
    )


@pytest.mark.parametrize(
    ("status", "body", "found"),
    [
        (404, None, ()),
        (500, None, Unreached("http_500")),
        (200, json.dumps({"scans": "none"}).encode(), Unreached("unreadable")),
    ],
)
def test_what_an_answer_about_a_waybill_means(site, status, body, found):
    url, books = site
    books.scans["SF1"] = []
    books.status, books.body = status, body
    there = HttpCarrier(NAME, url, KEY)
    assert there.track("SF1", sent_at=SENT, now=SENT) == found


def test_a_waybill_is_no_path(site):
    url, books = site
    there = HttpCarrier(NAME, url, KEY)
    assert there.track("../x?y", sent_at=SENT, now=SENT) == ()
    assert books.unsigned == 0


def test_an_order_does_not_show_who_it_is_for():
    assert "赵磊" not in repr(ORDER)
    assert "10012345678" not in repr(ORDER)


def test_the_setting_chooses_who_carries(settings):
    settings.CARRIER = (NAME, "https://c.example/", KEY)
    settings.TONGBAN_CARRIER = "local"
    assert isinstance(carrier(), LocalCarrier)
    settings.TONGBAN_CARRIER = "http"
    assert carrier() == HttpCarrier(NAME, "https://c.example/", KEY)
    settings.TONGBAN_CARRIER = "none"
    assert carrier() is None
