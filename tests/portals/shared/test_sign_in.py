"""Signing in through the pages, as people of every kind do."""

import time
from binascii import unhexlify
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django_otp.oath import TOTP
from tests.services.access.people import KEY, PASSWORD, open_citizen, open_clerk

from tongban.records.accounts.models import Account
from tongban.records.offices.models import StaffProfile
from tongban.services.access import sign_in as sign_in_service
from tongban.services.demo.operations import load_demo
from tongban.services.timekeeping.operations import set_clock

pytestmark = pytest.mark.django_db
AT = datetime(2023, 9, 22, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_the_year_of_the_agreement(settings):
    settings.TONGBAN_DEMO = False
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    set_clock(moment=AT, set_by="test")


def give(client: Client, page: str, **fields: str):
    return client.post(page, fields)


def code_now(steps_off: int = 0) -> str:
    totp = TOTP(unhexlify(KEY))
    totp.time = time.time() + 30 * steps_off
    return f"{totp.token():06d}"


def is_signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def test_a_citizen_signs_in_and_comes_back_to_where_they_were(client):
    account = open_citizen()

    answer = give(
        client,
        "/sign-in/",
        login_name=" ZhangGuiLan ",
        password=PASSWORD,
        next="/items/",
    )

    assert (answer.status_code, answer.url) == (302, "/items/")
    assert is_signed_in(client)
    account.refresh_from_db()
    assert account.last_seen_at == AT


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/"])
def test_nobody_is_sent_to_another_site(client, elsewhere):
    open_citizen()

    answer = give(
        client,
        "/sign-in/",
        login_name="zhangguilan",
        password=PASSWORD,
        next=elsewhere,
    )

    assert answer.url == "/me/"


@pytest.mark.parametrize(
    ("login_name", "password"),
    [("zhangguilan", "wrong"), ("nobody", PASSWORD), ("zhangguilan", ""), ("", "")],
)
def test_a_wrong_word_is_told_without_saying_which(client, login_name, password):
    open_citizen()

    answer = give(client, "/sign-in/", login_name=login_name, password=password)

    assert answer.status_code == 422
    assert "账号或密码不正确" in answer.content.decode()
    assert not is_signed_in(client)


def test_a_closed_account_cannot_sign_in(client):
    account = open_citizen()
    Account.objects.filter(pk=account.pk).update(is_active=False)

    answer = give(client, "/sign-in/", login_name="zhangguilan", password=PASSWORD)

    assert answer.status_code == 422


def test_the_fifth_failure_locks_even_the_right_password_out(client, settings):
    open_citizen()
    answers = [
        give(client, "/sign-in/", login_name="zhangguilan", password="wrong")
        for _ in range(settings.AXES_FAILURE_LIMIT)
    ]

    right = give(client, "/sign-in/", login_name="zhangguilan", password=PASSWORD)

    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429]
    assert right.status_code == 429
    assert "请15分钟后再试" in right.content.decode()
    assert not is_signed_in(client)


def begin(client: Client):
    return give(client, "/staff/sign-in/", login_name="hanxue", password=PASSWORD)


@pytest.mark.clause("PT25-4")
def test_staff_need_the_password_and_then_the_code(client):
    open_clerk()

    answer = begin(client)
    assert answer.url == "/staff/sign-in/code/"
    assert not is_signed_in(client)

    answer = give(client, "/staff/sign-in/code/", code=code_now())
    assert answer.url == "/desk/"
    page = client.get("/me/").content.decode()
    assert "综合柜员：在370705大厅及其下级" in page


def test_the_way_back_survives_both_steps(client):
    open_clerk()

    answer = give(
        client,
        "/staff/sign-in/",
        login_name="hanxue",
        password=PASSWORD,
        next="/me/",
    )
    assert answer.url == "/staff/sign-in/code/?next=%2Fme%2F"
    page = client.get(answer.url).content.decode()
    assert 'name="next" value="/me/"' in page
    answer = give(client, "/staff/sign-in/code/", code=code_now(), next="/me/")

    assert answer.url == "/me/"


def test_a_used_code_does_not_open_twice(client):
    open_clerk()
    used = code_now()
    begin(client)
    give(client, "/staff/sign-in/code/", code=used)
    again = Client()
    begin(again)

    answer = give(again, "/staff/sign-in/code/", code=used)

    assert answer.status_code == 422
    assert "动态口令不正确或已经用过" in answer.content.decode()
    assert not is_signed_in(again)


def test_wrong_codes_lock_like_wrong_passwords(client, settings):
    open_clerk()
    begin(client)

    answers = [
        give(client, "/staff/sign-in/code/", code="000000")
        for _ in range(settings.AXES_FAILURE_LIMIT)
    ]

    assert [answer.status_code for answer in answers] == [422] * 4 + [429]
    assert begin(Client()).status_code == 429


def test_the_code_page_without_a_password_leads_back(client):
    answer = client.get("/staff/sign-in/code/")

    assert answer.url == "/staff/sign-in/"


def test_who_waits_too_long_begins_again(client, monkeypatch):
    open_clerk()
    begin(client)
    real = sign_in_service.real_now
    limit = sign_in_service.SECOND_STEP_SECONDS_MAX
    monkeypatch.setattr(
        sign_in_service, "real_now", lambda: real() + timedelta(seconds=limit + 1)
    )

    answer = give(client, "/staff/sign-in/code/", code=code_now())

    assert answer.url == "/staff/sign-in/"
    assert not is_signed_in(client)


def test_staff_without_agreement_or_device_are_told_whom_to_ask(client):
    account = open_clerk()
    account.totpdevice_set.all().delete()
    assert "还没有登记动态口令" in begin(client).content.decode()

    StaffProfile.objects.filter(account=account).update(agreement_until="2023-09-22")
    assert "保密协议未签订或已到期" in begin(client).content.decode()


def test_an_agreement_that_ends_ends_the_session_too(client):
    account = open_clerk()
    begin(client)
    give(client, "/staff/sign-in/code/", code=code_now())
    assert is_signed_in(client)

    StaffProfile.objects.filter(account=account).update(agreement_until="2023-09-22")

    assert not is_signed_in(client)


@pytest.mark.parametrize(
    ("page", "login_name"),
    [("/sign-in/", "hanxue"), ("/staff/sign-in/", "zhangguilan")],
)
def test_each_kind_of_account_has_its_own_door(client, page, login_name):
    open_clerk()
    open_citizen()

    answer = give(client, page, login_name=login_name, password=PASSWORD)

    assert answer.status_code == 422
    assert "请从首页选择相应入口" in answer.content.decode()


def test_signing_out_is_a_button_and_ends_the_session(client):
    open_citizen()
    give(client, "/sign-in/", login_name="zhangguilan", password=PASSWORD)

    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").url == "/"
    assert not is_signed_in(client)


def test_who_is_not_signed_in_is_sent_to_the_door_and_back(client):
    answer = client.get("/me/?from=here")

    assert answer.url == "/sign-in/?next=%2Fme%2F%3Ffrom%3Dhere"


def test_a_part_of_a_page_sends_the_whole_page_to_the_door(client):
    answer = client.get("/me/", headers={"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer["HX-Redirect"] == "/sign-in/?next=%2Fme%2F"


def test_a_form_without_its_token_is_refused():
    strict = Client(enforce_csrf_checks=True)

    assert give(strict, "/sign-in/", login_name="a", password="b").status_code == 403


def test_the_demo_shows_its_accounts_and_its_code_and_production_shows_neither(
    client, settings
):
    settings.TONGBAN_DEMO = True
    load_demo(AT)

    assert "zhangguilan" in client.get("/sign-in/").content.decode()
    assert "reviewer1" in client.get("/staff/sign-in/").content.decode()
    give(client, "/staff/sign-in/", login_name="clerk1", password="tongban-demo")
    page = client.get("/staff/sign-in/code/").content.decode()
    assert "现在的动态口令" in page

    settings.TONGBAN_DEMO = False
    assert "zhangguilan" not in client.get("/sign-in/").content.decode()
    page = client.get("/staff/sign-in/code/").content.decode()
    assert "现在的动态口令" not in page
