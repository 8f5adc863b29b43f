"""A result finds its owner: by post with its way followed, or over the counter."""

from datetime import date, timedelta

import pytest
from tests.services.cases.stage import at, envelope, submitted

from tongban.core.cases.decisions.handling import Decision
from tongban.core.collecting.parcels import Scan
from tongban.core.collecting.wishes import Way, Wish
from tongban.records.cases.models import Case
from tongban.records.collecting.models import CollectionWish, Parcel
from tongban.services.cases.handling import review_case
from tongban.services.cases.intake import accept_case
from tongban.services.collecting import operations
from tongban.services.collecting.following import track_parcels
from tongban.services.collecting.queries import collecting_of, label_of
from tongban.services.collecting.trays import Tray, tray

POST = Wish(Way.POST, "赵磊", "10012345678", "潍坊市奎文区示例路2号")
NO = Decision(approved=False, amount_fen=0, words="不属于支付范围", clause="SD28-16")


def closed(wish: Wish | None = None) -> str:
    number = submitted().number
    if wish is not None:
        operations.choose(envelope("zhaolei"), number=number, wish=wish)
    accept_case(envelope("clerk1"), number=number)
    review_case(envelope("reviewer1"), number=number, decision=NO)
    assert Case.objects.get(number=number).state == "closed"
    return number


def lying(which: Tray, day: date) -> list[str]:
    return [line.number for line in tray(envelope("clerk1").actor, which, day)]


def send(number: str, waybill: str = "EM100", key: str = "") -> None:
    operations.send_result(
        envelope("clerk1", key=key), number=number, carrier_name="邮政", waybill=waybill
    )


@pytest.mark.clause("GD18-通办二")
def test_a_parcel_is_followed_until_it_is_delivered():
    number = closed(POST)
    assert lying(Tray.TO_SEND, date(2023, 9, 11)) == [number]

    send(number)
    assert track_parcels(at("2023-09-11", 15)) == 0
    assert track_parcels(at("2023-09-12", 11)) == 2
    assert track_parcels(at("2023-09-12", 11)) == 0
    assert track_parcels(at("2023-09-13", 11)) == 1

    found = collecting_of(number)
    assert found is not None
    assert found.parcels[0].state == "delivered"
    assert found.collected_at == at("2023-09-13")
    assert found.may_change is False


def test_a_parcel_that_comes_back_can_be_sent_again_after_a_better_address():
    number = closed(POST)
    send(number, "EM100R")
    track_parcels(at("2023-09-15", 11))
    assert [
        line.number
        for line in tray(envelope("clerk1").actor, Tray.TROUBLED, date(2023, 9, 15))
    ] == [number]

    operations.choose(
        envelope("zhaolei"),
        number=number,
        wish=Wish(Way.POST, "赵磊", "10012345678", "潍坊市潍城区示例路9号"),
    )
    send(number, "EM200")

    label = label_of(envelope("clerk1").actor, number)
    assert label is not None
    assert label.address.endswith("9号")
    assert Parcel.objects.filter(case__number=number).count() == 2


def test_what_is_on_its_way_is_not_sent_twice_nor_chosen_anew():
    number = closed(POST)
    send(number, key="k-1")
    send(number, key="k-1")
    assert Parcel.objects.count() == 1
    with pytest.raises(operations.TooLateToChoose):
        send(number, "EM300")
    with pytest.raises(operations.TooLateToChoose):
        operations.choose(envelope("zhaolei"), number=number, wish=Wish(Way.COUNTER))


def test_only_a_finished_case_that_wants_the_post_is_sent_under_its_own_waybill():
    running = submitted().number
    with pytest.raises(operations.NotFinished):
        send(running)
    with pytest.raises(operations.NotFinished):
        operations.hand_over(envelope("clerk1"), number=running, taken_by="本人")
    operations.note_materials(
        envelope("zhaolei"), number=running, carrier_name="邮政", waybill="EM1"
    )
    with pytest.raises(operations.WaybillUsed):
        operations.note_materials(
            envelope("zhaolei"), number=running, carrier_name="邮政", waybill="em 1"
        )


def test_over_the_counter_it_is_written_down_who_took_it_once():
    number = closed(Wish(Way.COUNTER))
    today = date(2023, 9, 11)
    lines = tray(envelope("clerk1").actor, Tray.TO_FETCH, today + timedelta(days=15))
    assert [(line.number, line.late) for line in lines] == [(number, True)]
    with pytest.raises(operations.ReceiverMissing):
        operations.hand_over(envelope("clerk1"), number=number, taken_by=" ")

    operations.hand_over(envelope("clerk1"), number=number, taken_by="本人")
    operations.hand_over(envelope("clerk2"), number=number, taken_by="别人")

    wish = CollectionWish.objects.get(case__number=number)
    assert wish.collected_by == "本人"
    assert tray(envelope("clerk1").actor, Tray.TO_FETCH, today) == ()
    with pytest.raises(operations.TooLateToChoose):
        operations.choose(envelope("zhaolei"), number=number, wish=POST)


def test_materials_that_come_by_post_are_confirmed_by_hand():
    number = submitted().number
    operations.note_materials(
        envelope("zhaolei"), number=number, carrier_name="邮政", waybill="EM9"
    )
    parcel = Parcel.objects.get()
    operations.note_scan(
        envelope("clerk1"), parcel_id=parcel.pk, scan=Scan.DELIVERED, words="已收到"
    )

    found = collecting_of(number)
    assert found is not None
    assert (found.parcels[0].incoming, found.parcels[0].words) == (True, "已签收")
    assert found.collected_at is None


def test_nobody_chooses_for_somebody_elses_case():
    number = submitted().number
    with pytest.raises(operations.NotYours):
        operations.choose(envelope("limin"), number=number, wish=POST)
