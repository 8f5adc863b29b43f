"""The order of computation: every fen has one place, whatever is asked."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.benefits.plans import (
    WITHHELD,
    bill,
    ceiling,
    deductible,
    layer,
    plan,
    rates,
    standing,
)

from tongban.core.benefits.claim import Bill, BillLine, Claimant, Purse, Used
from tongban.core.benefits.quote import Quote
from tongban.core.benefits.terms import AccountUse, Band, Counts, Per, Plan
from tongban.core.benefits.vocabulary import Fund, Level, Part, Place, Withheld
from tongban.core.benefits.waterfall import quote

POOL = layer(deductible=deductible(1_000, 500), ceilings=ceiling(8_000))
LARGE = layer(
    "large",
    fund=Fund.LARGE_AMOUNT,
    counts=Counts.ABOVE,
    above="pool",
    rates=(rates(Band(None, 9_000)),),
)
SERIOUS = layer(
    "serious",
    fund=Fund.SERIOUS_EMPLOYEE,
    counts=Counts.BORNE,
    deductible=deductible(2_000, per=Per.YEAR),
    rates=(rates(Band(None, 6_000)),),
)
POOR = replace(SERIOUS, entitlements=frozenset({"low-income"}), deductible=None)
SPECIAL = layer(
    "special",
    counts=Counts.SPECIAL,
    special="special-drug",
    rates=(rates(Band(None, 5_000)),),
)
INSURER = layer(
    "insurer",
    fund=Fund.COMMERCIAL,
    counts=Counts.EVERYTHING,
    entitlements=frozenset({"insurer"}),
    rates=(rates(Band(None, 1_000)),),
)
WHOLE = plan(POOL, LARGE, POOR, SERIOUS, SPECIAL, INSURER)


def asked(
    sent: Bill, who: Claimant | None = None, used: Used | None = None, own: Plan = WHOLE
) -> Quote:
    return quote(sent, who or standing(), used or Used(), own, WITHHELD)


def test_the_layers_pay_in_their_order():
    found = asked(bill(21_000))
    assert found.shares == {
        Fund.EMPLOYEE_POOL: 8_000,
        Fund.LARGE_AMOUNT: 9_000,
        Fund.SERIOUS_EMPLOYEE: 1_200,
    }
    assert (found.cash_fen, found.used.of("serious")) == (
        2_800,
        Purse(2_000, 2_000, 1_200),
    )


def test_of_one_layer_the_first_one_is_entitled_to_counts():
    found = asked(bill(21_000), standing(entitlements=frozenset({"low-income"})))
    assert found.shares[Fund.SERIOUS_EMPLOYEE] == 2_400


def test_the_insurer_pays_of_whatever_is_left():
    found = asked(bill(21_000), standing(entitlements=frozenset({"insurer"})))
    assert found.shares[Fund.COMMERCIAL] == 280


def test_a_list_of_its_own_is_counted_apart():
    lines = (BillLine(1, 4_000, 10_000, special="special-drug"),)
    found = asked(replace(bill(0), lines=lines))
    assert found.shares == {Fund.EMPLOYEE_POOL: 2_000}
    assert found.used.of("serious") == Purse()


def test_care_elsewhere_takes_its_first_share_and_level():
    only = replace(
        POOL, rates=(rates(Band(None, 8_000), levels=frozenset({Level.TERTIARY})),)
    )
    away = asked(bill(10_000, place=Place.TEMPORARY), own=plan(only))
    assert (away.of(Part.FIRST_AWAY), away.funds_fen) == (1_000, 6_400)
    assert asked(bill(10_000, place=Place.FILED), own=plan(only)).funds_fen == 0
    fixed = replace(plan(only), as_level=Level.TERTIARY)
    assert asked(bill(10_000), own=fixed).funds_fen == 7_200


@pytest.mark.parametrize("why", list(Withheld))
def test_what_the_funds_never_pay_is_said_with_its_clause(why):
    found = asked(bill(10_000, withheld=why), standing(account_fen=300))
    assert (found.funds_fen, found.account_fen, found.cash_fen) == (0, 300, 9_700)
    assert found.steps[0].part is Part.WITHHELD
    assert found.steps[0].basis == WITHHELD[why]
    assert found.used == Used()


@pytest.mark.parametrize(
    ("use", "account", "family", "cash"),
    [
        (AccountUse.NOTHING, 0, 0, 700),
        (AccountUse.IN_SCOPE, 150, 50, 500),
        (AccountUse.EVERYTHING, 150, 100, 450),
    ],
)
def test_the_account_the_family_and_cash(use, account, family, cash):
    lines = (BillLine(1, 1_000, 0), BillLine(2, 500, 10_000))
    who = standing(account_fen=150, family_fen=100)
    found = asked(replace(bill(0), lines=lines), who, own=plan(layer(), account=use))
    assert (found.account_fen, found.family_fen, found.cash_fen) == (
        account,
        family,
        cash,
    )


lines = st.lists(
    st.builds(
        BillLine,
        number=st.just(1),
        amount_fen=st.integers(0, 10**8),
        own_share_bp=st.sampled_from([0, 500, 1_000, 3_333, 10_000]),
        allowed_fen=st.none() | st.integers(0, 10**7),
        special=st.sampled_from(["", "", "special-drug"]),
    ),
    max_size=6,
).map(tuple)
people = st.builds(
    standing,
    entitlements=st.frozensets(st.sampled_from(["low-income", "insurer"])),
    account_fen=st.integers(0, 10**6),
    family_fen=st.integers(0, 10**6),
)


@given(lines, people, st.integers(1, 4), st.sampled_from(Place))
def test_every_fen_has_one_place_and_no_part_is_below_zero(sent, who, stay, place):
    found = asked(replace(bill(0), lines=sent, stay=stay, place=place), who)
    assert found.funds_fen + found.own_fen == found.total_fen
    assert min((found.account_fen, found.family_fen, found.cash_fen)) >= 0
    assert all(step.amount_fen >= 0 for step in found.steps)
    assert found == asked(replace(bill(0), lines=sent, stay=stay, place=place), who)


@given(st.lists(st.integers(0, 30_000), max_size=6))
def test_no_ceiling_is_passed_however_the_year_is_cut(amounts):
    used = Used()
    for amount in amounts:
        used = asked(bill(amount), used=used).used
    assert used.of("pool").paid_fen <= 8_000
