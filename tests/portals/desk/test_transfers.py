"""Transfers at the desk: the list, one case, and a table that is typed."""

from dataclasses import replace

import pytest
from django.test import Client
from tests.covers import insure
from tests.portals.desk.staff import hidden, move_clock, words
from tests.services.cases.stage import actor, envelope
from tests.services.ledger.books import put
from tests.services.transfers.stage import LOGIN, application, party, side

from tongban.core.items.catalogue import Channel
from tongban.core.transfers.stages import Side
from tongban.records.transfers.models import Transfer
from tongban.services.access.scope import leave_scope, scoped
from tongban.services.cases.intake import submit_case

LIST = "/desk/transfers/"
TYPED = {
    "stopped_on": "2023-09-01",
    "money": "777.00",
    "periods": "2021-09 至 2023-08 实际 5000\n1995-01 1999-12 视同",
}


@pytest.fixture
def number(db: None) -> str:
    """Somebody who came from an area nobody connected serves has applied."""
    move_clock("2023-09-25")
    insure(party())
    asked = application("transfer-in", from_region="110105", to_region="370705")
    with scoped(actor(LOGIN)):
        who = envelope(LOGIN, "2023-09-25", channel=Channel.ONLINE)
        found = submit_case(who, replace(asked, region="370705")).number
    leave_scope()
    return found


def sent_to_case(client: Client, number: str, **said: str):
    url = f"/desk/cases/{number}/"
    page = client.get(url)
    said |= {name: hidden(page, name) for name in ("key", "version")}
    answer = client.post(url, said, follow=True)
    leave_scope()
    return words(answer)


def typed(client: Client, number: str, **changes: str):
    url = f"/desk/cases/{number}/transfer/"
    key = hidden(client.get(url), "key")
    answer = client.post(url, {"key": key, **TYPED, **changes}, follow=True)
    leave_scope()
    return answer


@pytest.mark.clause("SD28-11")
def test_a_table_is_typed_and_the_case_closed(clerk, reviewer, number):
    assert "没有接通" in words(clerk.get(LIST))
    sent_to_case(clerk, number, do="accept")
    sent_to_case(reviewer, number, do="approve", words="同意")
    assert "等待信息表和账户资金" in sent_to_case(clerk, number, do="close")

    said = words(typed(reviewer, number))
    assert "信息表已录入" in said
    assert "实际缴费24个月，视同缴费60个月" in said
    assert "777.00元" in said
    assert "SHA-256" in said
    sent_to_case(clerk, number, do="close")
    assert side(Side.IN).stage == "settled"
    page = words(clerk.get(f"/desk/cases/{number}/transfer/"))
    assert "已转入" in page
    assert "录入信息表" not in page
    assert "没有正在办的转移" in words(clerk.get(LIST))


def test_lines_that_cannot_be_read_are_named_and_stay_as_typed(clerk, reviewer, number):
    sent_to_case(clerk, number, do="accept")
    answer = typed(reviewer, number, periods="2021-09 2023-08\n从前的事")
    assert "第2行看不懂" in words(answer)
    assert "从前的事" in words(answer)
    assert typed(reviewer, number, money="").status_code == 422
    assert not Transfer.objects.get().sheet


def test_a_case_of_another_item_has_no_transfer(clerk, number):
    assert clerk.get("/desk/cases/3707052023090000000009/transfer/").status_code == 404
    assert "转移" in words(clerk.get(f"/desk/cases/{number}/"))


def test_the_person_is_shown_masked(clerk, number):
    put(LOGIN, 100)
    shown = clerk.get(f"/desk/cases/{number}/transfer/").content.decode()
    assert party().identifier not in shown
