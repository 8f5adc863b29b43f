"""What a fact proposes for a person's cover."""

from datetime import date

import pytest

from tongban.core.days import Period
from tongban.core.enrolment.cover import Cover
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.core.matching.facts import FactKind
from tongban.core.matching.proposals import (
    MOVEMENT_WORDS,
    PROPOSAL_STATE_WORDS,
    FactRule,
    Movement,
    ProposalState,
    Proposed,
    propose,
)

DAY = date(2026, 3, 1)
NEXT = date(2026, 3, 2)


def rule(movement: Movement = Movement.END, *, day_after: bool = True) -> FactRule:
    return FactRule(FactKind.DEATH, movement, day_after, "", "", frozenset())


def cover(kind=PersonKind.ACTIVE, end=None, state=CoverState.IN_FORCE) -> Cover:
    return Cover(kind, "370705", Period(date(2026, 1, 1), end), state=state)


def test_a_death_ends_cover_from_the_day_after():
    assert propose(rule(), DAY, [cover()]) == Proposed(cover(), Movement.END, NEXT)


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
        [cover(kind=PersonKind.ADULT)],
    ],
)
def test_without_cover_of_employees_on_that_day_nothing_is_proposed(history):
    assert propose(rule(), DAY, history) is None


def test_whoever_is_retired_is_only_touched_by_death():
    retired = cover(kind=PersonKind.RETIRED)
    assert propose(rule(), DAY, [retired]) is not None
    for movement in (Movement.RETIRE, Movement.INTERRUPT):
        assert propose(rule(movement), DAY, [retired]) is None


def test_every_movement_and_state_has_a_word():
    assert set(MOVEMENT_WORDS) == set(Movement)
    assert set(PROPOSAL_STATE_WORDS) == set(ProposalState)
