"""Bills of a claim from the desk to the bank; the figures are counted by hand.

Terms of Weifang in 2026 for an employee at work: a stay at a tertiary hospital has
800 yuan deductible and 84 %; clinics there 600 yuan a year and 60 %; care away
from home without a filing bears the first 20 %.
"""

from contextlib import nullcontext
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.services.cases.stage import at, envelope
from tests.services.claims.papers import (
    APPROVED,
    DAY,
    NOW,
    accident,
    approve,
    bill,
    by,
    claim,
    class_a,
    enter,
    pay,
)
from tests.services.hsa.care import METFORMIN, VITAMINS
from tests.services.hsa.stage import HOSPITAL, as_owner
from tests.services.ledger.books import party_of

from tongban.core.benefits.vocabulary import CareKind
from tongban.core.cases.decisions.handling import AmountNeeded, Decision
from tongban.core.claims.bills import BillFaulty, BillItem, CarePlace
from tongban.core.items.catalogue import Channel
from tongban.core.ledger.accounts import AccountKind
from tongban.records.away.models import AwayFiling
from tongban.records.claims.models import ClaimBill
from tongban.records.payments.models import PaymentOrder
from tongban.records.settlement.models import BillUse, FeeLine, Settlement, YearUse
from tongban.services.cases.effects import undo
from tongban.services.cases.handling import review_case
from tongban.services.cases.intake import withdraw_case
from tongban.services.claims.entering import enter_bill, withdraw_bill
from tongban.services.claims.refusals import (
    AmountDiffers,
    BillUnknown,
    BillUsedBefore,
    InstitutionUnknown,
    NoClaim,
    OwnBill,
)
from tongban.services.claims.settling import quotes_of
from tongban.services.ledger.queries import fund_balance
from tongban.services.ledger.verify import verify_ledger
from tongban.services.settlement.verify import verify_settlements

CLINIC = {
    "kind": CareKind.OUTPATIENT,
    "began_on": date(2026, 1, 5),
    "ended_on": date(2026, 1, 5),
}


def funds(case: object) -> list[int]:
    with by("reviewer1"):
        return [one.quote.funds_fen for one in quotes_of(case, now=NOW)]  # type: ignore[arg-type]  # test brevity


def test_an_emergency_stay_away_counts_as_filed():
    # as if filed for a trip: 10,000 − 20 % = 8,000 − 800 = 7,200 × 84 % = 6,048.00
    case = claim()
    enter(case, bill(emergency=True))
    assert funds(case) == [604_800]


def test_a_visit_away_without_a_filing_bears_a_fifth_first():
    # 2,000 − 20 % = 1,600 − 600 = 1,000 × 60 % = 600.00
    case = claim()
    enter(case, bill(2_000, **CLINIC))
    assert funds(case) == [60_000]


@pytest.mark.clause("SD28-16")
def test_quote_is_settled_paid_and_closed():
    # the clinic first by date: 600.00; then the stay without a filing:
    # 10,000 − 20 % = 8,000 − 800 = 7,200 × 84 % = 6,048.00; together 6,648.00
    case = claim()
    enter(case, bill())
    enter(case, bill(2_000, receipt="", **CLINIC))
    assert funds(case) == [60_000, 604_800]
    assert not Settlement.objects.exists()

    approve(case)
    rows = Settlement.objects.filter(case=case).order_by("pk")
    with by("reviewer1"):
        assert [row.funds_fen for row in rows] == [60_000, 604_800]
        assert [row.account_fen for row in rows] == [0, 0]
    assert fund_balance(AccountKind.PAYABLE, "370700") == 664_800

    pay(case, "6648.00")
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "granted")
    assert fund_balance(AccountKind.PAYABLE, "370700") == 0
    assert fund_balance(AccountKind.BANK, "370700") == 664_800
    assert list(verify_ledger()) == []
    with by("wangjianguo"):
        assert Settlement.objects.filter(case=case).count() == 2


@pytest.mark.clause("SD28-15")
def test_undone_it_owes_the_money_and_frees_the_bill():
    case = claim()
    enter(case, bill())
    approve(case)
    pay(case, "6048.00")
    with by("reviewer1"):
        for _ in range(2):
            undo(case, at=at(DAY))
        (year,) = YearUse.objects.all()
        assert all(not any(said) for said in year.purses.values())
        assert not BillUse.objects.filter(released_at=None).exists()
    assert fund_balance(AccountKind.PAYABLE, "370700") == -604_800
    assert list(verify_ledger()) == []
    again = claim()
    enter(again, bill())
    assert funds(again) == [604_800]


def test_where_another_person_is_liable_for_all_the_funds_pay_nothing():
    case = claim()
    enter(case, bill(accident=accident(10_000)))
    assert funds(case) == [0]
    with pytest.raises(AmountNeeded):
        approve(case)
    assert not Settlement.objects.exists()


def test_what_another_person_owes_in_part_is_set_apart():
    # 30 % of 10,000 is another's; 7,000 − 20 % = 5,600 − 800 = 4,800 × 84 % = 4,032.00
    case = claim()
    enter(case, bill(accident=accident(3_000)))
    assert funds(case) == [403_200]


def test_a_bill_used_in_one_claim_is_refused_in_another():
    enter(claim(), bill())
    with pytest.raises(BillUsedBefore) as told:
        enter(claim("2026-02-02"), bill())
    assert told.value.data == {"where": "潍坊市"}


def test_a_bill_used_in_another_region_is_refused_without_being_seen():
    first = claim()
    enter(first, bill())
    approve(first)
    other = "370326010000000002"
    with as_owner():  # Zibo settled a bill of its own
        row = Settlement.objects.get()
        row.pk, row.journal, row.region, row.case = None, None, "370300", None
        row.request_key, row.receipt, row.person_id = (
            "of zibo",
            other,
            party_of("limin"),
        )
        row.save(force_insert=True)
        BillUse.objects.create(number=other, settlement=row, at=NOW)
    with by("clerk1"):
        assert not Settlement.objects.filter(region="370300").exists()
        assert not BillUse.objects.filter(number=other).exists()
    with pytest.raises(BillUsedBefore) as told:
        enter(claim("2026-02-02"), bill(receipt=other))
    assert told.value.data == {"where": "淄博市"}


def test_a_correction_replaces_a_bill_and_a_key_is_kept_once():
    case = claim()
    first = enter(case, bill(), key="once")
    assert enter(case, bill(), key="once") == first
    second = enter(case, bill(5_000), replaces=first)
    # 5,000 − 20 % = 4,000 − 800 = 3,200 × 84 % = 2,688.00
    assert funds(case) == [268_800]
    with by("clerk1"):
        assert ClaimBill.objects.get(pk=second).replaces_id == first
        with pytest.raises(BillUnknown):
            withdraw_bill(
                envelope("clerk1", DAY), number=case.number, bill_id=second + 99
            )
        for _ in range(2):
            withdraw_bill(envelope("clerk1", DAY), number=case.number, bill_id=second)
        assert not FeeLine.objects.filter(withdrawn_at=None).exists()
    assert funds(case) == []


def test_lines_by_code_count_by_the_list_of_the_place():
    # metformin is class A, vitamins are outside: 3,000 of 4,000 at home count;
    # 3,000 − 800 = 2,200 × 84 % = 1,848.00
    items = (
        BillItem("", 30_000_000, 1_000_000, code=METFORMIN),
        BillItem("", 10_000_000, 1_000_000, code=VITAMINS),
    )
    case = claim()
    home = CarePlace(code=HOSPITAL, name="", level=None, region="")
    enter(case, bill(4_000, place=home, items=items))
    assert funds(case) == [184_800]


def test_all_that_is_wrong_is_said_at_once():
    nowhere = CarePlace(code="", name="", level=None, region="")
    case = claim()
    with pytest.raises(BillFaulty) as told:
        enter(case, bill(place=nowhere, items=class_a(1), ended_on=date(2027, 1, 1)))
    said = str(told.value.data["faults"])
    for field in ("就诊机构", "机构等级", "就诊地", "结束日期", "票据金额"):
        assert field in said
    unknown = CarePlace(code="H99", name="", level=None, region="")
    with pytest.raises(InstitutionUnknown):
        enter(case, bill(place=unknown))


def test_bills_do_not_change_after_the_review():
    case = claim()
    enter(case, bill())
    approve(case)
    with pytest.raises(NoClaim), by("clerk1"):
        enter_bill(envelope("clerk1", DAY), number=case.number, bill=bill(receipt=""))
    assert not PaymentOrder.objects.exists()


def test_who_withdraws_the_claim_gets_the_bill_back():
    case = claim()
    enter(case, bill())
    with by("wangjianguo"):
        withdraw_case(
            envelope("wangjianguo", DAY, channel=Channel.ONLINE),
            number=case.number,
            words="不报了",
        )
    again = claim("2026-02-02")
    enter(again, bill())
    assert funds(again) == [604_800]


def test_a_rejected_claim_gives_the_bill_back():
    case = claim()
    enter(case, bill())
    no = Decision(approved=False, amount_fen=0, words="第三人负担", clause="第三十条")
    with by("reviewer1"):
        review_case(envelope("reviewer1", DAY), number=case.number, decision=no)
    enter(claim("2026-02-02"), bill())


def test_an_amount_typed_has_to_be_the_one_counted():
    case = claim()
    enter(case, bill())
    with by("reviewer1"):
        for typed, wrong in ((604_801, True), (604_800, False)):
            said = Decision(approved=True, amount_fen=typed, words="", clause="")
            with pytest.raises(AmountDiffers) if wrong else nullcontext():
                review_case(
                    envelope("reviewer1", DAY), number=case.number, decision=said
                )
    assert list(verify_settlements()) == []


def test_residence_filed_elsewhere_bears_no_first_share_there():
    # lives in Jinan: 10,000 − 800 = 9,200 × 84 % = 7,728.00
    with as_owner():
        filing = claim("2026-02-03")
        AwayFiling.objects.create(
            person=filing.party,
            case=filing,
            kind="long_term",
            home="370702",
            place="370102",
            stem="3701",
            in_force=DateRange(date(2026, 1, 1), None),
            filed_at=NOW,
        )
    case = claim()
    enter(case, bill())
    assert funds(case) == [772_800]


def test_who_entered_or_corrected_a_bill_does_not_approve_the_claim():
    case = claim()
    wrong = enter(case, bill(yuan=9_000))
    with by("reviewer1"):
        enter_bill(
            envelope("reviewer1", DAY), number=case.number, bill=bill(), replaces=wrong
        )
        with pytest.raises(OwnBill):
            review_case(
                envelope("reviewer1", DAY), number=case.number, decision=APPROVED
            )
    with by("reviewer2"):
        review_case(envelope("reviewer2", DAY), number=case.number, decision=APPROVED)
    paid = Settlement.objects.get(case=case, reverses=None)
    assert paid.funds_fen == 604_800
