"""A claim after the hospital settled: refused until it refunds, then paid in full."""

from datetime import date, timedelta

import pytest
from tests.services.claims.papers import approve, bill, by, claim, class_a, enter
from tests.services.hsa.care import MOMENT
from tests.services.hsa.stage import HOSPITAL, as_owner
from tests.services.ledger.books import party_of

from tongban.core.access.parties import Scheme
from tongban.core.benefits.vocabulary import CareKind, Level
from tongban.core.claims.bills import CarePlace, NewBill
from tongban.records.settlement.models import FeeLine, Settlement, Visit, YearUse
from tongban.services.claims.refusals import BillUsedBefore, SettledDirectly
from tongban.services.claims.settling import quotes_of
from tongban.services.institutions.queries import institution_by_code
from tongban.services.settlement.computing import Care, basis_of
from tongban.services.settlement.settling import Order, settle, undo
from tongban.services.settlement.visits import NewVisit, discharge, open_visit

HOME = CarePlace(code=HOSPITAL, name="", level=None, region="")
RECEIPT = "370726010000000009"
BEGIN = MOMENT - timedelta(days=10)


def settled_at_the_hospital() -> Settlement:
    """Half of the stay settled directly: 5,000 − 800 = 4,200 × 84 % = 3,528.00."""
    with as_owner():
        place = institution_by_code(HOSPITAL)
        assert place is not None
        visit = open_visit(
            place,
            NewVisit(party_of("wangjianguo"), "21", Scheme.EMPLOYEE, BEGIN),
        )
        discharge(visit, ended_at=MOMENT - timedelta(days=2), birth_order=1)
        row = FeeLine.objects.create(
            visit=visit,
            serial="1",
            code="",
            grade="A",
            price=5_000_000_000,
            quantity=10_000,
            amount_fen=500_000,
            own_share_bp=0,
            at=BEGIN,
        )
        care = Care(place.id, place.region, Level.TERTIARY)
        basis = basis_of(visit, [row], care, moment=MOMENT, said_fen=500_000)
        order = Order("direct", MOMENT, use_account=False, receipt=RECEIPT)
        return settle(basis, [row], order).row


def whole(receipt: str = "") -> NewBill:
    return bill(
        8_000,
        place=HOME,
        items=class_a(8_000),
        began_on=date(2026, 2, 20),
        ended_on=date(2026, 2, 28),
        receipt=receipt,
    )


def test_a_stay_settled_directly_is_refunded_before_it_is_claimed():
    direct = settled_at_the_hospital()
    assert direct.funds_fen == 352_800
    case = claim()
    with pytest.raises(SettledDirectly):
        enter(case, whole())
    visit = {"kind": CareKind.OUTPATIENT, "ended_on": date(2026, 2, 20)}
    with pytest.raises(BillUsedBefore):
        enter(case, bill(receipt=RECEIPT, began_on=date(2026, 2, 20), **visit))

    with as_owner():
        undo(direct, key="refund", at=MOMENT)
    enter(case, whole(RECEIPT))
    # as the first stay of the year again: 8,000 − 800 = 7,200 × 84 % = 6,048.00
    with by("reviewer1"):
        (quoted,) = quotes_of(case, now=MOMENT)
    assert quoted.quote.funds_fen == 604_800
    approve(case)
    with by("reviewer1"):
        row = Settlement.objects.get(case=case)
        assert row.funds_fen == 604_800
        assert row.receipt == RECEIPT
        assert YearUse.objects.get().purses["inpatient"][2] == 604_800
        assert Visit.objects.filter(case=case, state="discharged").count() == 1


def test_a_second_stay_in_one_claim_has_the_lower_deductible():
    # 10,000 − 20 % = 8,000 − 800 = 7,200 × 84 % = 6,048.00;
    # the second bears 400: 8,000 − 400 = 7,600 × 84 % = 6,384.00
    case = claim()
    enter(case, bill(receipt=""))
    later = {"began_on": date(2026, 2, 10), "ended_on": date(2026, 2, 20)}
    enter(case, bill(receipt="", **later))
    with by("reviewer1"):
        assert [one.quote.funds_fen for one in quotes_of(case, now=MOMENT)] == [
            604_800,
            638_400,
        ]
    approve(case)
    with by("reviewer1"):
        rows = Settlement.objects.filter(case=case).order_by("pk")
        assert [row.funds_fen for row in rows] == [604_800, 638_400]
        assert [row.stay for row in rows] == [1, 2]
