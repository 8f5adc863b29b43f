"""Papers at the desk: read, printed as PDF, each look on record."""

import pytest
from tests.portals.desk.staff import accepted, told, words
from tests.services.papers.stage import paper

from tongban.core.papers.kinds import PaperKind
from tongban.records.audit.models import AccessLook


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.TONGBAN_FILES = tmp_path


def test_the_page_shows_what_the_issued_paper_says(clerk):
    number = accepted()
    row = paper(number, PaperKind.ACCEPTANCE)
    page = clerk.get(f"/desk/cases/{number}/receipt/")
    assert "受理通知书" in words(page)
    assert row.number in words(page)
    assert "监督电话" in words(page)
    assert f"/desk/cases/{number}/papers/{row.number}/" in page.content.decode()
    other = paper(number, PaperKind.RECEIPT)
    assert f"/desk/cases/{number}/papers/{other.number}/" in page.content.decode()


def test_the_pdf_is_sent_and_the_look_recorded(clerk):
    number = accepted()
    row = paper(number, PaperKind.ACCEPTANCE)
    answer = clerk.get(f"/desk/cases/{number}/papers/{row.number}/?form=large")
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    look = AccessLook.objects.get(reason="打印文书")
    assert look.case_number == number


def test_a_case_without_a_notice_has_none_to_print(clerk):
    assert clerk.get(f"/desk/cases/{accepted()}/notice/").status_code == 404


def test_a_paper_of_another_case_is_not_sent_through_this_one(clerk, reviewer):
    number = accepted()
    answer = clerk.get(f"/desk/cases/{number}/papers/SL1-1/")
    assert answer.status_code == 404


def test_a_notice_is_read_with_its_cures(reviewer):
    number = accepted()
    told(reviewer, number, **{"judge.medical-invoice": "wrong"})
    page = words(reviewer.get(f"/desk/cases/{number}/notice/"))
    assert "怎样补正" in page
    assert "不符合要求" in page
