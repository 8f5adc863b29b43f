"""One's own insurance and certificates by API: own months, own papers, once."""

import json

import pytest
from tests.api.sending import NOBODY, caller, party_of, problem_of
from tests.portals.citizen.visitors import MONDAY

from tongban.core.papers.statements import Finding
from tongban.records.enrolment.models import ContributionMonth
from tongban.records.papers.models import Paper
from tongban.services.demo.enrolment import load_demo_enrolment
from tongban.services.papers.checking import check_alone

PATH = "/me/certificates"
ASKED = {"subject": "contributions", "first": "2023-01-01", "last": "2023-03-31"}


@pytest.fixture(autouse=True)
def _register(settings, tmp_path):
    settings.TONGBAN_FILES = tmp_path
    load_demo_enrolment(MONDAY)


@pytest.mark.clause("SD28-8")
def test_the_months_asked_for_are_told_and_certified_once():
    wang = caller("wangjianguo")
    told = wang.get("/me/insurance", first="2023-01-01", last="2023-03-31").json()
    months = ContributionMonth.objects.filter(
        person_id=party_of("wangjianguo"), month__range=("2023-01-01", "2023-03-31")
    )
    assert len(told["months"]) == months.count() == 3
    assert {line["own_fen"] for line in told["months"]} == {
        month.own_fen for month in months
    }
    assert told["now"]["state"] == "正常参保"
    first = wang.send(PATH, ASKED, key="once")
    again = wang.send(PATH, ASKED, key="once")
    assert first.status_code == 201, first.content.decode()
    assert first.json() == again.json()
    issued = first.json()
    assert Paper.objects.filter(kind="contributions").count() == 1
    assert wang.get(PATH).json()["certificates"] == [issued]
    pdf = wang.get(f"/cases/{issued['case_number']}/papers/{issued['paper']['number']}")
    assert check_alone(pdf.content).finding is Finding.WHOLE


@pytest.mark.clause("SD28-7")
def test_a_unit_gets_its_own():
    unit = caller("hr-machinery")
    asked = {**ASKED, "subject": "roster"}
    assert unit.send(PATH, asked).json()["paper"]["title"] == "单位参保证明"


def test_what_is_no_certificate_is_refused_and_strangers_get_none():
    wang = caller("wangjianguo")
    answer = wang.send(PATH, {**ASKED, "subject": "roster"})
    assert problem_of(answer) == (422, "papers.subject_unknown")
    turned = {**ASKED, "first": "2023-05-01", "last": "2023-01-31"}
    assert problem_of(wang.send(PATH, turned)) == (422, "cases.form_faulty")
    assert caller("zhaolei").get(PATH).json() == {"certificates": []}
    assert NOBODY.get(PATH).status_code == 401
    assert problem_of(caller("clerk1").get(PATH))[0] == 403
    assert json.loads(wang.get("/me/insurance").content)["code"] == "api.request_faulty"
