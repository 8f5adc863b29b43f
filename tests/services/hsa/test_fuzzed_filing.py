"""Messages of filings and departments with anything in any field."""

import copy
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.services.hsa.stage import HOSPITAL, as_owner, body, insure, sign_in, told
from tests.services.hsa.test_departments import department
from tests.services.hsa.test_filing import fixed, recognition, transfer, withdrawal
from tests.services.hsa.test_fuzzed_care import ODD, places, put

from tongban.core.hsa.envelope import EnvelopeFaulty
from tongban.records.cases.models import Case, CaseEvent, Command
from tongban.records.departments.models import HospitalDepartment
from tongban.records.filings.models import Filing
from tongban.records.hsa.models import Message
from tongban.records.papers.models import Paper
from tongban.records.register.models import RegisterEntry
from tongban.services.hsa.people import person_number

TABLES = (
    Case,
    CaseEvent,
    Command,
    Filing,
    HospitalDepartment,
    Message,
    Paper,
    RegisterEntry,
)


@pytest.fixture
def messages() -> Mapping[str, Any]:
    """A message of every kind that would be taken as it stands."""
    person = person_number(insure("wangjianguo"))
    window = {"begntime": "2023-09-01 00:00:00", "endtime": "2023-09-30 00:00:00"}
    accident = {
        "dcla_souc": "01",
        "psn_no": person,
        "psn_cert_type": "01",
        "certno": "x",
        "psn_name": "x",
        "insu_admdvs": "370705",
        "chk_pay_flag": "1",
        "begndate": "2023-09-21",
    }
    return {
        "2501": transfer(person),
        "2502": withdrawal(person, "1"),
        "2503": recognition(person),
        "2504": withdrawal(person, "1"),
        "2505": fixed(person),
        "2507": {"data": accident},
        "3401": {"deptinfo": department()},
        "3401A": {"deptinfo": [department(), department("B02")]},
        "3402": {"deptinfo": department()},
        "3403": {"data": department()},
        "5102": {"data": {"prac_psn_type": "1", "certno": ""}},
        "5302": {"data": {"psn_no": person, "biz_appy_type": "03"}},
        "5303": {"data": {"psn_no": "", **window}},
        "5304": {"data": {"psn_no": person, **window}},
    }


def counts() -> list[int]:
    with as_owner():
        return [model.objects.count() for model in TABLES]


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_every_message_is_answered_and_a_refusal_leaves_nothing(messages, data):
    infno = data.draw(st.sampled_from(sorted(messages)))
    said = copy.deepcopy(messages[infno])
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(sorted(places(said), key=str)))
        put(said, path, data.draw(ODD))
    sign_no = sign_in()
    before = counts()
    try:
        given = told(body(infno, said, fixmedins_code=HOSPITAL, sign_no=sign_no))
    except EnvelopeFaulty:  # the door tells it
        assert counts() == before
        return
    assert given.code in {0, -1}
    if given.code == -1:
        assert given.words
        assert counts() == before
