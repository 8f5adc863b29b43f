"""A whole transfer between two cities: records and money end in one place only."""

from datetime import date

import pytest
from tests.services.cases.stage import at
from tests.services.transfers.stage import (
    BALANCE,
    applied,
    case_of,
    exchanged,
    handled,
    moved_city,
    party,
    side,
)

from tongban.core.ledger.accounts import AccountKind
from tongban.core.transfers.continuity import Bond
from tongban.core.transfers.stages import Side, Stage
from tongban.records.exchange.models import Inbound, Outgoing
from tongban.records.ledger.models import LedgerAccount
from tongban.records.transfers.models import PriorPeriod
from tongban.services.enrolment.queries import years_paid
from tongban.services.exchange.proof import verify_messages
from tongban.services.ledger.queries import fund_balance
from tongban.services.ledger.verify import verify_ledger


def accounts() -> list[tuple[str, int | None]]:
    rows = LedgerAccount.objects.filter(owner_id=party().pk, closed_on=None)
    return [(row.region, row.balance_fen) for row in rows]


@pytest.mark.clause("SD28-11")
def test_the_relation_moves_with_every_month_and_every_fen():
    moved_city()
    before = years_paid(party().pk)
    applied()
    exchanged()
    assert side(Side.OUT).stage == side(Side.IN).stage == Stage.AGREED.value
    assert side(Side.OUT).number == side(Side.IN).number
    handled(Side.OUT)
    assert accounts() == []
    assert fund_balance(AccountKind.TRANSIT, "370700") == BALANCE
    exchanged()
    handled(Side.IN)
    exchanged()

    assert side(Side.OUT).stage == side(Side.IN).stage == Stage.SETTLED.value
    assert accounts() == [("370102", BALANCE)]
    assert fund_balance(AccountKind.TRANSIT, "370700") == 0
    assert fund_balance(AccountKind.CLEARING, "370700") == BALANCE
    assert fund_balance(AccountKind.CLEARING, "370100") == -BALANCE
    after = years_paid(party().pk)
    assert after.months == before.months == 30
    assert after.brought_months == 30
    assert side(Side.IN).bond == Bond.STRAIGHT.value
    assert not list(verify_ledger())
    assert not list(verify_messages())


def test_both_cases_are_closed_and_say_how():
    moved_city()
    applied()
    exchanged()
    handled(Side.OUT)
    exchanged()
    handled(Side.IN)
    assert case_of(Side.OUT).outcome == case_of(Side.IN).outcome == "granted"


def test_nothing_is_applied_twice_when_rounds_run_again():
    moved_city()
    applied()
    exchanged()
    handled(Side.OUT)
    exchanged()
    handled(Side.IN)
    exchanged()
    Inbound.objects.update(tries=0)
    assert exchanged() == 0
    assert PriorPeriod.objects.count() == 1
    assert Outgoing.objects.exclude(state="delivered").count() == 0


@pytest.mark.clause("SD20-2")
def test_each_side_has_its_own_clock():
    moved_city()
    applied()
    exchanged()
    assert case_of(Side.IN).due_on == date(2023, 10, 11)
    assert case_of(Side.OUT).due_on == date(2023, 10, 11)
    assert side(Side.IN).agreed_at == at("2023-09-22", 13)
