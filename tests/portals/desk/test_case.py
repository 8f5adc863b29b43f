"""One case: what is shown, what may be done, and every command from the page."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portals.desk.staff import (
    PDF,
    accepted,
    case_of,
    handed_in,
    identifier_of,
    move_clock,
    page_of,
    send,
    waiting_after_accident,
    words,
)
from tests.services.cases.stage import inpatient_form

from tongban.records.audit.models import AccessLook
from tongban.services.items.queries import region_named

CLAUSE = "SD28 16"


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
