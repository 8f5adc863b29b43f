"""What ends before it is whole: nothing is lost on either side."""

import pytest
from tests.services.cases.stage import actor, envelope
from tests.services.transfers.stage import (
    BALANCE,
    LOGIN,
    REJECTED,
    applied,
    case_of,
    exchanged,
    handled,
    moved_city,
    party,
    side,
)

from tongban.core.ledger.accounts import AccountKind
from tongban.core.transfers.legs import LegsDiffer, LegsMissing
from tongban.core.transfers.sheet import SheetFaulty
from tongban.core.transfers.stages import Side, Stage
from tongban.records.exchange.models import Outgoing
from tongban.records.ledger.models import LedgerAccount
from tongban.records.notices.models import Message
from tongban.services.access.scope import scoped
from tongban.services.cases.intake import withdraw_case
from tongban.services.enrolment.queries import years_paid
from tongban.services.ledger.queries import fund_balance
from tongban.services.ledger.verify import verify_ledger


def account() -> LedgerAccount:
    return LedgerAccount.objects.get(owner_id=party().pk, closed_on=None)


def withdrawn(which: Side) -> None:
    with scoped(actor(LOGIN)):
        withdraw_case(
            envelope(LOGIN, "2023-09-22", hour=16),
            number=case_of(which).number,
            words="不转了",
        )


def test_what_the_person_withdraws_ends_on_both_sides():
    moved_city()
    applied()
    exchanged()
    withdrawn(Side.IN)
    exchanged()
    assert side(Side.OUT).stage == side(Side.IN).stage == Stage.WITHDRAWN.value
    assert case_of(Side.OUT).outcome == "withdrawn"
    assert account().balance_fen == BALANCE


def test_what_arrived_and_is_rejected_goes_back_to_the_fen():
    moved_city()
    applied()
    exchanged()
    handled(Side.OUT)
    exchanged()
    assert years_paid(party().pk).months == 0  # on its way it counts nowhere
    handled(Side.IN, decision=REJECTED)
    exchanged()
    assert side(Side.IN).stage == side(Side.OUT).stage == Stage.RETURNED.value
    assert account().balance_fen == BALANCE
    assert account().region == "370705"
    assert years_paid(party().pk).months == 30
    assert fund_balance(AccountKind.TRANSIT, "370700") == 0
    assert not list(verify_ledger())
    assert Message.objects.filter(template="transfer.returned").count() == 1


def test_what_is_withdrawn_while_it_travels_comes_back():
    moved_city()
    applied()
    exchanged()
    handled(Side.OUT)  # sheet and money are in the outbox, not yet delivered
    withdrawn(Side.IN)
    exchanged()
    assert side(Side.OUT).stage == Stage.RETURNED.value
    assert side(Side.IN).stage == Stage.WITHDRAWN.value
    assert account().balance_fen == BALANCE
    assert years_paid(party().pk).months == 30


def test_a_sheet_without_money_waits_and_is_not_loaded():
    moved_city()
    applied()
    exchanged()
    handled(Side.OUT)
    Outgoing.objects.filter(kind="transfer.money").update(state="stopped")
    exchanged()
    assert side(Side.IN).sheet
    with pytest.raises(LegsMissing):
        handled(Side.IN)
    assert years_paid(party().pk).months == 0


def test_money_that_differs_from_the_sheet_by_a_fen_is_not_credited():
    moved_city()
    applied()
    exchanged()
    handled(Side.OUT)
    exchanged()
    row = side(Side.IN)
    row.money_fen = BALANCE - 1
    row.save()
    with pytest.raises(LegsDiffer):
        handled(Side.IN)
    assert not LedgerAccount.objects.filter(owner_id=party().pk, closed_on=None)


def test_a_sheet_that_was_changed_is_not_loaded():
    moved_city()
    applied()
    exchanged()
    handled(Side.OUT)
    exchanged()
    row = side(Side.IN)
    row.sheet = {**row.sheet, "balance_fen": BALANCE + 1}
    row.save()
    with pytest.raises(SheetFaulty):
        handled(Side.IN)


def test_an_empty_account_moves_its_records():
    moved_city(balance=0)
    applied()
    exchanged()
    handled(Side.OUT)
    exchanged()
    handled(Side.IN)
    exchanged()
    assert side(Side.OUT).stage == Stage.SETTLED.value
    assert side(Side.IN).money_fen == 0
    assert years_paid(party().pk).brought_months == 30


def test_an_account_the_person_keeps_here_stays():
    moved_city()
    applied(move_account=False)
    exchanged()
    handled(Side.OUT)
    exchanged()
    handled(Side.IN)
    assert account().balance_fen == BALANCE
    assert account().region == "370705"
