"""Posting before signing, and the month of a settlement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.calendar.published import CALENDAR, RULES, day

from tongban.core.cases.clock_steps import (
    latest_posting_day,
    publicity_span,
    settlement_due,
)


@pytest.mark.clause("SD28-23", "SD28-24", "PT25-18", "CN39-九")
def test_five_days_of_posting_come_before_signing():
    span = publicity_span(day("2023-10-20"), working_days=5, calendar=CALENDAR)
    assert (span.first, span.last) == (day("2023-10-23"), day("2023-10-27"))
    assert span.sign_from == day("2023-10-30")
    assert not span.provisional


def test_a_posting_over_the_new_year_may_be_provisional():
    span = publicity_span(day("2026-12-28"), working_days=5, calendar=CALENDAR)
    assert span.provisional


@pytest.mark.clause("SD28-23", "SD28-24")
def test_the_latest_posting_day_still_lets_the_office_sign_in_time():
    latest = latest_posting_day(day("2023-11-10"), working_days=5, calendar=CALENDAR)
    assert latest == day("2023-11-02")
    over = latest_posting_day(day("2023-11-11"), working_days=5, calendar=CALENDAR)
    assert over == latest


@given(due=st.dates(day("2021-06-01"), day("2026-12-31")), days=st.integers(1, 20))
def test_posting_a_day_later_than_the_latest_is_too_late(due, days):
    latest = latest_posting_day(due, working_days=days, calendar=CALENDAR)
    in_time = publicity_span(latest, working_days=days, calendar=CALENDAR)
    late = publicity_span(
        CALENDAR.add_workdays(latest, 1), working_days=days, calendar=CALENDAR
    )
    assert in_time.sign_from <= due < late.sign_from


@pytest.mark.clause("SD28-25", "SD28-26")
def test_a_settlement_is_due_at_the_earlier_bound():
    rule = RULES.settlement
    early = settlement_due(day("2023-09-01"), day("2023-10-20"), rule=rule)
    late = settlement_due(day("2023-09-01"), day("2023-11-20"), rule=rule)
    assert (early, late) == (day("2023-10-20"), day("2023-10-31"))
