"""Contributions: the base is held, shares add up, months are counted at the edges."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.days import Period
from tongban.core.enrolment.contributions import (
    ArrearsTooLong,
    ContributionTerms,
    due_months,
    held_base,
    late_fee,
    month_shares,
    share_half_up,
)
from tongban.core.enrolment.kinds import PersonKind

TERMS = ContributionTerms(
    unit_bp=600,
    own_bp=200,
    flexible_bp=800,
    base_floor_fen=400_000,
    base_ceiling_fen=2_100_000,
    arrears_months_max=24,
    late_fee_bp_per_day=5,
    verified=False,
)


@pytest.mark.parametrize(
    ("declared", "held"),
    [
        (399_999, 400_000),
        (400_000, 400_000),
        (400_001, 400_001),
        (2_100_000, 2_100_000),
        (2_100_001, 2_100_000),
    ],
)
def test_the_base_stays_between_floor_and_ceiling(declared, held):
    assert held_base(declared, TERMS) == held


def test_half_a_fen_is_rounded_up_and_less_down():
    assert share_half_up(25, 200) == 1
    assert share_half_up(24, 200) == 0


@given(declared=st.integers(0, 10**8))
def test_a_flexible_worker_pays_what_employer_and_employee_pay_together(declared):
    employed = month_shares(declared_fen=declared, kind=PersonKind.ACTIVE, terms=TERMS)
    flexible = month_shares(
        declared_fen=declared, kind=PersonKind.FLEXIBLE, terms=TERMS
    )
    both = employed.unit_fen + employed.own_fen
    assert flexible.unit_fen == 0
    assert abs(both - flexible.own_fen) <= 1
    assert (
        month_shares(
            declared_fen=declared, kind=PersonKind.RETIRED, terms=TERMS
        ).own_fen
        == 0
    )


@pytest.mark.parametrize(
    ("start", "end", "through", "months"),
    [
        ("2026-01-31", None, "2026-01-31", 1),
        ("2026-01-31", None, "2026-02-01", 2),
        ("2026-01-01", "2026-03-01", "2026-12-31", 2),
        ("2026-01-01", "2026-03-02", "2026-12-31", 3),
        ("2026-05-01", None, "2026-04-30", 0),
    ],
)
def test_months_due(start, end, through, months):
    days = Period(
        date.fromisoformat(start), None if end is None else date.fromisoformat(end)
    )
    found = due_months(days, through=date.fromisoformat(through), most=24)
    assert len(found) == months


def test_more_months_than_allowed_are_refused():
    days = Period(date(2024, 1, 1), None)
    assert len(due_months(days, through=date(2025, 12, 31), most=24)) == 24
    with pytest.raises(ArrearsTooLong):
        due_months(days, through=date(2026, 1, 1), most=24)


def test_the_late_fee_counts_from_the_day_after():
    due = date(2026, 1, 31)
    assert late_fee(1_000_000, due_on=due, paid_on=due, rate_bp=5) == 0
    assert late_fee(1_000_000, due_on=due, paid_on=date(2026, 2, 1), rate_bp=5) == 500
