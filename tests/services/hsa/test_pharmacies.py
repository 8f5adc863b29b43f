"""Purchases at a pharmacy: quoted, settled, undone; accounts of relatives too.

A pharmacy counts as a primary institution in Weifang: an employee bears 100.00 in
the year, then the fund pays 80 of 100.
"""

from datetime import date
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.services.hsa.care import (
    METFORMIN,
    MOMENT,
    VITAMINS,
    bought,
    buy,
    done,
    line,
    save,
    send,
    stage,
)
from tests.services.hsa.stage import PHARMACY, as_owner, party_of
from tests.services.hsa.test_settling import info

from tongban.core.enrolment.kinds import PersonKind
from tongban.core.personal_accounts.sharing import Relation, SharedUse
from tongban.records.enrolment.models import Cover, Waiting
from tongban.records.ledger.models import LedgerAccount
from tongban.records.personal_accounts.models import FamilyShare, ShareUse
from tongban.records.settlement.models import Settlement, Visit
from tongban.services.settlement.verify import verify_settlements

LOGIN = "wangjianguo"


@pytest.fixture(autouse=True)
def _proved():
    """Whatever a test settled, the rows agree afterwards."""
    yield
    with as_owner():
        assert list(verify_settlements()) == []


def balance(login: str = LOGIN) -> int:
    with as_owner():
        return LedgerAccount.objects.get(
            owner_id=party_of(login), kind="personal"
        ).balance_fen


def bought_for(person: str, yuan: str) -> dict[str, object]:
    """What is told of a purchase of one medicine of class A."""
    return info(buy("2102", bought(person, [line(METFORMIN, yuan)], yuan)).output)


@pytest.mark.clause("SD28-26")
def test_a_quote_keeps_nothing_and_is_what_is_settled():
    person = stage()
    save(party_of(LOGIN), 50_00)
    basket = [line(METFORMIN, "300.00"), line(VITAMINS, "40.00")]
    said = bought(person, basket, "340.00")
    quoted = buy("2101", said)
    assert quoted.code == 0, quoted.words
    with as_owner():
        assert Settlement.objects.count() == Visit.objects.count() == 0
    settled = buy("2102", said)
    assert settled.code == 0, settled.words
    told = info(settled.output)
    changing = {"setl_id", "mdtrt_id", "setl_time", "medins_setl_id"}
    first = {k: v for k, v in info(quoted.output).items() if k not in changing}
    assert first == {k: v for k, v in told.items() if k not in changing}
    # Scope 300 - 100 = 200 × 80 % = 160; the account pays its 50, the rest is cash.
    assert told["hifp_pay"] == Decimal("160.00")
    assert told["acct_pay"] == Decimal("50.00")
    assert told["psn_cash_pay"] == Decimal("130.00")
    assert told["balc"] == Decimal(0)
    assert balance() == 0


def test_undoing_gives_everything_back_and_voids_the_visit():
    person = stage()
    save(party_of(LOGIN), 500_00)
    told = info(
        buy("2102", bought(person, [line(METFORMIN, "300.00")], "300.00")).output
    )
    assert balance() == 360_00  # 300 - 160 = 140
    said = {"setl_id": told["setl_id"], "mdtrt_id": told["mdtrt_id"], "psn_no": person}
    undone = info(done("2103", {"data": said}, code=PHARMACY))
    assert undone["acct_pay"] == Decimal("-140.00")
    assert balance() == 500_00
    with as_owner():
        assert Visit.objects.get().state == "void"
    assert send("2103", {"data": said}, code=PHARMACY).code == -1


def test_a_purchase_whose_answer_was_lost_is_taken_back():
    person = stage()
    said = bought(person, [line(METFORMIN, "300.00")], "300.00")
    msgid = "P37070500001202603021000009998"
    assert send("2102", said, code=PHARMACY, msgid=msgid).code == 0
    lost = {"psn_no": person, "omsgid": msgid, "oinfno": "2102"}
    done("2601", {"data": lost}, code=PHARMACY)
    with as_owner():
        assert Settlement.objects.filter(reverses=None, reversed_by=None).count() == 0


def shared(owner: str, relative: str) -> None:
    with as_owner():
        FamilyShare.objects.create(
            owner_id=party_of(owner),
            relative_id=party_of(relative),
            relation=Relation.SPOUSE.value,
            uses=[SharedUse.OUTPATIENT.value],
            owner_name="x",
            relative_name="y",
            offered_at=MOMENT,
            confirmed_at=MOMENT,
            request_key="test share",
        )


def test_a_relative_who_shares_the_account_pays_the_rest():
    person = stage()
    stage("limin")
    save(party_of(LOGIN), 40_00)
    save(party_of("limin"), 1_000_00)
    shared("limin", LOGIN)
    told = info(
        buy("2102", bought(person, [line(METFORMIN, "300.00")], "300.00")).output
    )
    # The person bears 140: 40 from the own account, 100 from the relative's.
    assert told["acct_pay"] == Decimal("140.00")
    assert told["acct_mulaid_pay"] == Decimal("100.00")
    assert told["psn_cash_pay"] == Decimal(0)
    assert (balance(), balance("limin")) == (0, 900_00)
    with as_owner():
        assert ShareUse.objects.get().amount_fen == 100_00
    said = {"setl_id": told["setl_id"], "mdtrt_id": told["mdtrt_id"], "psn_no": person}
    done("2103", {"data": said}, code=PHARMACY)
    assert (balance(), balance("limin")) == (40_00, 1_000_00)


def test_in_a_waiting_period_the_account_still_pays():
    person = stage()
    save(party_of(LOGIN), 500_00)
    with as_owner():
        Waiting.objects.create(
            person_id=party_of(LOGIN),
            cover=Cover.objects.filter(person_id=party_of(LOGIN)).get(),
            days=DateRange(date(2026, 2, 1), date(2026, 5, 1)),
            fixed_months=3,
            variable_months=0,
            bought_months=0,
            floor_months=0,
            missed_years=0,
        )
    told = info(
        buy("2102", bought(person, [line(METFORMIN, "300.00")], "300.00")).output
    )
    assert told["fund_pay_sumamt"] == Decimal(0)
    assert told["acct_pay"] == Decimal("300.00")


def test_somebody_not_covered_is_refused_before_anything_is_kept():
    person = stage(LOGIN, PersonKind.ACTIVE)
    with as_owner():
        Cover.objects.filter(person_id=party_of(LOGIN)).delete()
    given = buy("2102", bought(person, [line(METFORMIN, "300.00")], "300.00"))
    assert given.code == -1
    with as_owner():
        assert Visit.objects.count() == 0


def test_a_total_that_is_not_the_sum_of_its_lines_is_refused():
    person = stage()
    given = buy("2102", bought(person, [line(METFORMIN, "300.00")], "299.99"))
    assert given.code == -1
    with as_owner():
        assert Visit.objects.count() == Settlement.objects.count() == 0


def test_the_year_so_far_counts_wherever_it_was_spent():
    """The deductible of the year is borne once: 100 in all."""
    person = stage()
    first = info(
        buy("2102", bought(person, [line(METFORMIN, "60.00")], "60.00")).output
    )
    second = bought_for(person, "140.00")
    assert first["hifp_pay"] == Decimal(0)  # 60 of the 100 are borne
    assert second["hifp_pay"] == Decimal("80.00")  # 140 - 40 = 100 × 80 %
