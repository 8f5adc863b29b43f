"""Papers come with the events that call for them, once, and never change."""

import pytest
from django.db import DatabaseError, connection, transaction
from tests.services.cases.stage import (
    Application,
    actor,
    envelope,
    filing_form,
    submitted,
)
from tests.services.papers.stage import accepted, content, paper, refused, told

from tongban.core.cases.decisions.handling import Decision
from tongban.core.items.catalogue import Audience
from tongban.core.papers.content import digest_of_text
from tongban.core.papers.kinds import PaperKind, Standing
from tongban.gateways.signing import is_signed, public_key
from tongban.records.accounts.models import Account
from tongban.records.papers.models import Paper
from tongban.services.cases.content import NewCase
from tongban.services.cases.guard import NotYours
from tongban.services.cases.handling import review_case
from tongban.services.cases.intake import submit_case
from tongban.services.cases.notices import add_materials, answer_notice
from tongban.services.papers.queries import papers_of_case

pytestmark = pytest.mark.usefixtures("insured_people")


def kinds_of(number: str) -> list[str]:
    rows = Paper.objects.filter(case__number=number).order_by("event_seq", "pk")
    return [row.kind for row in rows]


@pytest.mark.clause("CN39-十二")
def test_receipt_and_acceptance_are_issued_with_their_events():
    number = accepted()
    assert kinds_of(number) == ["receipt", "acceptance"]
    said = content(number, PaperKind.ACCEPTANCE)
    due = paper(number, PaperKind.ACCEPTANCE).case.due_on
    facts = dict(said.facts)
    assert said.addressee == "赵磊"
    assert facts["受理日"] == "2023年9月11日"
    assert facts["最迟办结"].startswith(f"{due.year}年{due.month}月{due.day}日")
    assert "990000199001010017" not in said.text
    assert said.why
    assert [row[2] for row in said.tables[0].rows] == ["窗口已收"] * 3
    assert ("监督电话", "10000099999") in said.phones


@pytest.mark.clause("CN39-十二")
def test_a_notice_names_each_lack_with_its_reason_and_its_cure():
    number = accepted()
    told(number)
    said = content(number, PaperKind.NOTICE)
    (row,) = said.tables[0].rows
    assert said.tables[0].columns == (
        "序号",
        "补正内容",
        "问题",
        "规定的要求",
        "怎样补正",
    )
    assert row[2] == "不符合要求"
    assert row[3]
    assert row[4] == "请补盖医院收费章"
    assert any("不计入办理时限" in words for words in said.paragraphs)


def test_non_acceptance_says_reason_clause_and_remedies():
    said = content(refused(), PaperKind.NON_ACCEPTANCE)
    words = "\n".join(said.paragraphs)
    assert "理由：申请事项依法不需要办理。 已在外地报销" in words
    assert "《中华人民共和国行政许可法》第三十二条" in words
    review, court = said.remedies
    assert "六十日内" in review
    assert "《中华人民共和国行政复议法》第九条" in review  # the law of 2023
    assert "六个月内" in court


def test_a_rejected_case_gets_its_result_with_the_remedies_of_its_day():
    number = accepted()
    no = Decision(approved=False, amount_fen=0, words="发票不实", clause="SD28 16")
    review_case(envelope("reviewer1", "2024-01-03"), number=number, decision=no)
    said = content(number, PaperKind.COMPLETION)
    assert dict(said.facts)["办理结果"] == "未通过"
    assert "理由：发票不实" in said.paragraphs
    assert "第二十条" in said.remedies[0]


def test_an_item_done_at_once_has_receipt_and_result_in_one_transaction():
    party = Account.objects.get(login_name="wangjianguo").party_id
    assert party is not None
    new = NewCase(
        item="long-term-residence-filing",
        audience=Audience.EMPLOYEE,
        party_id=party,
        form=filing_form(),
    )
    number = submit_case(envelope("wangjianguo"), new).number
    assert kinds_of(number)[0] == "receipt"
    assert kinds_of(number)[-1] == "completion"
    said = content(number, PaperKind.COMPLETION)
    assert dict(said.facts)["办理结果"] == "已办结"


def test_the_same_command_again_issues_nothing_more():
    first = envelope("clerk1", key="the-same-key")
    new = Application().new()
    number = submit_case(first, new).number
    assert submit_case(first, new).number == number
    assert kinds_of(number) == ["receipt"]


def test_digest_and_signature_cover_the_content():
    row = paper(accepted(), PaperKind.RECEIPT)
    assert row.content_digest == digest_of_text(row.content)
    assert is_signed(row.content, row.signature, public=public_key())
    assert not is_signed(row.content + " ", row.signature, public=public_key())


def test_a_later_notice_takes_the_place_of_the_earlier():
    number = accepted()
    told(number)
    clerk = envelope("clerk1", "2023-09-13")
    add_materials(clerk, number=number, files={}, papers=("medical-invoice",))
    answer_notice(envelope("clerk1", "2023-09-13"), number=number)
    told(number, "2023-09-14", late_reason="医院系统故障")
    lines = [
        line
        for line in papers_of_case(actor("clerk1"), number)
        if line.kind is PaperKind.NOTICE
    ]
    assert [line.standing for line in lines] == [Standing.VALID, Standing.SUPERSEDED]


def test_papers_are_never_changed_or_deleted():
    row = paper(accepted(), PaperKind.RECEIPT)
    for statement in (
        "UPDATE papers_paper SET number = 'X' WHERE id = %s",
        "DELETE FROM papers_paper WHERE id = %s",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, [row.pk])


def test_a_stranger_sees_no_papers():
    number = submitted().number
    assert papers_of_case(actor("zhaolei"), number)
    with pytest.raises(NotYours):
        papers_of_case(actor("wangjianguo"), number)
