"""A fault nobody foresaw: honest words, and another try where it helps."""

import json

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from tongban.config.failures import RETRY_SECONDS

pytestmark = pytest.mark.django_db


def _ask(address, fault):
    def fail(*_query):
        raise fault

    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "0123456789abcdefghijklmnopqrstuv"
    with connection.execute_wrapper(fail):
        return client.get(address)


@pytest.mark.parametrize("fault", [OperationalError("away"), InterfaceError("closed")])
def test_a_page_says_that_the_database_comes_back(fault):
    answer = _ask("/me/", fault)

    assert answer.status_code == 503
    assert answer["Retry-After"] == str(RETRY_SECONDS)
    assert "请等半分钟" in answer.content.decode()


def test_a_program_reads_a_stable_code():
    answer = _ask("/api/v1/cases", OperationalError("away"))

    assert answer.status_code == 503
    assert answer["Retry-After"] == str(RETRY_SECONDS)
    assert json.loads(answer.content)["code"] == "api.database_away"


def test_a_fault_of_ours_is_owned_and_not_described():
    page = _ask("/me/", RuntimeError("secret words"))
    document = _ask("/api/v1/cases", RuntimeError("secret words"))

    assert (page.status_code, document.status_code) == (500, 500)
    assert "不是您的操作造成的" in page.content.decode()
    assert json.loads(document.content)["code"] == "api.failed"
    assert "secret" not in page.content.decode() + document.content.decode()
    assert "Retry-After" not in page
