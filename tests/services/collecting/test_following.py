"""A carrier is asked over the network: one parcel, whatever fails on the way."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from tests.gateways.carrier_site import KEY, NAME, Books, carrier_site
from tests.services.cases.stage import at, envelope
from tests.services.collecting.test_operations import POST, closed, lying, send

from tongban.core.collecting.booking import WAITS
from tongban.core.collecting.parcels import Scan
from tongban.core.collecting.wishes import Way, Wish
from tongban.records.collecting.models import CarrierNote, Parcel
from tongban.services.collecting import operations
from tongban.services.collecting.following import (
    BookingRound,
    book_parcels,
    handle_notes,
    track_parcels,
)
from tongban.services.collecting.notes import ScanNote, take_notes
from tongban.services.collecting.queries import collecting_of, label_of
from tongban.services.collecting.trays import Tray

MORNING = at("2023-09-11", 11)
DAY = date(2023, 9, 11)


@pytest.fixture(autouse=True)
def books(settings) -> Iterator[Books]:
    with carrier_site() as (url, kept):
        settings.TONGBAN_CARRIER = "http"
        settings.CARRIER = (NAME, url, KEY)
        yield kept


def order(number: str, key: str = "") -> None:
    operations.order_parcel(envelope("clerk1", key=key), number=number)


def parcel() -> Parcel:
    return Parcel.objects.get()


@pytest.mark.clause("GD18-通办二")
def test_an_ordered_parcel_gets_its_waybill_and_is_followed_to_the_door(books):
    number = closed(POST)
    order(number)
    assert (parcel().state, parcel().waybill) == ("ordered", "")
    assert lying(Tray.TO_SEND, DAY) == []
    assert lying(Tray.ON_THE_WAY, DAY) == [number]

    assert book_parcels(MORNING) == BookingRound(booked=1)
    assert (parcel().state, parcel().waybill) == ("sent", "SF0001")
    assert books.orders[0]["receiver"] == {
        "name": "赵磊",
        "phone": "10012345678",
        "address": "潍坊市奎文区示例路2号",
    }
    label = label_of(envelope("clerk1").actor, number)
    assert label is not None
    assert (label.carrier, label.waybill) == (NAME, "SF0001")

    books.scans["SF0001"] = [
        {"scan": "moved", "at": "2023-09-12T08:00:00+08:00", "words": "到达潍坊"},
        {"scan": "delivered", "at": "2023-09-13T10:00:00+08:00", "words": "已签收"},
    ]
    assert track_parcels(at("2023-09-13", 12)) == 2
    assert track_parcels(at("2023-09-13", 12)) == 0
    found = collecting_of(number)
    assert found is not None
    assert [scan.words for scan in found.parcels[0].scans] == ["已签收", "到达潍坊"]
    assert found.collected_at == at("2023-09-13")


def test_an_order_taken_without_our_knowing_is_no_second_parcel(books):
    number = closed(POST)
    order(number)
    books.status = 503  # the carrier took it, its answer got lost
    assert book_parcels(MORNING) == BookingRound(waiting=1)
    assert parcel().fault == "http_503"
    assert book_parcels(MORNING) == BookingRound()  # not before its time

    books.status = 200
    assert book_parcels(MORNING + WAITS[0]) == BookingRound(booked=1)
    assert list(books.waybills.values()) == [parcel().waybill]
    assert len(books.orders) == 2


def test_after_the_last_try_a_person_takes_over_and_the_key_stays(books):
    number = closed(POST)
    order(number)
    books.status = 500
    moment = MORNING
    for wait in (*WAITS, timedelta()):
        book_parcels(moment)
        moment += wait
    assert (parcel().state, parcel().declined) == ("unplaced", False)
    assert lying(Tray.TROUBLED, DAY) == [number]

    books.status = 200
    order(number)
    book_parcels(at("2023-09-13"))
    assert parcel().state == "sent"
    assert len(books.waybills) == 1


def test_what_the_carrier_declines_is_ordered_anew_to_a_better_address(books):
    number = closed(POST)
    order(number)
    books.status = 422
    assert book_parcels(MORNING) == BookingRound(declined=1)
    assert lying(Tray.TROUBLED, DAY) == [number]
    operations.choose(
        envelope("zhaolei"),
        number=number,
        wish=Wish(Way.POST, "赵磊", "10012345678", "潍坊市潍城区示例路9号"),
    )

    books.status = 200
    order(number)
    book_parcels(MORNING)
    assert [row.state for row in Parcel.objects.order_by("pk")] == ["unplaced", "sent"]
    assert lying(Tray.TROUBLED, DAY) == []
    assert "9号" in str(books.orders[-1]["receiver"])


def test_an_order_that_may_have_arrived_is_not_sent_to_another_address(books):
    number = closed(POST)
    order(number)
    books.status = 500
    moment = MORNING
    for wait in (*WAITS, timedelta()):
        book_parcels(moment)
        moment += wait
    operations.choose(
        envelope("zhaolei", "2023-09-13"),
        number=number,
        wish=Wish(Way.POST, "赵磊", "10012345678", "潍坊市潍城区示例路9号"),
    )
    books.status = 200
    operations.order_parcel(envelope("clerk1", "2023-09-13", hour=11), number=number)
    book_parcels(at("2023-09-13", 12))
    assert Parcel.objects.count() == 2
    assert "9号" in str(books.orders[-1]["receiver"])


def test_pressing_twice_orders_once_and_what_is_ordered_stays_as_it_is(books):
    number = closed(POST)
    order(number, key="once")
    order(number, key="once")
    assert Parcel.objects.count() == 1
    with pytest.raises(operations.TooLateToChoose):
        order(number)
    with pytest.raises(operations.TooLateToChoose):
        operations.choose(envelope("zhaolei"), number=number, wish=Wish(Way.COUNTER))


def test_two_parcels_never_share_a_waybill(books):
    number = closed(POST)
    operations.note_materials(
        envelope("zhaolei"), number=number, carrier_name=NAME, waybill="SF0001"
    )
    order(number)
    assert book_parcels(MORNING) == BookingRound(declined=1)
    assert Parcel.objects.last().fault == "waybill_used"


def test_a_carrier_that_is_away_is_not_asked_for_every_parcel(books):
    number = closed(POST)
    order(number)
    book_parcels(MORNING)
    books.status = 500
    assert track_parcels(at("2023-09-12")) == 0
    assert parcel().state == "sent"


def test_parcels_of_other_carriers_are_not_asked_for(books):
    number = closed(POST)
    send(number, "EM7")
    books.scans["EM7"] = [{"scan": "moved", "at": "2023-09-12T08:00:00+08:00"}]
    assert track_parcels(at("2023-09-12")) == 0


def told(scan: Scan, day: str, words: str = "", waybill: str = "SF0001") -> None:
    take_notes(NAME, [ScanNote(waybill, scan, at(day), words)], now=at(day))


def test_what_the_carrier_tells_by_itself_counts_once_with_what_was_asked(books):
    number = closed(POST)
    order(number)
    book_parcels(MORNING)
    told(Scan.MOVED, "2023-09-12", "快递员 10012345678 揽收")
    told(Scan.MOVED, "2023-09-12", "快递员 10012345678 揽收")
    told(Scan.MOVED, "2023-09-12", waybill="UNKNOWN")
    assert CarrierNote.objects.count() == 2
    assert handle_notes(at("2023-09-12", 11)) == 1
    assert handle_notes(at("2023-09-12", 11)) == 0
    books.scans["SF0001"] = [{"scan": "moved", "at": "2023-09-12T10:00:00+08:00"}]
    assert track_parcels(at("2023-09-12", 12)) == 0
    found = collecting_of(number)
    assert found is not None
    assert [one.words for one in found.parcels[0].scans] == ["快递员 100****5678 揽收"]


def test_late_news_of_an_arrived_parcel_is_kept_and_changes_nothing(books):
    number = closed(POST)
    order(number)
    book_parcels(MORNING)
    told(Scan.DELIVERED, "2023-09-13")
    handle_notes(at("2023-09-13"))
    told(Scan.MOVED, "2023-09-12")
    assert handle_notes(at("2023-09-13")) == 1
    assert parcel().state == "delivered"
    assert parcel().scans.count() == 2
    assert lying(Tray.TROUBLED, DAY) == []


@pytest.mark.parametrize("scan", [Scan.RETURNED, Scan.LOST])
def test_a_parcel_that_came_back_or_got_lost_is_sent_again_or_fetched(books, scan):
    number = closed(POST)
    order(number)
    book_parcels(MORNING)
    told(scan, "2023-09-14")
    handle_notes(at("2023-09-14"))
    assert lying(Tray.TROUBLED, DAY) == [number]
    assert lying(Tray.TO_SEND, DAY) == []

    operations.choose(envelope("clerk1"), number=number, wish=Wish(Way.COUNTER))
    assert lying(Tray.TROUBLED, DAY) == []
    assert lying(Tray.TO_FETCH, DAY) == [number]
    operations.choose(envelope("clerk1"), number=number, wish=POST)
    order(number)
    assert lying(Tray.TROUBLED, DAY) == []
    assert lying(Tray.ON_THE_WAY, DAY) == [number]


def test_where_no_carrier_is_set_up_waybills_are_typed(settings):
    number = closed(POST)
    settings.TONGBAN_CARRIER = "none"
    with pytest.raises(operations.NoCarrier):
        order(number)
    assert book_parcels(MORNING) == BookingRound()
    assert track_parcels(MORNING) == 0
    send(number, "EM8")
    assert parcel().state == "sent"
