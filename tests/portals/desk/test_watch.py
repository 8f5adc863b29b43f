"""Supervision: alerts, pledges, bars, mandates, looks and the calendar."""

import re

import pytest
from django.db import connection
from tests.portals.desk.staff import (
    accepted,
    at_desk,
    case_of,
    identified,
    move_clock,
    send,
    words,
)
from tests.services.calendar.test_operations import NOTICE
from tests.services.cases.stage import INJURY, PAPERS, at, envelope, inpatient_form

from tongban.core.items.catalogue import Channel
from tongban.records.accounts.models import Account
from tongban.records.calendar.models import CalendarNotice
from tongban.records.cases.models import Alert, CaseEvent, PledgeBar
from tongban.records.notices.models import Message
from tongban.services.cases.deadlines import fire_rungs
from tongban.services.cases.mandates import NewMandate, give_mandate
from tongban.services.payments.operations import (
    make_batch,
    order_payment,
    take_bank_return,
)

KEY = re.compile(r'name="key" value="([^"]+)"')


def press(client, address: str, **fields: object):
    found = KEY.search(client.get(address).content.decode())
    key = found.group(1) if found else "none"
    return client.post(address, {"key": key, **fields}, follow=True)


def overdue() -> str:
    number = accepted("2023-09-01")
    move_clock("2023-10-30")
    fire_rungs(at("2023-10-30"))
    return number


@pytest.mark.clause("CN39-十二")
def test_the_ladder_of_warnings_stands_on_the_list(supervisor):
    number = overdue()
    page = words(supervisor.get("/desk/watch/"))
    assert "已经超期" in page
    assert number in page


def test_a_ladder_is_one_line_and_is_settled_with_one_answer(supervisor):
    number = overdue()
    page = supervisor.get("/desk/watch/")
    assert "时限过半 → 时限用去八成 → 今天到期 → 已经超期" in words(page)
    ids = re.findall(r'name="alert" value="(\d+)"', page.content.decode())
    silent = press(supervisor, "/desk/watch/", alert=ids, words=" ")
    assert "请写明处理情况" in words(silent)
    press(supervisor, "/desk/watch/", alert=ids, words="已约谈经办人")
    assert set(Alert.objects.values_list("answer", flat=True)) == {"已约谈经办人"}
    assert number not in words(supervisor.get("/desk/watch/"))
    settled = supervisor.get("/desk/watch/", {"settled": "yes"})
    assert "已约谈经办人" in words(settled)


def test_an_alert_nobody_knows_is_not_settled(supervisor):
    answer = press(supervisor, "/desk/watch/", alert=["999"], words="好")
    assert answer.status_code == 404


def test_alerts_are_narrowed_by_kind(supervisor):
    number = overdue()
    assert number in words(supervisor.get("/desk/watch/", {"kind": "rung"}))
    other = supervisor.get("/desk/watch/", {"kind": "second_notice"})
    assert number not in words(other)


def pledged_and_paid() -> str:
    number = accepted(
        situations=("accident", "planned", "self"),
        papers=(*PAPERS, "medical-record-copy"),
        pledges=("third-party-payment",),
        form=inpatient_form(**INJURY),
    )
    send(at_desk("reviewer1"), number, "approve", amount="8000.01", words="同意")
    order_payment(envelope("finance1"), number=number)
    batch = make_batch(envelope("finance1"), orders=(f"{number}-1",))
    text = f"付款编号,金额（元）,结果,原因\n{number}-1,8000.01,成功,\n"
    take_bank_return(envelope("finance1"), number=batch.number, text=text)
    return number


def check(client, number: str, **fields: str):
    sent = {"number": number, "material": "third-party-payment", "method": "enquiry"}
    return press(client, "/desk/pledges/", **{**sent, **fields})


@pytest.mark.clause("PT25-13")
def test_a_kept_pledge_leaves_the_decision_as_it_was(reviewer):
    number = pledged_and_paid()
    answer = check(reviewer, number, result="kept", words="交警部门证实无第三方")
    assert "核查结果已登记：属实" in words(answer)
    assert case_of(number).pledges.get().state == "kept"


@pytest.mark.clause("PT25-13")
def test_a_false_pledge_bars_and_money_is_asked_back_until_it_is_repaired(
    supervisor,
):
    number = pledged_and_paid()
    check(supervisor, number, result="false", words="肇事方已赔付")
    assert PledgeBar.objects.get().repaired_at is None
    recoveries = words(supervisor.get("/desk/watch/recoveries/"))
    assert "8,000.01" in recoveries
    party = str(case_of(number).party_id)
    silent = press(supervisor, "/desk/pledges/", do="repair", party=party, words="")
    assert "请填写“修复情况”" in words(silent)
    press(supervisor, "/desk/pledges/", do="repair", party=party, words="已退回")
    assert PledgeBar.objects.get().words == "已退回"


def test_an_unfinished_check_is_refused_and_keeps_what_was_typed(reviewer):
    number = pledged_and_paid()
    answer = check(reviewer, number, words="已核实")
    assert "请先选择“核查结果”" in words(answer)
    assert 'value="已核实"' in answer.content.decode()


def test_mandates_of_the_helpers_are_seen_with_masked_principals(supervisor):
    sent = envelope("zhaolei", channel=Channel.ONLINE)
    principal = Account.objects.get(login_name="zhaolei").party_id
    give_mandate(
        sent,
        NewMandate(
            principal_id=principal,
            helper_login="town-helper",
            items=("inpatient-reimbursement",),
            covers_pledges=False,
            from_on=sent.today,
            until_on=sent.today,
        ),
    )
    page = words(supervisor.get("/desk/watch/mandates/"))
    assert "赵* 秦晓光" in page
    assert "住院费用报销" in page
    assert "有效" in page
    move_clock("2023-09-12")
    assert "已到期" in words(supervisor.get("/desk/watch/mandates/"))


def test_looks_are_listed_by_person_and_the_chain_is_verified(clerk, supervisor):
    identified(clerk)
    page = words(supervisor.get("/desk/watch/looks/"))
    assert "孙晓梅" in page
    assert "窗口办理业务" in page
    other = Account.objects.get(login_name="clerk2")
    narrowed = supervisor.get("/desk/watch/looks/", {"who": str(other.pk)})
    assert "窗口办理业务" not in words(narrowed)
    whole = supervisor.get("/desk/watch/looks/", {"verify": "1"})
    assert "没有被改动、删除或插入" in words(whole)


def test_a_changed_look_is_found(clerk, supervisor):
    identified(clerk)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_accesslook DISABLE TRIGGER USER")
        cursor.execute("UPDATE audit_accesslook SET reason = '别的'")
        cursor.execute("ALTER TABLE audit_accesslook ENABLE TRIGGER USER")
    answer = supervisor.get("/desk/watch/looks/", {"verify": "1"})
    assert "发现记录被改动" in words(answer)


def test_no_attempt_to_ask_for_other_papers_is_a_calm_page(supervisor):
    assert "没有索要清单外材料" in words(supervisor.get("/desk/watch/extra/"))


def test_a_text_that_is_no_notice_is_refused_and_stays_on_the_page():
    keeper = at_desk("administrator")
    answer = keeper.post("/desk/calendar/", {"do": "preview", "text": "not a notice"})
    assert answer.status_code == 409
    assert "not a notice" in answer.content.decode()


def test_a_notice_is_looked_at_first_and_then_moves_the_open_cases():
    move_clock("2026-12-30")
    number = accepted("2026-12-30")
    provisional = case_of(number).due_on
    keeper = at_desk("administrator")
    page = keeper.post("/desk/calendar/", {"do": "preview", "text": NOTICE})
    looked = words(page)
    assert "国办发明电〔2026〕1号" in looked
    assert "将调整 1 个在办办件的办结日" in looked
    assert f"{number} 住院费用报销" in looked
    assert "12月31日改为放假（元旦）" in looked
    assert not CalendarNotice.objects.exists()
    unseen = keeper.post("/desk/calendar/", {"do": "load", "text": NOTICE})
    assert "请再看一次影响" in words(unseen)
    assert not CalendarNotice.objects.exists()
    seen = re.search(r'name="seen" value="(\w+)"', page.content.decode()).group(1)
    sent = {"do": "load", "text": NOTICE, "seen": seen}
    loaded = keeper.post("/desk/calendar/", sent, follow=True)
    assert "调整了 1 个办件的办结日" in words(loaded)
    assert case_of(number).due_on != provisional
    entry = CaseEvent.objects.get(kind="due_moved")
    assert entry.data["why"] == "载入国办发明电〔2026〕1号"
    told = Message.objects.get(template="case.due_moved")
    assert number in told.text
