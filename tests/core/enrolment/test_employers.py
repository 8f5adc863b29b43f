"""Employers: what may follow what, and nobody is left without an employer."""

import itertools

import pytest

from tongban.core.enrolment.employers import (
    FATE,
    NEXT_STATE,
    EmployerState,
    EmployerStepRefused,
    Registration,
    StaffFate,
    TargetUnknown,
    next_state,
    staff_targets,
)

STAFF = {"a": 1, "b": 2, "c": 3}
RECEIVERS = {"X": 10, "Y": 20}


@pytest.mark.parametrize(
    ("state", "registration"),
    list(itertools.product([None, *EmployerState], Registration)),
)
def test_everything_outside_the_table_is_refused(state, registration):
    if (state, registration) in NEXT_STATE:
        assert next_state(state, registration) is NEXT_STATE[state, registration]
        return
    with pytest.raises(EmployerStepRefused):
        next_state(state, registration)


def test_every_registration_says_what_becomes_of_the_staff():
    assert set(FATE) == set(Registration)


def test_a_division_sends_everybody_somewhere():
    targets = staff_targets(
        STAFF, fate=StaffFate.MOVES_ALL, named={"b": "Y"}, receivers=RECEIVERS
    )
    assert targets == {1: 10, 2: 20, 3: 10}


def test_a_split_moves_only_whom_it_names():
    targets = staff_targets(
        STAFF, fate=StaffFate.MOVES_SOME, named={"b": "Y"}, receivers=RECEIVERS
    )
    assert targets == {2: 20}


def test_an_employer_not_named_receives_nobody():
    with pytest.raises(TargetUnknown):
        staff_targets(
            STAFF, fate=StaffFate.MOVES_SOME, named={"b": "Z"}, receivers=RECEIVERS
        )
