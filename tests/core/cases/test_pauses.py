"""Pauses at their edges: the day they begin, the day they end, each other."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.calendar.published import CALENDAR, day

from tongban.core.cases.pauses import (
    Pause,
    add_counted_days,
    count_paused,
    hold_until,
    last_day,
    merge_pauses,
)
from tongban.core.days import Period

TODAY = day("2024-03-01")
START = day("2023-09-11")

pauses_of_a_case = st.lists(
    st.builds(
        lambda offset, length: Pause(
            START + timedelta(days=offset),
            START + timedelta(days=offset + length),
            "notice",
        ),
        st.integers(-5, 60),
        st.integers(0, 20),
    ),
    max_size=6,
)


def spans(*pauses: tuple[str, str]) -> tuple[Period, ...]:
    return merge_pauses(
        [Pause(day(first), day(last), "x") for first, last in pauses], today=TODAY
    )


@pytest.mark.clause("SD28-16", "CN39-十二")
def test_the_day_a_pause_begins_counts_and_the_day_it_ends_does_not():
    (span,) = spans(("2023-09-13", "2023-09-20"))
    assert (span.start, last_day(span)) == (day("2023-09-14"), day("2023-09-20"))


def test_a_pause_of_one_day_stops_nothing():
    assert spans(("2023-09-13", "2023-09-13")) == ()


@pytest.mark.parametrize(
    ("case", "pauses", "expected"),
    [
        (
            "overlapping",
            (("2023-09-13", "2023-09-20"), ("2023-09-18", "2023-09-25")),
            [("2023-09-14", "2023-09-25")],
        ),
        (
            "touching",
            (("2023-09-13", "2023-09-20"), ("2023-09-20", "2023-09-25")),
            [("2023-09-14", "2023-09-25")],
        ),
        (
            "one inside the other",
            (("2023-09-13", "2023-09-30"), ("2023-09-18", "2023-09-25")),
            [("2023-09-14", "2023-09-30")],
        ),
        (
            "a day between them",
            (("2023-09-13", "2023-09-20"), ("2023-09-21", "2023-09-25")),
            [("2023-09-14", "2023-09-20"), ("2023-09-22", "2023-09-25")],
        ),
    ],
)
def test_pauses_become_separate_spans(case, pauses, expected):
    found = [(each.start, last_day(each)) for each in spans(*pauses)]
    assert found == [(day(first), day(last)) for first, last in expected], case


def test_an_open_pause_reaches_today():
    pause = Pause(day("2024-02-27"), None, "notice")
    (span,) = merge_pauses([pause], today=TODAY)
    assert last_day(span) == TODAY
    assert merge_pauses([pause], today=day("2024-02-27")) == ()
    assert pause.through(day("2024-01-01")) == day("2024-02-27")


def test_a_pause_cannot_end_before_it_begins():
    with pytest.raises(ValueError, match="cannot end"):
        Pause(day("2023-09-13"), day("2023-09-12"), "x")


def test_a_span_without_an_end_is_no_merged_pause():
    with pytest.raises(ValueError, match="always ends"):
        last_day(Period(TODAY, None))


@pytest.mark.clause("SD28-16")
def test_ten_days_with_the_clock_stopped_for_five_end_eight_days_after_it_runs():
    due = add_counted_days(
        START, 10, spans=spans(("2023-09-13", "2023-09-20")), calendar=CALENDAR
    )
    assert due == day("2023-10-08")


def test_a_pause_after_the_last_counted_day_moves_nothing():
    due = add_counted_days(
        START, 10, spans=spans(("2023-09-25", "2023-10-20")), calendar=CALENDAR
    )
    assert due == day("2023-09-25")
    assert hold_until(due, spans=spans(("2023-09-25", "2023-10-20"))) == day(
        "2023-10-20"
    )
    assert hold_until(due, spans=spans(("2023-09-26", "2023-10-20"))) == due


@given(pauses=pauses_of_a_case, seed=st.randoms(use_true_random=False))
def test_the_order_of_pauses_does_not_matter(pauses, seed):
    shuffled = list(pauses)
    seed.shuffle(shuffled)
    assert merge_pauses(shuffled, today=TODAY) == merge_pauses(pauses, today=TODAY)


@given(pauses=pauses_of_a_case)
def test_each_paused_day_is_in_one_span_only(pauses):
    merged = merge_pauses(pauses, today=TODAY)
    for offset in range(-10, 100):
        each = START + timedelta(days=offset)
        paused = any(pause.start_on < each <= pause.through(TODAY) for pause in pauses)
        assert sum(each in span for span in merged) == int(paused)


@given(pauses=pauses_of_a_case, count=st.integers(1, 60))
def test_the_due_day_moves_by_the_working_days_paused_before_it(pauses, count):
    merged = merge_pauses(pauses, today=TODAY)
    due = add_counted_days(START, count, spans=merged, calendar=CALENDAR)
    lost = count_paused(merged, after=START, through=due, calendar=CALENDAR)
    assert due == CALENDAR.add_workdays(START, count + lost)
    assert not any(due in span for span in merged)


@given(
    first=st.integers(0, 30),
    length=st.integers(0, 20),
    cut=st.integers(0, 20),
    count=st.integers(1, 40),
)
def test_cutting_a_pause_in_two_changes_nothing(first, length, cut, count):
    begin: date = START + timedelta(days=first)
    end = begin + timedelta(days=length)
    middle = min(begin + timedelta(days=cut), end)
    whole = merge_pauses([Pause(begin, end, "x")], today=TODAY)
    halves = [Pause(begin, middle, "x"), Pause(middle, end, "x")]
    assert merge_pauses(halves, today=TODAY) == whole
