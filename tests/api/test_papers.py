"""Papers by API: listed, fetched, and nobody else's."""

import pytest
from tests.api.sending import NOBODY, caller, problem_of
from tests.services.papers.stage import accepted, paper

from tongban.core.papers.kinds import PaperKind
from tongban.core.papers.statements import Finding
from tongban.records.audit.models import AccessLook
from tongban.services.papers.checking import check_alone


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path):
    settings.TONGBAN_FILES = tmp_path


@pytest.fixture
def number() -> str:
    return accepted()


def test_the_party_lists_and_fetches_its_papers(number):
    zhaolei = caller("zhaolei")
    listed = zhaolei.get(f"/cases/{number}/papers").json()["papers"]
    assert [one["kind"] for one in listed] == ["acceptance", "receipt"]
    assert {one["standing"] for one in listed} == {"valid"}
    answer = zhaolei.get(f"/cases/{number}/papers/{listed[0]['number']}")
    assert answer["Content-Type"] == "application/pdf"
    assert check_alone(answer.content).finding is Finding.WHOLE
    large = zhaolei.get(f"/cases/{number}/papers/{listed[0]['number']}", form="large")
    assert check_alone(large.content).finding is Finding.WHOLE
    assert large.content != answer.content
    assert not AccessLook.objects.filter(reason="接口取文书").exists()


def test_a_look_by_staff_is_recorded(number):
    row = paper(number, PaperKind.RECEIPT)
    answer = caller("clerk1").get(f"/cases/{number}/papers/{row.number}")
    assert answer.status_code == 200
    assert AccessLook.objects.get(reason="接口取文书").case_number == number


def test_strangers_and_visitors_get_nothing(number):
    row = paper(number, PaperKind.RECEIPT)
    for path in ("", f"/{row.number}"):
        answer = caller("wangjianguo").get(f"/cases/{number}/papers{path}")
        assert answer.status_code in {403, 404}
        assert NOBODY.get(f"/cases/{number}/papers{path}").status_code == 401


def test_an_unknown_paper_is_a_problem_with_its_code(number):
    answer = caller("zhaolei").get(f"/cases/{number}/papers/SL1-1")
    assert problem_of(answer) == (404, "papers.unknown")
