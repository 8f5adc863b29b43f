"""Codes by API: providers and windows read them once; keys are everybody's."""

import pytest
from tests.api.sending import NOBODY, caller, party_of, problem_of
from tests.services.cases.stage import at, envelope
from tests.services.credentials.wallet import shown_by

from tongban.core.credentials.codes import read_code
from tongban.gateways.code_signing import is_code_signed
from tongban.records.credentials.models import CredentialUse
from tongban.services.credentials.operations import activate

VERIFY = "/credentials/verify"
FRIDAY = "2023-09-22"


@pytest.fixture
def code() -> str:
    activate(envelope("clerk1", FRIDAY), party_id=party_of("zhaolei"))
    return shown_by("zhaolei", sent=envelope("zhaolei", FRIDAY)).text


@pytest.mark.clause("SD20-15")
def test_a_hospital_learns_whose_code_it_is_masked_and_once_for_each_step(code):
    hospital = caller("hospital-city")
    for purpose in ("register", "visit", "settle"):
        answer = hospital.send(VERIFY, {"code": code, "purpose": purpose})
        assert answer.status_code == 200, answer.content.decode()
    shown = answer.json()
    assert shown["masked_name"] == "赵*"
    assert "*" in shown["masked_identifier"]
    assert shown["assurance"] == 3
    assert "name" not in shown
    again = hospital.send(VERIFY, {"code": code, "purpose": "settle"})
    assert problem_of(again) == (409, "credentials.code_used")
    pharmacy = caller("pharmacy-kuiwen")
    bought = pharmacy.send(VERIFY, {"code": code, "purpose": "pharmacy"})
    assert bought.status_code == 200
    places = set(CredentialUse.objects.values_list("place", flat=True))
    assert places == {"潍坊示例市立医院", "潍坊示例大药房奎文店"}


def test_the_same_key_gets_the_first_answer(code):
    hospital = caller("hospital-city")
    sent = {"code": code, "purpose": "visit"}
    answers = [hospital.send(VERIFY, sent, key="once").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert CredentialUse.objects.count() == 1


@pytest.mark.parametrize(("login", "status"), [("zhaolei", 403), ("hr-machinery", 403)])
def test_only_institutions_and_windows_read_codes(code, login, status):
    answer = caller(login).send(VERIFY, {"code": code, "purpose": "visit"})
    assert problem_of(answer) == (status, "access.wrong_door")
    answer = NOBODY.send(VERIFY, {"code": code, "purpose": "visit"})
    assert answer.status_code == 401


def test_a_purpose_of_another_reader_and_a_made_up_code_are_faulty(code):
    hospital = caller("hospital-city")
    answer = hospital.send(VERIFY, {"code": code, "purpose": "counter"})
    assert problem_of(answer) == (422, "credentials.purpose_elsewhere")
    other = code[:-1] + ("A" if code[-1] != "A" else "B")
    answer = hospital.send(VERIFY, {"code": other, "purpose": "visit"})
    assert problem_of(answer) == (422, "credentials.code_forged")
    answer = hospital.send(VERIFY, {"code": "x", "purpose": "visit"})
    assert problem_of(answer) == (422, "credentials.code_unreadable")
    answer = caller("clerk1").send(VERIFY, {"code": code, "purpose": "counter"})
    assert answer.json()["purpose"] == "counter"


def test_the_published_keys_prove_a_code_without_asking_us_again(code):
    told = NOBODY.get("/credentials/keys").json()
    read, signature = read_code(code)
    (key,) = [one["key"] for one in told["keys"] if one["mark"] == read.key_mark.hex()]
    assert is_code_signed(read.content, signature, public=key)
    assert read.issued == int(at(FRIDAY).timestamp())
    assert told["life_seconds"] > 0
