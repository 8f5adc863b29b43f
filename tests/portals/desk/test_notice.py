"""The one-time notice from the case page, and taking in what it asked for."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.portals.desk.staff import (
    PDF,
    accepted,
    case_of,
    page_of,
    send,
    told,
    waiting_after_accident,
    words,
)

from tongban.records.cases.models import Alert

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
