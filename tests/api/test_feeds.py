"""Departments' systems send facts: signed, within their kinds, once."""

import json
import time

import pytest
from django.test import Client
from tests.services.matching.feeds import insured

from tongban.gateways.signed_http import signature
from tongban.records.matching.models import Feed, Proposal
from tongban.records.parties.models import Party
from tongban.services.access.scope import leave_scope

KEY = "d" * 40
PATH = "/api/v1/feeds/deaths"


@pytest.fixture(autouse=True)
def _departments(settings):
    settings.DEPARTMENTS = (
        ("civil", "示例市民政局", "370700", ("deaths", "identities"), KEY),
    )


def post(content: object, path: str = PATH, **changes: str):
    body = json.dumps(content).encode()
    moment = str(int(time.time()))
    headers = {
        "X-Tongban-Department": "civil",
        "X-Tongban-Time": moment,
        "X-Tongban-Signature": signature(KEY, moment=moment, path=path, body=body),
        **changes,
    }
    answer = Client().post(path, body, content_type="application/json", headers=headers)
    leave_scope()
    return answer


def row(person: Party) -> dict[str, str]:
    return {
        "姓名": person.name,
        "公民身份号码": person.identifier,
        "happened_on": "2023-09-01",
    }


def test_a_death_sent_is_proposed_once_and_sent_again_adds_nothing():
    rows = [row(insured()), {"姓名": "", "公民身份号码": "1", "发生日期": "昨天"}]
    told = post({"rows": rows})
    assert told.status_code == 200, told.content
    answer = told.json()
    assert answer["counts"] == {"new": 1, "faulty": 1}
    assert [one["column"] for one in answer["refused"]] == [
        "name",
        "id_number",
        "happened_on",
    ]
    assert not answer["repeated"]
    assert post({"rows": rows}).json()["repeated"]
    assert Feed.objects.get().account is None
    assert Proposal.objects.count() <= 1


@pytest.mark.parametrize(
    ("changes", "path", "status", "code"),
    [
        ({"X-Tongban-Signature": "x"}, PATH, 401, "matching.signature_wrong"),
        ({"X-Tongban-Department": "tax"}, PATH, 401, "matching.signature_wrong"),
        ({"X-Tongban-Time": "1"}, PATH, 401, "matching.signature_wrong"),
        ({}, "/api/v1/feeds/payments", 404, "matching.kind_unknown"),
    ],
)
def test_what_is_not_signed_or_not_its_own_is_refused(changes, path, status, code):
    answer = post({"rows": [{"姓名": "甲"}]}, path, **changes)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Feed.objects.exists()


def test_too_many_rows_and_other_shapes_are_refused():
    for wrong in ([{"姓名": "甲"}] * 1_001, [], ["甲"], [{"姓名": 1}]):
        assert post({"rows": wrong}).status_code == 422
