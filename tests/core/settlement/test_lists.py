"""States of settlement lists: what an institution may do, and nothing else."""

import itertools

import pytest

from tongban.core.settlement.lists import (
    ListLocked,
    ListNotMoved,
    ListState,
    check_editable,
    check_move,
)

ALLOWED = {("0", "1"), ("3", "0"), ("3", "1")}


@pytest.mark.parametrize(
    ("state", "wanted"), list(itertools.product(ListState, repeat=2)), ids=str
)
def test_moves_of_an_institution(state: ListState, wanted: ListState) -> None:
    if state is wanted or (state.value, wanted.value) in ALLOWED:
        check_move(state, wanted)
        return
    with pytest.raises(ListNotMoved):
        check_move(state, wanted)


def test_open_and_failed_lists_are_uploaded_again() -> None:
    for state in (ListState.OPEN, ListState.FAILED):
        check_editable(state)
    for state in (ListState.SUBMITTED, ListState.PASSED):
        with pytest.raises(ListLocked):
            check_editable(state)
