"""A row beside what is on file: new, there already, or against it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tongban.core.days import Period
from tongban.core.loading.cells import Reason
from tongban.core.loading.fitting import Fit, Span, find_repeats, fit_once, fit_span
from tongban.core.loading.rows import Fault

MAY = Span(date(2026, 5, 1), date(2026, 6, 1), (7, "active"))


def test_the_very_same_cover_is_known():
    assert fit_span(MAY, [MAY]) is Fit.KNOWN


def test_cover_that_begins_the_day_another_ends_is_new():
    assert fit_span(Span(date(2026, 6, 1), None, ()), [MAY]) is Fit.NEW


def test_cover_that_shares_one_day_is_refused():
    found = fit_span(Span(date(2026, 5, 31), None, ()), [MAY])
    assert found == Fault("first", Reason.OVERLAP)


def test_the_same_days_with_another_employer_are_refused():
    other = Span(MAY.first, MAY.end, (8, "active"))
    assert fit_span(other, [MAY]) == Fault("first", Reason.OVERLAP)


def test_one_of_its_kind_is_new_known_or_against_what_is_kept():
    assert fit_once((1,), None) is Fit.NEW
    assert fit_once((1,), (1,)) is Fit.KNOWN
    assert fit_once((1,), (2,)) == Fault("", Reason.OTHER_ON_FILE)


@given(st.lists(st.integers(0, 5)))
def test_without_its_repeats_a_list_has_everything_once(keys):
    repeats = find_repeats(keys)
    kept = [key for place, key in enumerate(keys) if place not in repeats]
    assert len(kept) == len(set(keys))
    assert set(kept) == set(keys)


@given(*[st.dates(date(2026, 1, 1), date(2026, 2, 9)) for _ in range(4)])
def test_sharing_a_day_is_what_periods_call_overlapping(a, b, c, d):
    one, other = Span(min(a, b), max(a, b), ()), Span(min(c, d), None, ())
    told = Period(one.first, one.end).overlaps(Period(other.first, None))
    assert one.shares_a_day(other) == other.shares_a_day(one) == told
    bounded = Span(min(c, d), max(c, d), ())
    told = Period(one.first, one.end).overlaps(Period(bounded.first, bounded.end))
    assert one.shares_a_day(bounded) == told
