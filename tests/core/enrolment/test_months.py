"""Months: adding them, and listing those between two days."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tongban.core.enrolment.months import add_months, month_of, months_between

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def test_a_shorter_month_takes_its_last_day():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2026, 3, 15), -3) == date(2025, 12, 15)


@given(first=DAYS, months=st.integers(0, 400))
def test_between_a_day_and_so_many_months_later_lie_one_more(first, months):
    last = add_months(month_of(first), months)
    found = months_between(first, last)
    assert len(found) == months + 1
    assert list(found) == sorted(set(found))
    assert all(month.day == 1 for month in found)


def test_no_months_lie_between_a_day_and_an_earlier_month():
    assert months_between(date(2026, 3, 1), date(2026, 2, 28)) == ()
