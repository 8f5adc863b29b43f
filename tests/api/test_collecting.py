"""How a result is collected, over the API; and what the carrier tells us."""

import json
import time

import pytest
from django.test import Client
from tests.api.sending import Caller, caller, claim, problem_of
from tests.services.cases.stage import envelope

from tongban.core.collecting.parcels import Direction
from tongban.gateways.signed_http import signature
from tongban.records.collecting.models import CarrierNote, CollectionWish, Parcel
from tongban.services.access.scope import leave_scope
from tongban.services.collecting.operations import note_materials

KEY = "p" * 40
SCANS = "/api/v1/parcels/scans"
POST = {
    "way": "post",
    "receiver": "赵磊",
    "phone": "10012345678",
    "address": "潍坊市奎文区示例路2号",
}


def put(who: Caller, number: str, body: object, key: str = "k-1"):
    return who.client.put(
        f"/api/v1/cases/{number}/collection",
        body,
        content_type="application/json",
        headers={"Authorization": f"Bearer {who.token}", "Idempotency-Key": key},
    )


def filed(who: Caller, **changes: object) -> str:
    answer = who.send("/cases", claim(**changes))
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.json()["number"])


def test_the_way_is_chosen_with_the_application_and_read_in_the_case():
    owner = caller("zhaolei")
    number = filed(owner, collection=POST, papers=[], incomplete=True)
    found = owner.get(f"/cases/{number}").json()["collection"]
    assert {name: found[name] for name in POST} == POST
    assert (found["words"], found["may_change"], found["parcels"]) == ("邮寄", True, [])


def test_without_a_choice_it_is_online():
    owner = caller("zhaolei")
    number = filed(owner, papers=[], incomplete=True)
    found = owner.get(f"/cases/{number}").json()["collection"]
    assert (found["way"], found["address"]) == ("online", "")


def test_staff_read_the_address_masked():
    clerk = caller("clerk1")
    number = filed(clerk, collection=POST)
    found = clerk.get(f"/cases/{number}").json()["collection"]
    assert (found["receiver"], found["phone"]) == ("赵*", "100****5678")
    assert found["address"] == "潍坊市奎文区*****"


@pytest.mark.parametrize("lacking", ["receiver", "phone", "address"])
def test_a_parcel_without_an_address_is_refused_with_the_application(lacking):
    body = claim(collection={**POST, lacking: ""})
    answer = caller("clerk1").send("/cases", body)
    expected = (
        "access.bad_phone" if lacking == "phone" else "collecting.address_missing"
    )
    assert problem_of(answer) == (422, expected)
    assert not CollectionWish.objects.exists()


def test_the_choice_is_changed_while_the_case_is_open():
    owner = caller("zhaolei")
    number = filed(owner, papers=[], incomplete=True)
    answer = put(owner, number, POST)
    assert answer.status_code == 200
    assert answer.json()["address"] == POST["address"]
    put(owner, number, {"way": "counter"}, key="k-2")
    assert put(owner, number, POST, key="k-1").json()["way"] == "counter"
    assert problem_of(put(owner, number, {"way": "online"}, key="k-1")) == (
        409,
        "cases.request_key_reused",
    )


def test_a_choice_that_cannot_be_met_or_read_is_refused():
    owner = caller("zhaolei")
    number = filed(owner, papers=[], incomplete=True)
    assert problem_of(put(owner, number, {"way": "post"})) == (
        422,
        "collecting.address_missing",
    )
    assert problem_of(put(owner, number, {"way": "pigeon"}))[0] == 422
    assert put(caller("limin"), number, POST).status_code in {403, 404}


def test_a_draft_carries_the_choice_into_the_case():
    clerk = caller("clerk1")
    body = claim()
    start = {name: body[name] for name in ("item", "audience", "party_id", "region")}
    code = clerk.send("/drafts", start).json()["code"]
    content = {name: body[name] for name in ("form", "situations", "papers")}
    saved = clerk.send(f"/drafts/{code}/save", {**content, "collection": POST})
    assert saved.status_code == 200, saved.content.decode()
    clerk.send(f"/drafts/{code}/submit")
    wish = CollectionWish.objects.get()
    assert (wish.way, wish.address) == ("post", POST["address"])


@pytest.fixture
def _carrier(settings):
    settings.TONGBAN_CARRIER = "http"
    settings.CARRIER = ("示例快递", "https://c.example/", KEY)


def tell(content: object, **changes: str):
    body = json.dumps(content).encode()
    moment = str(int(time.time()))
    headers = {
        "X-Tongban-Time": moment,
        "X-Tongban-Signature": signature(KEY, moment=moment, path=SCANS, body=body),
        **changes,
    }
    answer = Client().post(
        SCANS, body, content_type="application/json", headers=headers
    )
    leave_scope()
    return answer


def seen(**changes: object) -> dict[str, object]:
    one = {"waybill": "sf 1", "scan": "moved", "at": "2023-09-12T10:00:00+08:00"}
    return {"scans": [{**one, **changes}]}


@pytest.mark.usefixtures("_carrier")
def test_what_the_carrier_signed_is_kept_once():
    for _ in range(2):
        answer = tell(seen(words="快递员 10012345678"))
        assert answer.status_code == 204, answer.content.decode()
    note = CarrierNote.objects.get()
    assert (note.waybill, note.words) == ("SF1", "快递员 100****5678")


@pytest.mark.usefixtures("_carrier")
@pytest.mark.parametrize(
    "changes", [{"X-Tongban-Signature": "00"}, {"X-Tongban-Time": "1"}]
)
def test_what_the_carrier_did_not_sign_is_refused(changes):
    answer = tell(seen(), **changes)
    assert problem_of(answer) == (401, "collecting.signature_wrong")
    assert not CarrierNote.objects.exists()


def test_without_a_carrier_nobody_is_believed():
    # The empty key of a setting that is not set opens nothing.
    body = json.dumps(seen()).encode()
    moment = str(int(time.time()))
    signed = signature("", moment=moment, path=SCANS, body=body)
    answer = tell(seen(), **{"X-Tongban-Signature": signed, "X-Tongban-Time": moment})
    assert answer.status_code == 401


@pytest.mark.usefixtures("_carrier")
@pytest.mark.parametrize(
    "wrong",
    [{"scan": "flew"}, {"at": "2023-09-12T10:00:00"}, {"waybill": ""}],
)
def test_what_cannot_be_read_is_refused_whole(wrong):
    assert tell(seen(**wrong)).status_code == 422
    assert not CarrierNote.objects.exists()


def test_parcels_stand_in_the_answer_about_a_case():
    owner = caller("zhaolei")
    number = filed(owner, papers=[], incomplete=True)
    note_materials(
        envelope("zhaolei"), number=number, carrier_name="邮政", waybill="EM9"
    )
    (found,) = owner.get(f"/cases/{number}").json()["collection"]["parcels"]
    assert Parcel.objects.get().direction == Direction.IN.value
    assert (found["incoming"], found["waybill"], found["words"]) == (
        True,
        "EM9",
        "已寄出",
    )
