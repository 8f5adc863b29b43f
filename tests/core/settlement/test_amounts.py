"""What a settlement writes down adds up, and its mirror takes all of it back."""

from hypothesis import given
from hypothesis import strategies as st
from tests.core.benefits.plans import (
    WITHHELD,
    bill,
    ceiling,
    deductible,
    layer,
    plan,
    standing,
)

from tongban.core.benefits.claim import Purse, Used
from tongban.core.benefits.waterfall import quote
from tongban.core.settlement.amounts import (
    AlreadyReversed,
    Amounts,
    amounts_of,
    mirrored,
    moved_by,
)

PLAN = plan(layer(deductible=deductible(1_000, 500), ceilings=ceiling(8_000)))
PARTS = ("outside_fen", "over_price_fen", "first_own_fen", "scope_fen")
PAYERS = ("funds_fen", "account_fen", "family_fen", "cash_fen")


def written(fen: int, before: Used) -> Amounts:
    found = quote(bill(fen), standing(), before, PLAN, WITHHELD)
    return amounts_of(found, before)


@given(st.integers(1, 10**7), st.integers(0, 9_000))
def test_parts_add_up_and_the_mirror_takes_back(fen: int, paid: int) -> None:
    before = Used({"pool": Purse(1_000, 2_000, paid), "other": Purse(1, 2, 3)})
    amounts = written(fen, before)
    assert sum(getattr(amounts, name) for name in PARTS) == amounts.total_fen
    assert sum(getattr(amounts, name) for name in PAYERS) == amounts.total_fen
    assert amounts.own_fen == amounts.total_fen - amounts.funds_fen
    after = moved_by(before, amounts.purses)
    back = moved_by(after, mirrored(amounts).purses)
    assert back == before
    assert mirrored(mirrored(amounts)) == amounts


def test_a_purse_that_did_not_move_is_left_out() -> None:
    amounts = written(500, Used({"other": Purse(1, 2, 3)}))
    assert set(amounts.purses) == {"pool"}


def test_a_settlement_is_undone_once() -> None:
    assert AlreadyReversed().code == "settlement.already_reversed"


def test_only_the_pools_deductible_is_told() -> None:
    amounts = written(600, Used())
    assert amounts.deducted_fen == 600
