"""Shares are cut, sums add up, spans are sane."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.figures.counting import (
    DAYS_MAX,
    Span,
    SpanBackwards,
    SpanTooLong,
    Tally,
    share,
    share_words,
)

counts = st.integers(0, 10_000)
tallies = st.builds(Tally, *(counts for _ in range(8)))


@pytest.mark.parametrize(
    ("part", "whole", "points", "words"),
    [
        (0, 0, None, "—"),
        (0, 3, 0, "0.0%"),
        (2, 3, 6_666, "66.6%"),
        (999, 1_000, 9_990, "99.9%"),
        (9_999, 10_000, 9_999, "99.9%"),
        (3, 3, 10_000, "100.0%"),
    ],
)
def test_a_share_is_cut_and_never_rounded_up_to_all(part, whole, points, words):
    assert share(part, whole) == points
    assert share_words(points) == words


def test_the_share_in_time_leaves_out_what_had_no_date():
    tally = Tally(received=9, instant=2, early=3, on_time=1, late=2, undated=4)

    assert tally.closed == 12
    assert tally.on_time_share == 7_500
    assert tally.instant_share == 1_666


@given(tallies, tallies)
def test_sums_of_tallies_are_tallies_of_sums(one, other):
    both = one + other

    assert both.closed == one.closed + other.closed
    assert both.received == one.received + other.received
    assert both.on_time_share is None or 0 <= both.on_time_share <= 10_000


def test_spans_of_day_month_year_end_on_the_day():
    day = date(2023, 9, 11)

    assert Span.of_day(day) == Span(day, day)
    assert Span.of_month(day) == Span(date(2023, 9, 1), day)
    assert Span.of_year(day) == Span(date(2023, 1, 1), day)


def test_spans_that_cannot_be_are_refused():
    with pytest.raises(SpanBackwards):
        Span(date(2023, 9, 11), date(2023, 9, 10))
    with pytest.raises(SpanTooLong):
        Span(date(2020, 1, 1), date(2023, 1, 3))
    longest = Span(date(2020, 1, 1), date(2022, 12, 31))
    assert (longest.last - longest.first).days < DAYS_MAX
