from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.personal_accounts.figures import SHARING

from tongban.core.money import Fen
from tongban.core.personal_accounts.sharing import (
    RELATION_WORDS,
    SHARE_STATE_WORDS,
    SHARED_USE_WORDS,
    LimitWrong,
    Relation,
    RelationNotAllowed,
    SharedUse,
    ShareState,
    ShareTooSmall,
    Sharing,
    TooManyRelatives,
    UseNotShared,
    UsesMissing,
    check_offer,
    check_use,
    needs_consent,
    usable,
)

AT = datetime(2024, 3, 1, tzinfo=UTC)
BOTH = frozenset(SharedUse)
DAY = date(2024, 3, 1)


def sharing(
    *, confirmed: bool = True, declined: bool = False, ended: bool = False
) -> Sharing:
    return Sharing(
        frozenset({SharedUse.OUTPATIENT}),
        Fen(1_000),
        AT if confirmed else None,
        AT if declined else None,
        AT if ended else None,
    )


def test_every_value_has_a_word():
    assert set(RELATION_WORDS) == set(Relation)
    assert set(SHARED_USE_WORDS) == set(SharedUse)
    assert set(SHARE_STATE_WORDS) == set(ShareState)


@pytest.mark.parametrize(
    ("relation", "uses", "limit", "others", "refusal"),
    [
        (Relation.SPOUSE, BOTH, None, 0, RelationNotAllowed),
        (Relation.CHILD, frozenset(), None, 0, UsesMissing),
        (Relation.CHILD, BOTH, 0, 0, LimitWrong),
        (Relation.CHILD, BOTH, None, 2, TooManyRelatives),
    ],
)
def test_offers_the_notice_does_not_allow(relation, uses, limit, others, refusal):
    with pytest.raises(refusal):
        check_offer(
            relation=relation, uses=uses, limit_fen=limit, others=others, terms=SHARING
        )


def test_an_offer_within_the_notice_passes():
    check_offer(
        relation=Relation.CHILD, uses=BOTH, limit_fen=1, others=1, terms=SHARING
    )


@pytest.mark.parametrize(
    ("case", "relation", "born_on", "asked"),
    [
        ("a parent agrees", Relation.PARENT, date(2010, 1, 1), True),
        ("a child of unknown age agrees", Relation.CHILD, None, True),
        ("eighteen today", Relation.CHILD, date(2006, 3, 1), True),
        ("eighteen tomorrow", Relation.CHILD, date(2006, 3, 2), False),
    ],
)
def test_who_must_agree(case, relation, born_on, asked):
    found = needs_consent(relation=relation, born_on=born_on, day=DAY, terms=SHARING)

    assert found is asked


@pytest.mark.parametrize(
    ("given_", "state"),
    [
        ({"confirmed": False}, ShareState.ASKED),
        ({}, ShareState.ACTIVE),
        ({"confirmed": False, "declined": True}, ShareState.DECLINED),
        ({"ended": True}, ShareState.ENDED),
    ],
)
def test_how_a_sharing_stands(given_, state):
    assert sharing(**given_).state is state


@pytest.mark.parametrize(
    ("case", "limit", "used", "left"),
    [
        ("no limit: the balance", None, 900, 500),
        ("the balance is smaller", 1_000, 100, 500),
        ("the limit is smaller", 1_000, 600, 400),
        ("all used", 1_000, 1_000, 0),
        ("a limit lowered below what was used", 500, 600, 0),
    ],
)
def test_what_may_be_used(case, limit, used, left):
    assert usable(balance_fen=500, limit_fen=limit, used_fen=used) == left


@given(st.integers(0, 10**9), st.none() | st.integers(1, 10**9), st.integers(0, 10**9))
def test_never_more_than_the_balance_is_usable(balance, limit, used):
    found = usable(balance_fen=balance, limit_fen=limit, used_fen=used)

    assert 0 <= found <= balance


@pytest.mark.parametrize("amount", [0, -1, 101])
def test_more_than_is_usable_is_refused(amount):
    with pytest.raises(ShareTooSmall):
        check_use(
            sharing(), use=SharedUse.OUTPATIENT, amount_fen=amount, usable_fen=100
        )


@pytest.mark.parametrize(
    ("given_", "use"),
    [
        ({"ended": True}, SharedUse.OUTPATIENT),
        ({"confirmed": False}, SharedUse.OUTPATIENT),
        ({}, SharedUse.RESIDENT_PREMIUM),
    ],
)
def test_a_use_that_was_not_agreed_to_is_refused(given_, use):
    with pytest.raises(UseNotShared):
        check_use(sharing(**given_), use=use, amount_fen=1, usable_fen=100)


def test_everything_usable_may_be_used():
    check_use(sharing(), use=SharedUse.OUTPATIENT, amount_fen=100, usable_fen=100)
