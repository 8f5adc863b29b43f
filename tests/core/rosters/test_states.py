"""Every state has its word, and what may be done excludes what is under way."""

from tongban.core.rosters.states import (
    CAN_CANCEL,
    CAN_CONFIRM,
    ROSTER_STATE_WORDS,
    ROW_STATE_WORDS,
    WORKING,
    RosterState,
    RowState,
)


def test_every_state_has_a_word():
    assert set(ROSTER_STATE_WORDS) == set(RosterState)
    assert set(ROW_STATE_WORDS) == set(RowState)


def test_a_roster_under_way_is_neither_cancelled_nor_confirmed_again():
    assert RosterState.ENROLLING not in CAN_CANCEL | CAN_CONFIRM
    assert RosterState.DONE not in CAN_CANCEL | CAN_CONFIRM | WORKING
