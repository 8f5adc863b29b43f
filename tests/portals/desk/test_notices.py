"""Notices at the desk: calls, letters, what did not arrive, replies, coverage."""

import re
from datetime import timedelta

import pytest
from tests.portals.desk.staff import at_desk, move_clock, words
from tests.services.notices.telling import NOON, OLD, YOUNG, phone_of, steps, told

from tongban.gateways.messaging import phones
from tongban.gateways.phones import PhoneMode
from tongban.records.audit.models import AccessLook
from tongban.records.notices.models import Delivery, Message, Reply
from tongban.services.notices.rounds import run_round

KEY = re.compile(r'name="key" value="([^"]+)"')
VERSION = re.compile(r'name="version" value="([^"]*)"')


@pytest.fixture(autouse=True)
def _phones(settings, tmp_path):
    settings.TONGBAN_MESSAGING = "local"
    settings.TONGBAN_HOME = tmp_path


def called() -> Delivery:
    """An elder who has to be called."""
    told(OLD)
    run_round(NOON)
    return Delivery.objects.get(way="call")


def press(client, address: str, **fields: str):
    page = client.get(address).content.decode()
    key, version = KEY.search(page), VERSION.search(page)
    sent = {
        "key": key.group(1) if key else "",
        "version": version.group(1) if version else "",
        **fields,
    }
    return client.post(address, sent, follow=True)


@pytest.mark.clause("PT25-9")
def test_whom_to_call_is_listed_masked_and_opened_with_a_look(clerk):
    delivery = called()
    phone = delivery.message.party.phone
    page = words(clerk.get("/desk/notices/"))
    assert "张**" in page
    assert phone not in page
    assert "还需要补正" in page
    assert not AccessLook.objects.exists()
    opened = words(clerk.get(f"/desk/notices/calls/{delivery.pk}/"))
    assert phone in opened
    assert "张桂兰" in opened
    assert AccessLook.objects.get().reason == "拨打告知电话"


def test_the_result_of_a_call_is_noted_and_the_line_goes(clerk):
    delivery = called()
    address = f"/desk/notices/calls/{delivery.pk}/"
    unanswered = press(clerk, address, words="打过了")
    assert "请选择通话或者邮寄的结果" in words(unanswered)
    assert 'value="打过了"' in unanswered.content.decode()
    done = press(clerk, address, result="reached", words="本人接听")
    assert "结果已登记" in words(done)
    assert "没有要打的电话" in words(done)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.words) == ("delivered", "本人接听")


def test_a_stale_page_is_refused(clerk):
    delivery = called()
    sent = {"key": "k1", "version": "7", "result": "reached"}
    answer = clerk.post(f"/desk/notices/calls/{delivery.pk}/", sent)
    assert answer.status_code == 409
    assert "刚刚被别人处理过" in words(answer)


def test_a_call_nobody_answers_waits_and_says_so(clerk):
    delivery = called()
    press(clerk, f"/desk/notices/calls/{delivery.pk}/", result="no_answer")
    page = words(clerk.get("/desk/notices/"))
    assert "无人接听，2023年9月11日 12:00后再办" in page


def test_a_letter_is_posted_with_its_number_and_signed_for(clerk):
    message = told(OLD)
    message.party.phone = message.party.phone_index = ""
    message.party.save()
    run_round(NOON)
    post = Delivery.objects.get()
    address = f"/desk/notices/calls/{post.pk}/"
    assert "一次性告知书" in words(clerk.get(address))
    assert "请填写邮件的单号" in words(press(clerk, address, result="posted"))
    press(clerk, address, result="posted", tracking="EX12345")
    assert "已寄出 EX12345" in words(clerk.get("/desk/notices/"))
    press(clerk, address, result="signed")
    assert steps(message)[-2:] == ["posted", "delivered"]


def undelivered() -> Message:
    phones().set_mode(phone_of(YOUNG), PhoneMode.FAILS)
    message = told()
    Message.objects.filter(pk=message.pk).update(template="case.paid")
    for minute in range(4):
        run_round(NOON + timedelta(minutes=minute))
    message.refresh_from_db()
    return message


def test_what_did_not_arrive_is_listed_and_sent_again(clerk):
    message = undelivered()
    page = clerk.get("/desk/notices/undelivered/")
    assert "对方关机" in words(page)
    phones().set_mode(phone_of(YOUNG), PhoneMode.NORMAL)
    failed = Delivery.objects.filter(message=message).order_by("-pk")[0]
    done = press(clerk, "/desk/notices/undelivered/", delivery=str(failed.pk))
    assert "已安排再发一次" in words(done)
    assert "没有未送达的消息" in words(done)
    move_clock("2023-09-11", 13)
    run_round(NOON + timedelta(hours=1))
    run_round(NOON + timedelta(hours=2))
    message.refresh_from_db()
    assert message.delivered_at is not None


def test_a_supervisor_sees_but_does_not_press(supervisor):
    message = undelivered()
    page = supervisor.get("/desk/notices/undelivered/").content.decode()
    assert "再发一次" not in page
    assert "送达证明" in page
    failed = Delivery.objects.filter(message=message)[0]
    answer = supervisor.post("/desk/notices/undelivered/", {"delivery": failed.pk})
    assert answer.status_code == 403


def test_another_county_sees_nothing_of_it():
    delivery = called()
    kuiwen = at_desk("kuiwen-clerk")
    assert "/370705/" not in delivery.office_path
    assert "没有要打的电话" in words(kuiwen.get("/desk/notices/"))
    assert kuiwen.get(f"/desk/notices/calls/{delivery.pk}/").status_code == 404
    proof = kuiwen.get(f"/desk/notices/{delivery.message_id}/proof/")
    assert proof.status_code == 404


def test_a_reply_is_read_and_answered(clerk):
    told()
    phones().reply(phone_of(YOUNG), "什么时候能到账", at=NOON)
    run_round(NOON)
    reply = Reply.objects.get()
    listed = words(clerk.get("/desk/notices/replies/"))
    assert "什么时候能到账" in listed
    assert phone_of(YOUNG) not in listed
    address = f"/desk/notices/replies/{reply.pk}/"
    assert phone_of(YOUNG) in words(clerk.get(address))
    assert "请填写回复的内容" in words(press(clerk, address, do="answer"))
    done = press(clerk, address, do="answer", words="三日内到账")
    assert "这条回复已经处理" in words(done)
    settled = words(clerk.get("/desk/notices/replies/", {"settled": "yes"}))
    assert "三日内到账" in settled


def test_a_reply_is_settled_without_words(clerk):
    told()
    phones().reply(phone_of(YOUNG), "谢谢你们", at=NOON)
    run_round(NOON)
    reply = Reply.objects.get()
    press(clerk, f"/desk/notices/replies/{reply.pk}/", do="settle")
    reply.refresh_from_db()
    assert reply.settled_at is not None


def test_the_proof_of_service_is_printed_and_changes_show(clerk):
    message = told()
    run_round(NOON)
    run_round(NOON + timedelta(minutes=1))
    address = f"/desk/notices/{message.pk}/proof/"
    page = words(clerk.get(address))
    assert "没有被改动、删除或插入" in page
    assert "交给运营商" in page
    assert "送达" in page
    Message.objects.filter(pk=message.pk).update(text="别的")
    assert "记录被改动过" in words(clerk.get(address))
    assert clerk.get("/desk/notices/999999/proof/").status_code == 404


def test_the_case_page_shows_how_each_message_went_out(clerk):
    message = told()
    run_round(NOON)
    run_round(NOON + timedelta(minutes=1))
    assert message.case is not None
    page = words(clerk.get(f"/desk/cases/{message.case.number}/"))
    assert "短信已送达" in page
    assert "送达证明" in page


@pytest.mark.clause("SD20-18")
@pytest.mark.parametrize("login", ["supervisor", "cataloguer"])
def test_the_coverage_table_has_no_hole_and_is_handed_out(login):
    client = at_desk(login)
    page = client.get("/desk/notices/coverage/")
    assert "0格缺模板" in words(page)
    assert page.content.decode().count('<th scope="row">') == 28
    assert "办理环节中没有拨付" in words(page)
    sheet = client.get("/desk/notices/coverage/csv/")
    lines = sheet.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 1 + 28 * 12
    assert sheet["Content-Type"].startswith("text/csv")


def test_the_pages_are_for_who_tells_people(finance, clerk):
    assert finance.get("/desk/notices/").status_code == 403
    assert clerk.get("/desk/notices/coverage/").status_code == 403
