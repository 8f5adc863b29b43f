"""The table of what may follow what, walked completely."""

from itertools import product

import pytest

from tongban.core.cases.lifecycle import (
    COMPLETES,
    DURING,
    NEXT_STATE,
    EventKind,
    NotNow,
    State,
    WrongStep,
    after,
    check_step,
    next_step,
)
from tongban.core.items.catalogue import Step

STEPS = (Step.APPLY, Step.ACCEPT, Step.REVIEW, Step.PAY, Step.CLOSE)


def test_everything_outside_the_table_is_refused():
    for state, kind in product(State, EventKind):
        if (state, kind) in NEXT_STATE:
            assert after(state, kind) is NEXT_STATE[state, kind]
        else:
            with pytest.raises(NotNow) as refused:
                after(state, kind)
            assert refused.value.data == {"state": state.value, "kind": kind.value}


def test_every_event_can_happen_and_every_state_can_be_reached():
    assert {kind for _, kind in NEXT_STATE} == set(EventKind)
    assert set(NEXT_STATE.values()) == set(State) - {State.DRAFT}


def test_a_closed_case_only_takes_what_comes_after_a_decision():
    after_the_end = {kind for state, kind in NEXT_STATE if state is State.CLOSED}
    assert after_the_end == {EventKind.PLEDGE_CHECKED, EventKind.DECISION_REVERSED}


@pytest.mark.clause("CN39-十二")
def test_a_waiting_case_cannot_be_decided():
    waiting = {kind for state, kind in NEXT_STATE if state is State.WAITING}
    assert not waiting & {EventKind.ACCEPTED, EventKind.REVIEWED, EventKind.CLOSED}


@pytest.mark.parametrize("kind", sorted({*COMPLETES, *DURING}))
def test_only_the_step_now_due_may_be_done(kind):
    wanted = COMPLETES.get(kind) or DURING[kind]
    other = Step.REVIEW if wanted is Step.SIGN else Step.SIGN
    check_step(steps=(wanted, other), done=(), kind=kind)
    with pytest.raises(WrongStep) as refused:
        check_step(steps=(other, wanted), done=(), kind=kind)
    assert refused.value.data["expected"] == other.value


@pytest.mark.parametrize("kind", sorted({*COMPLETES, *DURING} - {EventKind.CLOSED}))
def test_no_step_is_done_after_the_last(kind):
    with pytest.raises(WrongStep):
        check_step(steps=(), done=(), kind=kind)


def test_the_close_may_follow_when_no_step_is_left():
    check_step(steps=(Step.APPLY,), done=(Step.APPLY,), kind=EventKind.CLOSED)


def test_events_without_a_step_are_free_of_the_order():
    check_step(steps=STEPS, done=(), kind=EventKind.HANDED_OVER)


def test_the_next_step_is_the_first_not_done():
    assert next_step(steps=STEPS, done=(Step.APPLY,)) is Step.ACCEPT
    assert next_step(steps=STEPS, done=STEPS) is None
