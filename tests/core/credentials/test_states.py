"""The table says what may happen to a credential; everything else is refused."""

from itertools import product

import pytest

from tongban.core.credentials.states import (
    ASSURANCE_OF,
    ASSURANCE_WORDS,
    CHECK_WORDS,
    MOVE_WORDS,
    STATE_WORDS,
    Assurance,
    Check,
    Move,
    MoveNotNow,
    State,
    after,
    moves_from,
)

ALLOWED = {
    (State.ACTIVE, Move.SUSPEND): State.SUSPENDED,
    (State.ACTIVE, Move.REVOKE): State.REVOKED,
    (State.SUSPENDED, Move.RESUME): State.ACTIVE,
    (State.SUSPENDED, Move.REVOKE): State.REVOKED,
}


@pytest.mark.parametrize(("state", "move"), list(product(State, Move)))
def test_every_pair_follows_the_table(state, move):
    if (state, move) in ALLOWED:
        assert after(state, move) is ALLOWED[state, move]
        assert move in moves_from(state)
        return
    with pytest.raises(MoveNotNow):
        after(state, move)
    assert move not in moves_from(state)


def test_only_who_was_seen_is_surely_known():
    seen = {check for check, level in ASSURANCE_OF.items() if level is Assurance.SEEN}
    assert seen == {Check.COUNTER}
    assert set(ASSURANCE_OF) == set(Check)


def test_everything_has_words():
    assert set(STATE_WORDS) == set(State)
    assert set(MOVE_WORDS) == set(Move)
    assert set(CHECK_WORDS) == set(Check)
    assert set(ASSURANCE_WORDS) == set(Assurance)
