"""Areas that are not connected: the clerk checks and types the sheet."""

from datetime import date

import pytest
from django.conf import settings
from tests.services.transfers.stage import (
    APPROVED,
    HERE,
    THERE,
    applied,
    case_of,
    handled,
    moved_city,
    party,
    sent_by,
    side,
    worker,
    working,
)

from tongban.core.access.parties import Scheme
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.ledger.accounts import AccountKind
from tongban.core.transfers.continuity import Bond
from tongban.core.transfers.legs import LegsMissing
from tongban.core.transfers.sheet import PaidPeriod, SheetFaulty
from tongban.core.transfers.stages import Side, Stage
from tongban.records.exchange.models import Outgoing
from tongban.records.ledger.models import LedgerAccount
from tongban.services.cases.handling import finish_case
from tongban.services.cases.intake import accept_case
from tongban.services.enrolment.queries import years_paid
from tongban.services.ledger.queries import fund_balance
from tongban.services.transfers.by_hand import (
    NoPeriods,
    NotByHand,
    TypedSheet,
    enter_sheet,
)

PERIOD = PaidPeriod(
    region="110000",
    scheme=Scheme.EMPLOYEE,
    kind=MonthKind.ACTUAL,
    first_month=date(2021, 9, 1),
    last_month=date(2023, 5, 1),
    base_fen=500_000,
)
TYPED = TypedSheet(date(2023, 6, 1), (PERIOD,), 77_700)


def unconnected() -> None:
    settings.TONGBAN_EXCHANGE_REGIONS = [THERE]


def accepted(which: Side) -> None:
    region = HERE if which is Side.OUT else THERE
    with working(worker(region, 990_003)) as who:
        accept_case(sent_by(who, hour=11), number=case_of(which).number)


def typed(sheet: TypedSheet = TYPED) -> None:
    with working(worker(THERE, 990_003)) as who:
        enter_sheet(sent_by(who, hour=12), number=case_of(Side.IN).number, typed=sheet)


def test_a_typed_sheet_is_loaded_and_its_money_credited():
    moved_city(months=0, balance=0)
    unconnected()
    applied("transfer-in", from_region="110105")
    accepted(Side.IN)
    with pytest.raises(LegsMissing):
        handled(Side.IN, decision=APPROVED)
    typed()
    typed()  # the same again replaces it
    handled_close()
    assert side(Side.IN).stage == Stage.SETTLED.value
    assert years_paid(party().pk).brought_months == 21
    assert side(Side.IN).bond == Bond.MAY_PAY_UP.value
    assert side(Side.IN).gap_months == 3
    account = LedgerAccount.objects.get(owner_id=party().pk, closed_on=None)
    assert account.balance_fen == 77_700
    assert not Outgoing.objects.exists()


def handled_close() -> None:
    with working(worker(THERE, 990_002)) as who:
        finish_case(sent_by(who, hour=16), number=case_of(Side.IN).number)


def test_who_leaves_for_an_unconnected_area_is_cleared_at_the_close():
    moved_city()
    settings.TONGBAN_EXCHANGE_REGIONS = [HERE]
    applied("transfer-out", to_region="110105")
    accepted(Side.OUT)
    handled(Side.OUT)
    assert side(Side.OUT).stage == Stage.SETTLED.value
    assert fund_balance(AccountKind.TRANSIT, "370700") == 0
    assert fund_balance(AccountKind.CLEARING, "370700") == 123_456
    assert years_paid(party().pk).months == 0


def test_a_connected_area_needs_no_typing():
    moved_city()
    applied("transfer-in")
    with pytest.raises(NotByHand):
        typed()


@pytest.mark.parametrize(
    ("sheet", "refusal"),
    [
        (TypedSheet(date(2023, 6, 1), (), 0), NoPeriods),
        (TypedSheet(date(2023, 6, 1), (PERIOD, PERIOD), 0), SheetFaulty),
        (TypedSheet(date(2023, 6, 1), (PERIOD,), -1), SheetFaulty),
        (TypedSheet(date(2030, 6, 1), (PERIOD,), 0), SheetFaulty),
    ],
)
def test_a_sheet_that_cannot_be_is_refused(sheet: TypedSheet, refusal: type):
    moved_city(months=0, balance=0)
    unconnected()
    applied("transfer-in", from_region="110105")
    accepted(Side.IN)
    with pytest.raises(refusal):
        typed(sheet)
    assert not side(Side.IN).sheet
