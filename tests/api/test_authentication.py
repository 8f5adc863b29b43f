"""Tokens and sessions: who gets in, who is kept out, and for how long."""

import pytest
from django.core import signing
from django.test import Client
from tests.api.sending import NOBODY, Caller, caller, claim, problem_of
from tests.portals.citizen.visitors import signed_in

from tongban.api import authentication
from tongban.records.accounts.models import Account
from tongban.services.demo.roster import demo_password


def ask(**body: str):
    return NOBODY.client.post("/api/v1/tokens", body, content_type="application/json")


def test_a_token_says_who_holds_it_and_opens_no_session():
    answer = ask(login_name=" ZhaoLei ", password=demo_password())

    assert answer.json()["expires_in"] == authentication.TOKEN_SECONDS
    assert "sessionid" not in answer.cookies
    me = Caller(token=answer.json()["token"]).get("/me").json()
    assert (me["kind"], me["name"]) == ("citizen", "赵磊")


def test_fetching_a_token_leaves_the_session_of_the_browser_alone():
    client = signed_in("limin")
    before = client.session.session_key
    body = {"login_name": "zhaolei", "password": demo_password()}

    client.post("/api/v1/tokens", body, content_type="application/json")

    assert client.session.session_key == before
    assert client.get("/api/v1/me").json()["name"] == "李敏"


def test_staff_need_their_one_time_code():
    assert caller("clerk1").get("/me").json()["office"] == "370700"

    without = ask(login_name="clerk1", password=demo_password())
    wrong = ask(login_name="clerk1", password=demo_password(), code="000000")

    assert problem_of(without) == (422, "api.code_missing")
    assert problem_of(wrong) == (401, "access.bad_code")


def test_wrong_passwords_lock_the_door_for_the_right_one_too():
    for _ in range(4):
        answer = ask(login_name="zhaolei", password="wrong")
        assert problem_of(answer) == (401, "access.bad_credentials")
    ask(login_name="zhaolei", password="wrong")

    right = ask(login_name="zhaolei", password=demo_password())

    assert problem_of(right) == (429, "access.locked_out")


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "é", "\u4e00" * 3])
def test_a_token_that_is_not_ours_is_refused(token):
    answer = Client().get(
        "/api/v1/me",
        headers={"Authorization": f"Bearer {token}".encode().decode("latin-1")},
    )

    assert problem_of(answer) == (401, "api.token_unknown")


def test_a_token_dies_with_the_password_the_account_and_its_age(monkeypatch):
    token = caller("zhaolei")
    account = Account.objects.get(login_name="zhaolei")

    account.set_password("another long password")
    account.save()
    assert problem_of(token.get("/me")) == (401, "api.token_unknown")

    fresh = ask(login_name="zhaolei", password="another long password").json()["token"]
    monkeypatch.setattr(authentication, "TOKEN_SECONDS", -1)
    assert problem_of(Caller(token=fresh).get("/me")) == (401, "api.token_unknown")
    monkeypatch.undo()
    Account.objects.filter(pk=account.pk).update(is_active=False)
    assert problem_of(Caller(token=fresh).get("/me")) == (401, "api.token_unknown")


def test_a_token_signed_for_something_else_is_refused():
    account = Account.objects.get(login_name="zhaolei")
    foreign = signing.dumps([account.pk, "mark"], salt="something else")

    assert problem_of(Caller(token=foreign).get("/me"))[0] == 401


def test_a_session_reads_but_changes_nothing_without_its_csrf_token():
    client = Client(enforce_csrf_checks=True)
    account = Account.objects.get(login_name="zhaolei")
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")

    read = client.get("/api/v1/me")
    changed = client.post(
        "/api/v1/cases",
        claim(),
        content_type="application/json",
        headers={"Idempotency-Key": "k"},
    )

    assert read.json()["name"] == "赵磊"
    assert problem_of(changed) == (403, "api.forgery_suspected")


def test_a_session_submits_like_a_token():
    answer = signed_in("zhaolei").post(
        "/api/v1/cases",
        claim(papers=[], incomplete=True),
        content_type="application/json",
        headers={"Idempotency-Key": "k"},
    )

    assert answer.status_code == 200
    assert answer.json()["query_code"]
