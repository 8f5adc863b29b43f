"""One case: what is shown, what may be done, and every command from the page."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portals.desk.staff import (
    PDF,
    accepted,
    at_desk,
    case_of,
    handed_in,
    identifier_of,
    move_clock,
    send,
    words,
)
from tests.services.cases.stage import INJURY, PAPERS, inpatient_form

from tongban.records.accounts.models import Account
from tongban.records.audit.models import AccessLook
from tongban.records.cases.models import Alert
from tongban.services.items.queries import region_named

CLAUSE = "SD28 16"


def page_of(client, number: str):
    return client.get(f"/desk/cases/{number}/")


def told(client, number: str, **fields: object):
    """Send a one-time notice from the page."""
    return send(client, number, "notice", **fields)


# --- what is shown ---------------------------------------------------------


def test_personal_data_is_masked_until_a_reason_is_given(reviewer):
    number = accepted()
    plain = page_of(reviewer, number).content.decode()
    assert "990000199001010017" not in plain
    assert "6200000000000000" not in plain
    assert "赵磊" not in plain
    shown = send(reviewer, number, "reveal", reason="核对身份和收款账户")
    assert "990000199001010017" in shown.content.decode()
    assert "核对身份和收款账户" in set(
        AccessLook.objects.values_list("reason", flat=True)
    )
    assert "990000199001010017" not in page_of(reviewer, number).content.decode()


def test_without_a_reason_nothing_is_revealed(reviewer):
    number = accepted()
    answer = send(reviewer, number, "reveal", reason=" ")
    assert "请填写“查阅原因”" in words(answer)
    assert "990000199001010017" not in answer.content.decode()


def test_opening_a_case_is_logged_once_for_each_session(reviewer):
    number = accepted()
    page_of(reviewer, number)
    page_of(reviewer, number)
    looks = AccessLook.objects.filter(case_number=number)
    assert [look.reason for look in looks] == ["办理办件"]


def test_the_page_says_why_the_due_day_is_that_day(reviewer):
    number = accepted("2023-09-25")
    page = words(page_of(reviewer, number))
    assert "为什么是这一天" in page
    assert "国庆" in page


def test_actions_are_offered_only_to_who_may_do_them_now(clerk, reviewer, finance):
    number = handed_in()
    assert 'value="accept"' in page_of(clerk, number).content.decode()
    assert 'value="accept"' not in page_of(reviewer, number).content.decode()
    assert 'value="approve"' not in page_of(reviewer, number).content.decode()
    send(clerk, number, "accept")
    assert 'value="approve"' in page_of(reviewer, number).content.decode()
    assert 'value="pay"' not in page_of(finance, number).content.decode()


def test_the_timeline_names_who_did_what_and_messages_stand_beside_it(reviewer):
    number = accepted()
    page = words(page_of(reviewer, number))
    assert "孙晓梅 受理" in page
    assert "已告知申请人" in page


# --- commands --------------------------------------------------------------


def test_a_case_goes_from_acceptance_to_payment(clerk, reviewer, finance):
    number = handed_in()
    assert "已受理" in words(send(clerk, number, "accept"))
    answer = send(reviewer, number, "approve", amount="8,000.01", words="同意")
    assert "审核通过" in words(answer)
    assert case_of(number).amount_fen == 800_001
    assert "付款单已生成" in words(send(finance, number, "pay"))
    assert case_of(number).payment == "ordered"


@pytest.mark.parametrize(
    ("amount", "told_words"),
    [
        ("", "请填写核定金额"),
        ("0", "请填写核定金额"),
        ("12.345", "最多两位小数"),
        ("-5", "最多两位小数"),
        ("一千", "最多两位小数"),
    ],
)
def test_an_amount_that_cannot_be_paid_is_refused_and_kept(
    reviewer, amount, told_words
):
    number = accepted()
    answer = send(reviewer, number, "approve", amount=amount, words="我的意见")
    assert answer.status_code == 409
    assert told_words in words(answer)
    assert f'name="amount" type="text" value="{amount}"' in answer.content.decode()
    assert 'value="我的意见"' in answer.content.decode()
    assert case_of(number).step == "review"


@pytest.mark.parametrize(
    ("words_typed", "clause"), [("", CLAUSE), ("不符合条件", ""), (" ", " ")]
)
def test_a_rejection_needs_words_and_clause(reviewer, words_typed, clause):
    number = accepted()
    answer = send(reviewer, number, "reject", words=words_typed, clause=clause)
    assert "请写明原因和依据条款" in words(answer)
    assert case_of(number).state == "open"


def test_a_rejection_closes_the_case_and_tells_the_applicant(reviewer):
    number = accepted()
    answer = send(reviewer, number, "reject", words="同一费用已结算", clause=CLAUSE)
    assert "已作出不予通过决定" in words(answer)
    assert "未获通过。原因：同一费用已结算" in words(answer)
    assert case_of(number).outcome == "rejected"


@pytest.mark.clause("CN39-九")
def test_refusing_needs_a_published_reason_and_tells_clause_and_remedy(clerk):
    number = handed_in()
    unsaid = send(clerk, number, "refuse", words="说明")
    assert "请先选择“不予受理的情形”" in words(unsaid)
    assert "说明</textarea>" in unsaid.content.decode()
    answer = send(clerk, number, "refuse", reason="not-in-charge", words="属省直管理")
    assert "已作出不予受理决定" in words(answer)
    assert "请向告知书上写明的主管机构提出申请" in words(answer)
    assert case_of(number).outcome == "refused"


def test_a_stale_page_is_refused_and_what_was_typed_stays(reviewer):
    number = accepted()
    address = f"/desk/cases/{number}/"
    sent = {
        "do": "approve",
        "key": "k1",
        "version": "1",
        "amount": "100",
        "words": "好",
    }
    answer = reviewer.post(address, sent)
    assert answer.status_code == 409
    assert "刚刚被他人更新" in words(answer)
    assert 'value="100"' in answer.content.decode()


def test_pressing_a_button_twice_does_it_once(reviewer):
    number = accepted()
    sent = {
        "do": "approve",
        "key": "k1",
        "version": str(case_of(number).version),
        "amount": "100",
        "words": "好",
    }
    reviewer.post(f"/desk/cases/{number}/", sent)
    again = reviewer.post(f"/desk/cases/{number}/", sent)
    assert again.status_code == 302
    assert case_of(number).events.filter(kind="reviewed").count() == 1


def test_an_invented_command_is_refused_in_words(reviewer):
    answer = send(reviewer, accepted(), "explode")
    assert "没有这个操作" in words(answer)


# --- the one-time notice ---------------------------------------------------


@pytest.mark.clause("CN39-十二")
def test_everything_is_told_at_once_and_the_clock_stops(reviewer):
    number = accepted()
    answer = told(
        reviewer,
        number,
        **{
            "judge.medical-invoice": "wrong",
            "cure.medical-invoice": "请补盖医院收费章",
            "judge.fee-list": "outdated",
            "judge.discharge-record": "good",
            "field": ["field:bank_name"],
            "cure.field:bank_name": "请写到支行",
        },
    )
    page = words(answer)
    assert "一次性告知已发出" in page
    assert "请补盖医院收费章" in page
    assert "请写到支行" in page
    case = case_of(number)
    assert (case.state, case.stopped) == ("waiting", True)


def test_a_notice_with_nothing_in_it_is_refused(reviewer):
    answer = told(reviewer, accepted(), **{"judge.fee-list": "good"})
    assert "没有需要补正的内容" in words(answer)


@pytest.mark.clause("SD28-16", "CN39-十二")
def test_a_wrong_situation_is_put_right_and_brings_its_papers_and_fields(reviewer):
    number = accepted()
    assert "意外伤害" in words(page_of(reviewer, number))
    page = words(told(reviewer, number, situation=["accident"]))
    assert "第三方赔付材料：缺少" in page
    assert "受伤日期：缺少" in page


def cured(clerk, number: str):
    sent = {"cured": ["medical-invoice"]}
    return send(clerk, number, "cure", **sent)


@pytest.mark.clause("CN39-十二")
def test_a_second_notice_needs_the_supervisor_and_becomes_a_breach(
    clerk, reviewer, supervisor
):
    number = accepted()
    told(reviewer, number, **{"judge.medical-invoice": "wrong"})
    assert "办理时限继续计算" in words(cured(clerk, number))
    second = told(
        reviewer, number, **{"judge.fee-list": "wrong", "cure.fee-list": "请盖章"}
    )
    assert "不能再次要求补正" in words(second)
    assert 'value="请盖章"' in second.content.decode()
    assert 'name="judge.fee-list" value="wrong" checked' in second.content.decode()
    allowed = told(
        supervisor,
        number,
        **{"judge.fee-list": "wrong", "late_reason": "医院系统故障后发现"},
    )
    assert "一次性告知已发出" in words(allowed)
    assert Alert.objects.get().kind == "second_notice"


# --- taking in what was asked for ------------------------------------------


def waiting_after_accident(clerk) -> str:
    number = handed_in(
        situations=("accident", "planned", "self"),
        papers=PAPERS,
        form=inpatient_form(**INJURY),
        incomplete=True,
    )
    sent = {
        "judge.medical-record-copy": "missing",
        "judge.third-party-payment": "missing",
    }
    told(clerk, number, **sent)
    return number


@pytest.mark.clause("SD28-16", "PT25-13")
def test_one_lack_is_cured_by_pledge_and_one_by_a_scan(clerk):
    number = waiting_after_accident(clerk)
    scan = SimpleUploadedFile("病历.pdf", PDF, "application/pdf")
    first = send(clerk, number, "cure", pledged=["third-party-payment"])
    assert "还有内容没有补齐" in words(first)
    sent = {"upload.medical-record-copy": scan}
    second = send(clerk, number, "cure", **sent)
    assert "补正材料已收齐" in words(second)
    case = case_of(number)
    assert (case.state, case.pledged) == ("open", True)


def test_a_wrong_field_is_corrected_at_the_window(clerk, reviewer):
    number = accepted()
    told(reviewer, number, field=["field:bank_name"])
    page = page_of(clerk, number).content.decode()
    assert 'name="bank_name"' in page
    answer = send(clerk, number, "cure", bank_name="示例银行寿光支行")
    assert "补正材料已收齐" in words(answer)
    assert "示例银行寿光支行" in words(answer)


def test_a_reviewer_sees_what_is_waited_for_but_takes_nothing_in(clerk, reviewer):
    number = waiting_after_accident(clerk)
    page = words(page_of(reviewer, number))
    assert "等待申请人补正" in page
    assert "收取补正材料" not in page


def test_the_notice_can_be_printed(clerk):
    number = waiting_after_accident(clerk)
    page = words(clerk.get(f"/desk/cases/{number}/notice/"))
    assert "一次性告知书" in page
    assert "第三方赔付材料" in page
    assert "也可以签署书面承诺代替" in page


# --- other hands and other days --------------------------------------------


def test_another_desk_is_asked_and_answers(reviewer):
    number = accepted()
    asked = send(
        reviewer, number, "ask", desk="370705", words="是否已在省外结算？", days="3"
    )
    assert "已发出会办征求" in words(asked)
    opinion = case_of(number).opinions.get()
    blocked = send(reviewer, number, "approve", amount="100")
    assert "征求的意见还没有答复" in words(blocked)
    answer = send(
        at_desk("finance1"), number, "opine", about=opinion.code, words="没有结算"
    )
    assert "意见已提交" in words(answer)
    assert "答：没有结算" in words(page_of(reviewer, number))


@pytest.mark.parametrize("days", ["0", "11", "两"])
def test_the_limit_of_an_opinion_is_checked(reviewer, days):
    number = accepted()
    answer = send(reviewer, number, "ask", desk="370705", words="问", days=days)
    assert answer.status_code == 409
    assert not case_of(number).opinions.exists()


@pytest.mark.clause("CN39-十二")
def test_a_case_is_handed_over_and_the_first_contact_stays(clerk):
    number = handed_in()
    colleague = Account.objects.get(login_name="clerk2")
    page = send(clerk, number, "hand-over", assignee=str(colleague.pk), words="休假")
    case = case_of(number)
    assert "办件已移交" in words(page)
    assert (case.owner.login_name, case.assignee.login_name) == ("clerk1", "clerk2")


def test_a_case_is_passed_on_to_the_office_in_charge(clerk):
    number = handed_in()
    answer = send(clerk, number, "transfer", office="370705", words="属奎文区")
    assert "已转送主管机构" in words(answer)
    assert case_of(number).outcome == "handed_over"


def test_a_case_is_suspended_with_a_reason_and_goes_on(reviewer):
    number = accepted()
    send(reviewer, number, "suspend", words="等待法院判决")
    assert case_of(number).state == "suspended"
    send(reviewer, number, "resume", words="判决已生效")
    assert case_of(number).state == "open"


def test_extending_is_not_offered_without_a_basis(reviewer):
    assert "延长办理时限" not in words(page_of(reviewer, accepted()))


# --- files -----------------------------------------------------------------


def test_a_file_of_a_case_is_sent_and_the_look_written(clerk, reviewer):
    number = waiting_after_accident(clerk)
    scan = SimpleUploadedFile("病历.pdf", PDF, "application/pdf")
    send(clerk, number, "cure", **{"upload.medical-record-copy": scan})
    address = re.search(
        r'href="(/desk/cases/\d+/files/[^"]+)"',
        page_of(reviewer, number).content.decode(),
    ).group(1)
    answer = reviewer.get(address)
    assert b"".join(answer.streaming_content) == PDF
    assert AccessLook.objects.filter(reason="查看办件材料", case_number=number).exists()


def test_a_file_of_another_case_is_not_sent_through_this_one(clerk, reviewer):
    number = waiting_after_accident(clerk)
    scan = SimpleUploadedFile("病历.pdf", PDF, "application/pdf")
    send(clerk, number, "cure", **{"upload.medical-record-copy": scan})
    other = accepted(form=inpatient_form(total_cost="1.00"))
    file = case_of(number).files.get().file_id
    assert reviewer.get(f"/desk/cases/{other}/files/{file}/").status_code == 404


# --- papers ----------------------------------------------------------------


def test_the_receipt_names_the_person_in_full_and_masks_the_id_number(clerk):
    number = accepted()
    page = clerk.get(f"/desk/cases/{number}/receipt/")
    assert "赵磊：" in words(page)
    assert identifier_of("zhaolei") not in page.content.decode()
    assert AccessLook.objects.filter(reason="出具回执").exists()


def test_the_case_names_its_region(reviewer):
    page = words(page_of(reviewer, accepted()))
    assert region_named("370702").name in page


def test_an_overdue_case_says_so_in_words(reviewer):
    number = accepted()
    move_clock("2023-10-20")
    assert "已超期" in words(page_of(reviewer, number))
