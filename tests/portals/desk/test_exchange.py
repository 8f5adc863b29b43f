"""The desk's page on messages between areas."""

import pytest
from django.test import Client
from tests.portals.desk.staff import hidden, words
from tests.services.cases.stage import at
from tests.services.exchange.far import CODE, REGION, Far

from tongban.core.exchange.kinds import MessageKind
from tongban.records.exchange.models import Mending, Outgoing
from tongban.services.access.scope import leave_scope
from tongban.services.exchange.sending import send

PAGE = "/desk/exchange/"


@pytest.fixture
def letter(settings) -> Outgoing:
    """A message that was tried in vain and waits for somebody."""
    settings.PEERS = (Far().peer,)
    send(
        MessageKind.TRANSFER_SHEET,
        to_region=REGION,
        from_region="370705",
        subject="ZY20261124ABC",
        body={"secret": "王建国"},
        at=at("2023-09-11"),
    )
    Outgoing.objects.update(state="dead", number=1, tries=60, code="unreachable")
    return Outgoing.objects.get()


def done(client: Client, **said: str):
    key = hidden(client.get(PAGE), "key")
    answer = client.post(PAGE, {"key": key, **said}, follow=True)
    leave_scope()
    return answer


def test_a_dead_letter_is_shown_without_what_it_says(supervisor, letter):
    page = supervisor.get(PAGE)
    said = words(page)
    assert "停下的" in said
    assert "信息表" in said
    assert "连接不上" in said
    assert "山东省潍坊市奎文区 → 广东省广州市" in said
    assert "王建国" not in page.content.decode()


def test_it_is_sent_again_once(supervisor, letter):
    assert "已安排再送" in words(done(supervisor, do="resend", message=str(letter.pk)))
    letter.refresh_from_db()
    assert (letter.state, letter.tries) == ("waiting", 0)
    assert Mending.objects.get().by.login_name == "supervisor"


def test_giving_up_without_a_reason_is_refused_and_nothing_changes(supervisor, letter):
    answer = done(supervisor, do="stop", message=str(letter.pk), words=" ")
    assert answer.status_code == 409
    assert "请写明放弃的原因" in words(answer)
    letter.refresh_from_db()
    assert letter.state == "dead"
    said = done(supervisor, do="stop", message=str(letter.pk), words="改用国家平台")
    assert "已放弃1条消息" in words(said)
    shown = words(supervisor.get(f"{PAGE}?box=sent"))
    assert "改用国家平台" in shown
    assert "已放弃" in shown


def test_a_connection_is_tried(supervisor, settings):
    settings.PEERS = (Far().peer,)
    assert "试送" in words(done(supervisor, do="ping", peer=CODE))
    assert Outgoing.objects.get().kind == "ping"
    assert "没有接入" in words(done(supervisor, do="ping", peer="nobody"))


def test_boxes_are_empty_in_words(supervisor):
    assert "还没有消息" in words(supervisor.get(f"{PAGE}?box=received&page=x"))
    assert "没有停下的消息" in words(supervisor.get(f"{PAGE}?box=stuck"))


def test_only_supervisors_see_it(clerk):
    assert clerk.get(PAGE).status_code == 403
