"""Balances are sums, mirrors restore, and nothing unbalanced passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import (
    LINES_MAX,
    REASON_WORDS,
    AlreadyReversal,
    BalanceTooSmall,
    Held,
    Line,
    LinesMissing,
    Reason,
    TooManyLines,
    Unbalanced,
    after,
    balance_of,
    check_balanced,
    mirror,
)
from tongban.core.money import Fen

PERSON, OTHER, POOL, BANK = 1, 2, 3, 4
KINDS = {
    PERSON: AccountKind.PERSONAL,
    OTHER: AccountKind.PERSONAL,
    POOL: AccountKind.EMPLOYEE_POOL,
    BANK: AccountKind.BANK,
}
AMOUNTS = st.integers(1, 10**9)


def lines(*moves: tuple[int, int]) -> tuple[Line, ...]:
    return tuple(Line(account, Fen(amount)) for account, amount in moves)


def held(**balances: int) -> dict[int, Held]:
    names = {"person": PERSON, "other": OTHER, "pool": POOL, "bank": BANK}
    return {
        place: Held(KINDS[place], Fen(balances.get(name, 0)))
        for name, place in names.items()
    }


def test_every_reason_has_words():
    assert set(REASON_WORDS) == set(Reason)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ((), LinesMissing),
        (lines((PERSON, 100)), LinesMissing),
        (lines((PERSON, 0), (POOL, 0)), LinesMissing),
        (lines((PERSON, 100), (POOL, -99)), Unbalanced),
        (lines(*[(PERSON, 1), (POOL, -1)] * (LINES_MAX // 2 + 1)), TooManyLines),
    ],
)
def test_a_journal_that_is_none_is_refused(wrong, refusal):
    with pytest.raises(refusal):
        check_balanced(wrong)


def test_as_many_lines_as_allowed_pass():
    check_balanced(lines(*[(PERSON, 1), (POOL, -1)] * (LINES_MAX // 2)))


def test_a_mirror_has_no_mirror():
    with pytest.raises(AlreadyReversal):
        mirror(lines((PERSON, 1), (POOL, -1)), reverses=True)


@pytest.mark.parametrize(
    ("case", "balance", "spent", "left"),
    [
        ("one fen is left", 100, 99, 1),
        ("everything goes", 100, 100, 0),
    ],
)
def test_a_personal_account_may_be_emptied(case, balance, spent, left):
    found = after(held(person=balance), lines((PERSON, -spent), (POOL, spent)))

    assert found == {PERSON: left, POOL: spent}


def test_one_fen_too_much_is_refused_with_both_amounts():
    with pytest.raises(BalanceTooSmall) as refused:
        after(held(person=100), lines((PERSON, -101), (POOL, 101)))

    assert refused.value.data == {"balance": "1.00", "needed": "1.01"}


def test_a_fund_may_go_below_zero():
    assert after(held(), lines((POOL, -5), (PERSON, 5)))[POOL] == -5


def test_down_and_up_in_one_journal_is_one_movement():
    moved = lines((PERSON, -300), (PERSON, 250), (POOL, 50))

    assert after(held(person=60), moved)[PERSON] == 10


@given(
    st.lists(st.tuples(st.sampled_from([PERSON, OTHER, POOL]), AMOUNTS), max_size=40)
)
def test_a_balance_is_the_sum_of_its_movements(moves):
    balances = held()
    history: dict[int, list[int]] = {place: [] for place in KINDS}
    for account, amount in moves:
        journal = lines((account, amount), (BANK, -amount))
        for place, balance in after(balances, journal).items():
            balances[place] = Held(KINDS[place], balance)
        for line in journal:
            history[line.account].append(line.amount_fen)

    assert {place: balance_of(found) for place, found in history.items()} == {
        place: found.balance_fen for place, found in balances.items()
    }
    assert sum(found.balance_fen for found in balances.values()) == 0


@given(st.integers(0, 10**9), AMOUNTS)
def test_a_reversal_restores_every_balance(start, amount):
    before = held(person=start)
    journal = lines((PERSON, amount), (POOL, -amount))
    between = {
        place: Held(KINDS[place], balance)
        for place, balance in after(before, journal).items()
    }

    restored = after({**before, **between}, mirror(journal, reverses=False))

    assert restored == {PERSON: start, POOL: 0}


@given(
    st.lists(
        st.tuples(st.sampled_from(list(KINDS)), st.integers(-(10**9), 10**9)),
        min_size=2,
        max_size=12,
    )
)
def test_lines_pass_only_when_they_add_up_to_nothing(moves):
    journal = lines(*moves)
    good = sum(amount for _, amount in moves) == 0 and all(a for _, a in moves)

    if good:
        check_balanced(journal)
    else:
        with pytest.raises((Unbalanced, LinesMissing)):
            check_balanced(journal)
