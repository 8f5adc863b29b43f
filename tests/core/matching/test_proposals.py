"""What a fact proposes for a person's cover."""

from datetime import date

import pytest

from tongban.core.days import Period
from tongban.core.enrolment.contributions import DueAmount
from tongban.core.enrolment.cover import Cover
from tongban.core.enrolment.employers import EmployerState
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.core.matching.facts import FactKind
from tongban.core.matching.proposals import (
    MOVEMENT_WORDS,
    PROPOSAL_STATE_WORDS,
    FactRule,
    Movement,
    ProposalState,
    Proposed,
    judge_business,
    judge_identity,
    judge_payment,
    propose,
)

DAY = date(2026, 3, 1)
NEXT = date(2026, 3, 2)


def rule(movement: Movement = Movement.END, *, day_after: bool = True) -> FactRule:
    return FactRule(FactKind.DEATH, (), movement, day_after, "", "", frozenset(), None)


def cover(kind=PersonKind.ACTIVE, end=None, state=CoverState.IN_FORCE) -> Cover:
    return Cover(kind, "370705", Period(date(2026, 1, 1), end), state=state)


def test_a_death_ends_cover_from_the_day_after():
    assert propose(rule(), DAY, [cover()]) == Proposed(Movement.END, NEXT, cover())


def test_an_imprisonment_interrupts_from_its_day():
    found = propose(rule(Movement.INTERRUPT, day_after=False), DAY, [cover()])
    assert found is not None
    assert found.effective_on == DAY


@pytest.mark.parametrize(
    "history",
    [
        [],
        [cover(end=NEXT)],
        [cover(state=CoverState.VOID)],
    ],
)
def test_without_cover_on_that_day_nothing_is_proposed(history):
    assert propose(rule(), DAY, history) is None


def test_the_cover_of_residents_is_only_touched_by_death():
    resident = cover(kind=PersonKind.ADULT)
    assert propose(rule(), DAY, [resident]) is not None
    assert propose(rule(Movement.INTERRUPT), DAY, [resident]) is None


@pytest.mark.parametrize(
    ("due", "movement"),
    [
        (None, Movement.COMPARE),
        (DueAmount(100, None), Movement.PAY),
        (DueAmount(101, None), Movement.COMPARE),
        (DueAmount(100, DAY), None),
        (DueAmount(101, DAY), Movement.COMPARE),
    ],
)
def test_a_payment_is_noted_or_looked_at(due, movement):
    assert judge_payment(100, due) is movement


def test_a_list_is_joined_and_left_once():
    assert judge_identity(joins=True, is_member=False) is Movement.JOIN
    assert judge_identity(joins=False, is_member=True) is Movement.LEAVE
    assert judge_identity(joins=True, is_member=True) is None
    assert judge_identity(joins=False, is_member=False) is None


@pytest.mark.parametrize(
    ("change", "state", "movement"),
    [
        ("register", None, Movement.REGISTER),
        ("register", EmployerState.REGISTERED, None),
        ("register", EmployerState.CANCELLED, None),
        ("change", EmployerState.REGISTERED, Movement.CHANGE),
        ("change", None, None),
        ("cancel", EmployerState.SUSPENDED, Movement.CANCEL),
        ("cancel", EmployerState.CANCELLED, None),
    ],
)
def test_a_business_registers_changes_or_ends(change, state, movement):
    assert judge_business(change, state) is movement


def test_whoever_is_retired_is_only_touched_by_death():
    retired = cover(kind=PersonKind.RETIRED)
    assert propose(rule(), DAY, [retired]) is not None
    for movement in (Movement.RETIRE, Movement.INTERRUPT):
        assert propose(rule(movement), DAY, [retired]) is None


def test_every_movement_and_state_has_a_word():
    assert set(MOVEMENT_WORDS) == set(Movement)
    assert set(PROPOSAL_STATE_WORDS) == set(ProposalState)
