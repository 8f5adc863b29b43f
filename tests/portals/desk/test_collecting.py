"""The trays of results to collect, and the owner's page of the same."""

from tests.portals.citizen.visitors import hidden, signed_in
from tests.portals.desk.staff import case_of, handed_in, words
from tests.services.cases.stage import envelope

from tongban.core.cases.decisions.handling import Decision
from tongban.records.collecting.models import CollectionWish
from tongban.services.cases.handling import review_case
from tongban.services.cases.intake import accept_case

NO = Decision(approved=False, amount_fen=0, words="不属于支付范围", clause="SD28-16")
POST = {
    "way": "post",
    "receiver": "赵磊",
    "phone": "10012345678",
    "address": "潍坊市奎文区示例路2号",
}


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
