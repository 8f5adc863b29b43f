"""Whether benefits go on without a break after a move."""

from dataclasses import replace
from datetime import date

import pytest

from tongban.core.access.parties import Scheme
from tongban.core.transfers.continuity import (
    BOND_WORDS,
    Bond,
    Moving,
    continuity,
    gap_between,
)
from tongban.core.transfers.terms import ContinuityTerms

TERMS = ContinuityTerms(
    gap_months_max=3,
    straight_years_min=2,
    waiting_months=6,
    switch_waiting_months=2,
    verified=True,
)
WORKER = Moving(
    from_scheme=Scheme.EMPLOYEE,
    to_scheme=Scheme.EMPLOYEE,
    last_month=date(2023, 5, 1),
    joined_on=date(2023, 6, 15),
    straight_months=5,
)


@pytest.mark.parametrize(
    ("joined_on", "gap"),
    [
        (date(2023, 5, 31), 0),
        (date(2023, 6, 1), 0),
        (date(2023, 7, 1), 1),
        (date(2024, 1, 1), 7),
    ],
)
def test_the_gap_counts_whole_months_without_cover(joined_on: date, gap: int) -> None:
    assert gap_between(date(2023, 5, 1), joined_on) == gap


def test_who_never_paid_has_no_gap() -> None:
    assert gap_between(None, date(2023, 6, 1)) == 0
    assert continuity(replace(WORKER, last_month=None), TERMS).bond is Bond.STRAIGHT


def test_the_next_month_goes_straight_on() -> None:
    found = continuity(WORKER, TERMS)
    assert (found.bond, found.gap_months, found.wait) == (Bond.STRAIGHT, 0, None)


def test_three_months_may_be_paid_up_and_four_wait() -> None:
    three = continuity(replace(WORKER, joined_on=date(2023, 9, 1)), TERMS)
    assert (three.bond, three.gap_months, three.wait) == (Bond.MAY_PAY_UP, 3, None)
    four = continuity(replace(WORKER, joined_on=date(2023, 10, 1)), TERMS)
    assert (four.bond, four.gap_months) == (Bond.WAITS, 4)
    assert four.wait is not None
    assert (four.wait.start, four.wait.end) == (date(2023, 10, 1), date(2024, 4, 1))


def test_an_area_without_a_wait_lets_nobody_wait() -> None:
    terms = replace(TERMS, waiting_months=0)
    found = continuity(replace(WORKER, joined_on=date(2024, 1, 1)), terms)
    assert (found.bond, found.wait) == (Bond.WAITS, None)


@pytest.mark.parametrize(
    ("months", "bond"), [(23, Bond.LOCAL_RULE), (24, Bond.MAY_PAY_UP)]
)
def test_two_straight_years_let_a_change_of_scheme_go_on(
    months: int, bond: Bond
) -> None:
    moving = replace(
        WORKER,
        from_scheme=Scheme.RESIDENT,
        joined_on=date(2023, 8, 1),
        straight_months=months,
    )
    found = continuity(moving, TERMS)
    assert found.bond is bond
    assert (found.wait is not None) == (bond is Bond.LOCAL_RULE)


def test_every_bond_has_its_sentence() -> None:
    assert set(BOND_WORDS) == set(Bond)
