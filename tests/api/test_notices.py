"""Receipts and replies that suppliers send: signed, kept once, worked on later."""

import json
import time

import pytest
from django.test import Client
from tests.services.notices.telling import NOON, YOUNG, phone_of, received

from tongban.gateways.signed_http import signature
from tongban.records.notices.models import Delivery, Inbound, Reply
from tongban.services.access.scope import leave_scope
from tongban.services.notices.receiving import handle_incoming
from tongban.services.notices.rounds import run_round

KEY = "s" * 40
RECEIPTS = "/api/v1/notices/receipts"
REPLIES = "/api/v1/notices/replies"


@pytest.fixture(autouse=True)
def _suppliers(settings, tmp_path):
    settings.TONGBAN_HOME = tmp_path
    settings.TONGBAN_MESSAGING = "local"
    settings.MESSAGING_SUPPLIERS = (("first", "https://a.example/", KEY),)


def post(path: str, content: object, **changes: str):
    body = json.dumps(content).encode()
    moment = str(int(time.time()))
    headers = {
        "X-Tongban-Supplier": "first",
        "X-Tongban-Time": moment,
        "X-Tongban-Signature": signature(KEY, moment=moment, path=path, body=body),
        **changes,
    }
    answer = Client().post(path, body, content_type="application/json", headers=headers)
    leave_scope()
    return answer


def handed_over() -> Delivery:
    received()
    run_round(NOON)
    return Delivery.objects.get()


def receipt(key: str, **changes: object) -> dict[str, object]:
    one = {"key": "x1", "message": key, "delivered": True, **changes}
    return {"receipts": [one]}


def test_a_signed_receipt_is_kept_once_and_takes_effect():
    delivery = handed_over()
    for _ in range(2):
        assert post(RECEIPTS, receipt(delivery.key)).status_code == 204
    assert Inbound.objects.count() == 1
    assert handle_incoming(NOON) == 1
    delivery.refresh_from_db()
    assert delivery.state == "delivered"


def test_a_receipt_for_no_message_of_ours_is_let_go():
    assert post(RECEIPTS, receipt("nothing")).status_code == 204
    assert handle_incoming(NOON) == 1
    assert handle_incoming(NOON) == 0


def test_a_reply_comes_in_and_is_understood():
    case = received()
    sent = {"replies": [{"key": "r1", "phone": phone_of(YOUNG), "text": "进度"}]}
    assert post(REPLIES, sent).status_code == 204
    handle_incoming(NOON)
    assert Reply.objects.get().case_id == case.pk


@pytest.mark.parametrize(
    "changes",
    [
        {"X-Tongban-Signature": "00"},
        {"X-Tongban-Supplier": "second"},
        {"X-Tongban-Time": "1"},
    ],
)
def test_what_no_supplier_signed_is_refused_and_not_kept(changes):
    answer = post(RECEIPTS, receipt("x"), **changes)
    assert answer.status_code == 401
    assert answer.json()["code"] == "notices.signature_wrong"
    assert not Inbound.objects.exists()


def test_without_a_signature_nothing_is_taken():
    answer = Client().post(RECEIPTS, receipt("x"), content_type="application/json")
    leave_scope()
    assert answer.status_code == 401


def test_more_than_one_request_may_hold_is_refused():
    many = {"receipts": [receipt("x")["receipts"][0]] * 501}
    assert post(RECEIPTS, many).status_code == 422
