"""Half-open spans: neighbours meet without a gap and without a shared day."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.calendar.published import day

from tongban.core.days import ONE_DAY, Period

FIRST, LAST = day("2023-01-01"), day("2023-06-30")


def test_both_days_of_a_notice_are_inside():
    span = Period.through(FIRST, LAST)
    assert FIRST in span
    assert LAST in span
    assert LAST + ONE_DAY not in span
    assert FIRST - ONE_DAY not in span


def test_a_span_without_an_end_goes_on():
    assert day("2999-01-01") in Period.through(FIRST, None)


def test_neighbours_share_no_day():
    half = Period.through(FIRST, LAST)
    rest = Period(LAST + ONE_DAY, None)
    assert not half.overlaps(rest)
    assert not rest.overlaps(half)
    assert Period.through(FIRST, LAST + ONE_DAY).overlaps(rest)


def test_a_span_never_ends_before_it_begins():
    with pytest.raises(ValueError, match="cannot end"):
        Period(LAST, FIRST)


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_overlap_is_mutual_and_means_a_shared_day(start, length, other, reach):
    first = Period(FIRST + timedelta(start), FIRST + timedelta(start + length))
    second = Period(FIRST + timedelta(other), FIRST + timedelta(other + reach))
    shared = any(
        FIRST + timedelta(n) in first and FIRST + timedelta(n) in second
        for n in range(200)
    )
    if shared:
        assert first.overlaps(second)
    assert first.overlaps(second) == second.overlaps(first)
