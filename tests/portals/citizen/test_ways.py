"""How one wants to be told, and the phones of the demo."""

import pytest
from django.test import Client
from tests.portals.citizen.visitors import hidden, signed_in, words
from tests.services.notices.telling import NOON, YOUNG, phone_of, received, ways

from tongban.records.notices.models import Message, NoticePreference
from tongban.services.notices.rounds import run_round


@pytest.fixture(autouse=True)
def _phones(settings, tmp_path):
    settings.TONGBAN_DEMO = True
    settings.TONGBAN_MESSAGING = "local"
    settings.TONGBAN_HOME = tmp_path


def save(client: Client, **fields: str):
    page = client.get("/my/ways/")
    sent = {"key": hidden(page, "key"), "version": hidden(page, "version"), **fields}
    return client.post("/my/ways/", sent, follow=True)


def test_short_messages_can_be_switched_off(zhaolei):
    page = words(zhaolei.get("/my/ways/"))
    assert phone_of(YOUNG) not in page
    assert "法定通知，不论怎样选都会发短信" in page
    assert "已经保存" in words(save(zhaolei, sms="no", call="usual"))
    case = received()
    run_round(NOON)
    assert ways(Message.objects.get(case=case)) == {}


def test_somebody_young_can_ask_to_be_called(zhaolei):
    save(zhaolei, sms="yes", call="yes")
    chosen = NoticePreference.objects.get()
    assert (chosen.sms, chosen.call, chosen.version) == (True, "yes", 1)
    save(zhaolei, sms="yes", call="yes")
    chosen.refresh_from_db()
    assert chosen.version == 1


def test_an_elder_reads_that_calls_are_usual():
    page = words(signed_in("zhangguilan").get("/my/ways/"))
    assert "60岁以上默认" in page


def test_an_open_question_and_a_stale_page_are_refused(zhaolei):
    assert "请选择一项" in words(save(zhaolei, sms="yes"))
    save(zhaolei, sms="no", call="usual")
    stale = {"key": "k", "version": "0", "sms": "yes", "call": "usual"}
    answer = zhaolei.post("/my/ways/", stale)
    assert answer.status_code == 409
    assert "刚刚在别处改过" in words(answer)


def test_the_inbox_leads_to_the_ways_and_shows_what_arrived(zhaolei):
    received()
    run_round(NOON)
    run_round(NOON)
    page = zhaolei.get("/my/messages/")
    assert 'href="/my/ways/"' in page.content.decode()
    assert "短信已送达" in words(page)


def test_a_demo_phone_shows_what_came_and_answers():
    client = Client()
    case = received()
    run_round(NOON)
    assert "赵磊" in words(client.get("/demo/phone/"))
    assert case.number in words(client.get(f"/demo/phone/{YOUNG}/"))
    sent = client.post(f"/demo/phone/{YOUNG}/", {"text": "进度"}, follow=True)
    assert "回复已经发出" in words(sent)
    run_round(NOON)
    page = words(client.get(f"/demo/phone/{YOUNG}/"))
    assert "我的回复" in page
    assert "在办" in page or "受理" in page
    client.post(f"/demo/phone/{YOUNG}/", {"mode": "fails"})
    assert 'value="fails" checked' in (
        client.get(f"/demo/phone/{YOUNG}/").content.decode()
    )


@pytest.mark.parametrize(
    ("demo", "messaging"), [(False, "local"), (True, "http"), (True, "none")]
)
def test_there_are_no_such_phones_elsewhere(settings, demo, messaging):
    settings.TONGBAN_DEMO = demo
    settings.TONGBAN_MESSAGING = messaging
    assert Client().get("/demo/phone/").status_code == 404
    assert Client().get(f"/demo/phone/{YOUNG}/").status_code == 404


def test_an_unknown_phone_or_mode_is_not_found():
    assert Client().get("/demo/phone/nobody/").status_code == 404
    answer = Client().post(f"/demo/phone/{YOUNG}/", {"mode": "broken"})
    assert answer.status_code == 404
