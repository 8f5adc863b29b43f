"""Waiting: three months, one more for each year missed, never under the floor."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.enrolment.waiting import (
    NO_WAIT,
    WaitingFacts,
    WaitingTerms,
    missed_years,
    waiting_days,
    waiting_months,
)

TERMS = WaitingTerms(
    first_year=2025,
    fixed_months=3,
    months_per_missed_year=1,
    months_off_per_year_paid=1,
    long_gap_years=4,
    least_months_after_long_gap=6,
    exempt=frozenset({"newborn"}),
    verified=True,
)


def total(
    *, missed: int = 0, bought: int = 0, late: bool = True, group: str = ""
) -> int:
    facts = WaitingFacts(
        year=2030,
        in_collective_period=not late,
        missed_years=missed,
        years_bought=bought,
        group=group,
    )
    return waiting_months(facts, TERMS).total


@pytest.mark.parametrize(
    ("missed", "bought", "late", "months"),
    [
        (0, 0, False, 0),
        (0, 0, True, 3),
        (1, 0, False, 4),
        (1, 1, False, 3),
        (3, 3, True, 3),
        (4, 0, True, 7),
        (4, 4, True, 6),
        (4, 1, True, 6),
        (9, 0, True, 12),
        (9, 20, True, 6),
    ],
)
def test_months_to_wait(missed, bought, late, months):
    assert total(missed=missed, bought=bought, late=late) == months


def test_exempt_groups_and_years_before_the_rule_wait_nothing():
    assert total(missed=5, group="newborn") == 0
    facts = WaitingFacts(2024, False, 5, 0, "")
    assert waiting_months(facts, TERMS) == NO_WAIT


@given(missed=st.integers(0, 30), bought=st.integers(0, 30))
def test_buying_more_years_never_makes_the_wait_longer(missed, bought):
    assert total(missed=missed, bought=bought + 1) <= total(
        missed=missed, bought=bought
    )
    assert total(missed=missed, bought=bought) >= (6 if missed >= 4 else 3)


def test_the_wait_ends_on_the_same_day_of_the_month():
    facts = WaitingFacts(2030, False, 0, 0, "")
    days = waiting_days(date(2030, 1, 31), waiting_months(facts, TERMS))
    assert days.end == date(2030, 4, 30)


@pytest.mark.parametrize(
    ("covered", "year", "missed"),
    [
        ((), 2027, 0),
        ((2026,), 2027, 0),
        ((2025,), 2027, 1),
        ((2019,), 2027, 2),
        ((2019,), 2025, 0),
        ((2027,), 2027, 0),
    ],
)
def test_years_missed_are_whole_years_since_the_rule_began(covered, year, missed):
    assert missed_years(covered, year=year, first_counted=2025) == missed
