"""The terminal: who is there, tickets, instant items, and nothing left behind."""

from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from tests.portals.citizen.visitors import words
from tests.portals.hall.devices import (
    FILING,
    FILLED,
    KIOSK,
    identifier_of,
    key_in,
    shown,
)
from tests.services.cases.stage import at as moment_of
from tests.services.cases.stage import envelope, submitted
from tests.services.queues.hall import party_of

from tongban.records.cases.models import Case
from tongban.records.notices.models import Message
from tongban.records.queues.models import Ticket
from tongban.services.cases.mandates import NewMandate, give_mandate
from tongban.services.queues.visitors import personal_code

pytestmark = pytest.mark.usefixtures("insured_people")

DO = f"{KIOSK}do/{FILING}/"


def filed(client: Client, login: str = "limin", **more: str):
    page = client.get(DO, {"s.trip": "travel"})
    sent = {"insured_id_number": identifier_of(login), **FILLED, **more}
    return client.post(DO, {"key": key_in(page), **sent})


def test_twelve_items_in_big_type(kiosk):
    page = kiosk.get(KIOSK)
    assert page.content.decode().count('class="kiosk-tiles"') == 1
    assert page.content.decode().count("/items/") == 13  # with the link to all
    assert 'data-elder="yes"' in page.content.decode()
    assert "本机可办" in words(page)


def test_number_and_name_begin_a_visit(kiosk):
    assert shown(kiosk, "limin").headers["Location"] == KIOSK
    assert "李*，您好" in words(kiosk.get(KIOSK))


def test_a_wrong_name_begins_nothing(kiosk):
    answer = shown(kiosk, "limin", name="李四")
    assert answer.status_code == 422
    assert "没有找到与号码、姓名一致的登记信息" in words(answer)
    assert "您好，请选择" in words(kiosk.get(KIOSK))


def test_the_code_of_ones_own_phone_begins_a_visit(kiosk):
    code = personal_code(identifier_of("limin"), now=moment_of("2023-09-11"))
    assert kiosk.post(f"{KIOSK}who/", {"code": code}).status_code == 302
    assert "李*，您好" in words(kiosk.get(KIOSK))


def test_who_was_sent_to_show_themselves_comes_back(kiosk):
    after = f"{KIOSK}take/?item={FILING}"
    assert shown(kiosk, "limin", next=after).headers["Location"] == after


@pytest.mark.parametrize("after", ["https://example.org/", "/my/", "//example.org"])
def test_a_visit_never_leads_out_of_the_terminal(kiosk, after):
    assert shown(kiosk, "limin", next=after).headers["Location"] == KIOSK


def test_the_end_wipes_everything(kiosk):
    shown(kiosk, "limin")
    filed(kiosk)
    kiosk.post(f"{KIOSK}end/")
    assert "您好，请选择" in words(kiosk.get(KIOSK))
    for name in ("ticket", "done", "for"):
        answer = kiosk.get(f"{KIOSK}{name}/")
        assert answer.status_code == 302, name
    assert kiosk.get(DO).headers["Location"].startswith(f"{KIOSK}who/")


def test_the_session_ends_by_itself_a_minute_after_the_last_move(kiosk):
    shown(kiosk, "limin")
    kiosk.get(KIOSK)
    assert kiosk.session.get_expiry_age() <= 65
    Session.objects.update(expire_date="2020-01-01T00:00Z")
    assert "您好，请选择" in words(kiosk.get(KIOSK))


def test_without_script_the_page_leads_to_the_end_by_itself(kiosk):
    page = kiosk.get(KIOSK).content.decode()
    assert f'<meta http-equiv="refresh" content="60;url={KIOSK}end/">' in page


def test_a_visit_holds_no_personal_data_in_its_session(kiosk):
    shown(kiosk, "limin")
    held = kiosk.session.items()
    assert "李" not in str(dict(held))
    assert identifier_of("limin") not in str(dict(held))


@pytest.mark.parametrize("name", ["", "who/", "take/", "items/", "progress/"])
def test_no_page_is_kept_by_the_browser(kiosk, name):
    assert "no-store" in kiosk.get(KIOSK + name).headers["Cache-Control"]


def test_somebody_alive_keeps_the_visit(kiosk):
    shown(kiosk, "limin")
    assert kiosk.post(f"{KIOSK}alive/").status_code == 204


def test_an_item_says_whether_to_wait_and_what_to_bring(kiosk):
    text = words(kiosk.get(f"{KIOSK}items/inpatient-reimbursement/"))
    assert "限时办结，交件后不用等" in text
    assert "要带的材料" in text
    assert "现在就在这里办" not in text
    assert "当场办结" in words(kiosk.get(f"{KIOSK}items/{FILING}/"))


def test_items_are_found_by_everyday_words(kiosk):
    assert "住院费用报销" in words(kiosk.get(f"{KIOSK}items/", {"q": "住院"}))
    assert "没有找到" in words(kiosk.get(f"{KIOSK}items/", {"q": "跳舞"}))


def test_an_anonymous_visitor_takes_a_ticket_to_consult(kiosk):
    page = kiosk.get(f"{KIOSK}take/")
    answer = kiosk.post(
        f"{KIOSK}take/", {"key": key_in(page), "kind": "consult"}, follow=True
    )
    text = words(answer)
    assert "Z001" in text
    assert "下一位就是您" in text
    assert Ticket.objects.get().party_id is None


def test_business_of_ones_own_asks_who_it_is(kiosk):
    answer = kiosk.post(f"{KIOSK}take/", {"key": "k", "kind": "moving"})
    assert answer.status_code == 409
    assert "先核验身份" in words(answer)
    assert not Ticket.objects.exists()


def test_a_ticket_for_an_item_is_a_pre_case(kiosk):
    shown(kiosk, "zhaolei")
    address = f"{KIOSK}take/?item=inpatient-reimbursement"
    page = kiosk.get(address)
    sent = {
        "key": key_in(page),
        "item": "inpatient-reimbursement",
        "as": "resident",
        "material": ["fee-list", "nonsense"],
        "priority": "soldier",
    }
    text = words(kiosk.post(f"{KIOSK}take/", sent, follow=True))
    assert "C001" in text
    assert "军人优先" in text
    row = Ticket.objects.get()
    assert (row.item, row.audience) == ("inpatient-reimbursement", "resident")
    assert row.materials == ["fee-list"]
    assert row.party_id == party_of("zhaolei")


def test_a_second_click_prints_the_same_ticket(kiosk):
    for _ in range(2):
        kiosk.post(f"{KIOSK}take/", {"key": "same", "kind": "consult"})
    assert Ticket.objects.count() == 1


def test_a_ticket_may_be_given_back(kiosk):
    kiosk.post(f"{KIOSK}take/", {"key": "one", "kind": "consult"})
    kiosk.post(f"{KIOSK}ticket/leave/", {"key": "two"})
    assert Ticket.objects.get().ending == "left"
    assert kiosk.get(f"{KIOSK}ticket/").headers["Location"] == KIOSK


@pytest.mark.clause("GD18-任务四")
def test_help_is_a_ticket_called_before_all_others(kiosk):
    answer = kiosk.post(f"{KIOSK}help/", {"key": "help"}, follow=True)
    assert "H001" in words(answer)


@pytest.mark.clause("PT25-9", "GD18-通办二")
def test_a_filing_is_finished_at_the_terminal(kiosk):
    shown(kiosk, "limin")
    answer = filed(kiosk)
    assert answer.status_code == 302, words(answer)
    assert answer.headers["Location"] == f"{KIOSK}done/"
    text = words(kiosk.get(f"{KIOSK}done/"))
    case = Case.objects.get()
    assert case.number in text
    assert case.query_code in text
    assert "已经办好" in text
    assert (case.state, case.channel) == ("closed", "kiosk")
    assert case.party_id == party_of("limin")


def test_a_mistake_is_shown_with_what_was_typed(kiosk):
    shown(kiosk, "limin")
    answer = filed(kiosk, contact_phone="12")
    assert answer.status_code == 422
    assert "探亲" in answer.content.decode()
    assert not Case.objects.exists()


def test_the_situation_is_asked_first(kiosk):
    shown(kiosk, "limin")
    assert "属于哪一类情形" in words(kiosk.get(DO))
    assert "请选一项" in words(kiosk.get(DO, {"asked": "yes"}))


def test_an_item_with_papers_is_not_done_here(kiosk):
    shown(kiosk, "zhaolei")
    answer = kiosk.get(f"{KIOSK}do/inpatient-reimbursement/")
    assert answer.status_code == 409
    assert "请取号等候" in words(answer)


def mandate(items: tuple[str, ...] = (FILING,)) -> None:
    new = NewMandate(
        principal_id=party_of("limin"),
        helper_login="wangjianguo",
        items=items,
        covers_pledges=True,
        from_on=date(2023, 9, 11),
        until_on=date(2023, 9, 30),
    )
    give_mandate(envelope("limin"), new)


def acting_for(kiosk: Client) -> None:
    shown(kiosk, "wangjianguo")
    kiosk.post(f"{KIOSK}for/", {"principal": str(party_of("limin"))})


@pytest.mark.clause("PT25-9")
def test_who_holds_a_mandate_acts_for_another_and_they_are_told(kiosk):
    mandate()
    before = Message.objects.filter(party_id=party_of("limin")).count()
    shown(kiosk, "wangjianguo")
    assert "换成替别人办" in words(kiosk.get(KIOSK))
    assert "替 李* 办" in words(kiosk.get(f"{KIOSK}for/"))
    acting_for(kiosk)
    assert "正在替 李* 办理" in words(kiosk.get(KIOSK))
    assert filed(kiosk).status_code == 302
    case = Case.objects.get()
    assert case.party_id == party_of("limin")
    assert case.mandate is not None
    assert Message.objects.filter(party_id=party_of("limin")).count() > before


def test_a_mandate_for_another_item_does_not_help(kiosk):
    mandate(items=("transfer-in",))
    acting_for(kiosk)
    answer = filed(kiosk)
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_without_a_mandate_nobody_is_acted_for(kiosk):
    acting_for(kiosk)
    assert "正在办理本人的事" in words(kiosk.get(KIOSK))
    assert "还没有人授权您代办" in words(kiosk.get(f"{KIOSK}for/"))


def test_progress_by_number_and_code(kiosk):
    receipt = submitted()
    sent = {"number": receipt.number, "code": receipt.query_code}
    text = words(kiosk.post(f"{KIOSK}progress/", sent))
    assert "住院费用报销" in text
    assert "赵" not in text
    wrong = kiosk.post(f"{KIOSK}progress/", {**sent, "code": "x"})
    assert wrong.status_code == 422


def test_a_member_of_staff_signed_in_here_is_nobody_at_the_terminal(kiosk):
    from tests.portals.desk.staff import at_desk  # noqa: PLC0415 - one test only

    clerk = at_desk("clerk1")
    clerk.cookies["hall_device"] = kiosk.cookies["hall_device"].value
    assert "您好，请选择" in words(clerk.get(KIOSK))
    assert clerk.get(DO).headers["Location"].startswith(f"{KIOSK}who/")
