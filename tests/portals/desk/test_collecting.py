"""The trays of results to collect, and the owner's page of the same."""

import pytest
from django.test import Client
from tests.portals.citizen.visitors import hidden, signed_in
from tests.portals.desk.staff import (
    at_desk,
    case_of,
    handed_in,
    move_clock,
    words,
)
from tests.services.cases.stage import at, envelope

from tongban.core.cases.decisions.handling import Decision
from tongban.core.collecting.wishes import Way, Wish
from tongban.records.audit.models import AccessLook
from tongban.records.collecting.models import CollectionWish, Parcel
from tongban.services.cases.handling import review_case
from tongban.services.cases.intake import accept_case
from tongban.services.collecting.following import book_parcels, track_parcels
from tongban.services.collecting.operations import choose

NO = Decision(approved=False, amount_fen=0, words="不属于支付范围", clause="SD28-16")
POST = {
    "way": "post",
    "receiver": "赵磊",
    "phone": "10012345678",
    "address": "潍坊市奎文区示例路2号",
}

WISH = Wish(Way.POST, "赵磊", "10012345678", POST["address"])


def test_the_owner_asks_for_the_post_and_the_window_sends_it(clerk):
    number = handed_in()
    owner = signed_in("zhaolei")
    address = f"/my/cases/{number}/collect/"
    page = owner.post(
        address, {"key": hidden(owner.get(address), "key"), **POST}, follow=True
    )
    assert "示例路2号" in words(page)
    accept_case(envelope("clerk1"), number=number)
    review_case(envelope("reviewer1"), number=number, decision=NO)

    trays = clerk.get("/desk/collecting/?tray=to_send")
    assert number in words(trays)
    assert "示例路2号" in words(clerk.get(f"/desk/collecting/{number}/label/"))
    sent = {
        "do": "send",
        "tray": "to_send",
        "number": number,
        "carrier": "邮政",
        "waybill": "EM100",
        "key": hidden(trays, "key"),
    }
    assert "已登记寄出" in words(clerk.post("/desk/collecting/", sent, follow=True))

    assert "EM100" in words(owner.get(address))


def test_what_is_missing_is_said_and_a_result_is_handed_over_once_finished(clerk):
    number = handed_in()
    owner = signed_in("zhaolei")
    address = f"/my/cases/{number}/collect/"
    key = hidden(owner.get(address), "key")
    assert owner.post(address, {"key": key, "way": "post"}).status_code == 409

    page = clerk.get("/desk/collecting/")
    sent = {
        "do": "fetch",
        "number": number,
        "taken_by": "本人",
        "key": hidden(page, "key"),
    }
    early = clerk.post("/desk/collecting/", sent)
    assert early.status_code == 409
    accept_case(envelope("clerk1"), number=number)
    review_case(envelope("reviewer1"), number=number, decision=NO)
    clerk.post("/desk/collecting/", sent)

    wish = CollectionWish.objects.get(case=case_of(number))
    assert (wish.collected_by, wish.collected_at is not None) == ("本人", True)


def test_a_strangers_case_is_not_shown():
    number = handed_in()

    answer = signed_in("limin").get(f"/my/cases/{number}/collect/")

    assert answer.status_code in {403, 404}


def closed_by_post(clerk) -> str:
    number = handed_in()
    choose(envelope("zhaolei"), number=number, wish=WISH)
    accept_case(envelope("clerk1"), number=number)
    review_case(envelope("reviewer1"), number=number, decision=NO)
    return number


def press(clerk, number: str, do: str, **fields: object):
    address = f"/desk/collecting/{number}/"
    sent = {"do": do, "key": hidden(clerk.get(address), "key"), **fields}
    return clerk.post(address, sent, follow=True)


@pytest.mark.clause("GD18-通办二")
def test_a_parcel_is_ordered_from_the_tray_and_its_label_names_the_waybill(clerk):
    number = closed_by_post(clerk)
    page = clerk.get("/desk/collecting/?tray=to_send")
    sent = {
        "do": "order",
        "tray": "to_send",
        "number": number,
        "key": hidden(page, "key"),
    }
    told = clerk.post("/desk/collecting/", sent, follow=True)
    assert "已向快递公司下单" in words(told)
    assert "已下单，等运单号" in words(clerk.get(f"/desk/collecting/{number}/"))
    book_parcels(at("2023-09-11", 11))
    waybill = Parcel.objects.get().waybill
    assert waybill in words(clerk.get(f"/desk/collecting/{number}/label/"))
    assert waybill in words(clerk.get("/desk/collecting/?tray=on_the_way"))


@pytest.mark.parametrize(
    ("scan", "advice"),
    [("returned", "结果退回来了"), ("lost", "结果在路上丢了")],
)
def test_a_parcel_in_trouble_says_what_to_do_and_is_solved(clerk, scan, advice):
    number = closed_by_post(clerk)
    press(clerk, number, "send", carrier="邮政", waybill="EM1")
    parcel = Parcel.objects.get()
    press(clerk, number, "scan", parcel=parcel.pk, scan=scan, words="")
    tray = clerk.get("/desk/collecting/?tray=troubled")
    assert (number in words(tray), advice in words(tray)) == (True, True)
    assert advice in words(clerk.get(f"/desk/collecting/{number}/"))

    changed = press(clerk, number, "choose", collect="counter")
    assert "领取方式已经改好" in words(changed)
    assert advice not in words(changed)
    assert number not in words(clerk.get("/desk/collecting/?tray=troubled"))
    assert number in words(clerk.get("/desk/collecting/?tray=to_fetch"))
    assert "已登记领取" in words(press(clerk, number, "fetch", taken_by="本人"))


def test_a_parcel_that_is_silent_for_a_week_is_to_be_asked_about(clerk):
    number = closed_by_post(clerk)
    press(clerk, number, "send", carrier="邮政", waybill="EM1")
    assert "没有新动向" not in words(clerk.get("/desk/collecting/?tray=on_the_way"))
    move_clock("2023-09-18")
    late = words(clerk.get("/desk/collecting/?tray=on_the_way"))
    assert "7天没有新动向" in late


def test_a_faulty_change_is_told_with_what_was_typed(clerk):
    number = closed_by_post(clerk)
    address = "潍坊市潍城区示例路9号"
    answer = press(
        clerk, number, "choose", collect="post", receiver="", collect_address=address
    )
    assert answer.status_code == 409
    assert address in answer.content.decode()
    assert CollectionWish.objects.get().address == POST["address"]


def test_what_is_not_to_be_done_is_not_offered(clerk, settings):
    running = handed_in()
    page = words(clerk.get(f"/desk/collecting/{running}/"))
    assert "还没有办结" in page
    assert "下单" not in page
    settings.TONGBAN_CARRIER = "none"
    number = closed_by_post(clerk)
    page = words(clerk.get(f"/desk/collecting/{number}/"))
    assert "向快递公司下单" not in page
    assert "登记" in page


def test_another_offices_result_is_not_opened():
    number = handed_in(region="370702")
    assert at_desk("kuiwen-clerk").get(f"/desk/collecting/{number}/").status_code == 404


def test_the_owner_follows_the_parcel_and_others_see_no_address(clerk):
    number = closed_by_post(clerk)
    press(clerk, number, "send", carrier="邮政", waybill="EM12345678")
    track_parcels(at("2023-09-13", 11))
    owner = words(signed_in("zhaolei").get(f"/my/cases/{number}/"))
    assert "寄给您的结果：已签收" in owner
    assert "EM12345678" in owner
    assert "到达收件地" in owner

    sent = {"number": number, "code": case_of(number).query_code}
    anybody = words(Client().post("/progress/", sent))
    assert "寄给您的结果：已签收" in anybody
    assert "末四位 5678" in anybody
    assert "EM12345678" not in anybody
    assert "示例路2号" not in anybody
    answer = Client().get("/api/v1/progress", sent).json()
    assert [one["words"] for one in answer["parcels"]] == ["已签收"]


def test_who_reads_an_address_is_written_down(clerk):
    number = closed_by_post(clerk)
    clerk.get(f"/desk/collecting/{number}/")
    clerk.get(f"/desk/collecting/{number}/label/")
    looks = AccessLook.objects.filter(case_number=number)
    assert {look.reason for look in looks} >= {"查看邮寄地址", "打印邮寄地址"}
