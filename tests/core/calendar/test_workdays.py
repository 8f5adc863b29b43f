"""Working days on the edges of weeks, festivals and years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.calendar.published import CALENDAR, day, days_from

from tongban.core.calendar.workdays import NoticesDisagree, WorkCalendar, YearUnknown
from tongban.core.calendar.years import YearDays

DAYS = st.dates(date(2021, 1, 1), date(2034, 12, 31))


@pytest.mark.parametrize(
    ("case", "start", "count", "due"),
    [
        ("nine days across the autumn festivals", "2023-09-22", 9, "2023-10-11"),
        ("fifteen days across the autumn festivals", "2023-09-22", 15, "2023-10-19"),
        ("twenty days, the national ceiling", "2023-09-22", 20, "2023-10-26"),
        ("ten days after the festivals", "2023-10-12", 10, "2023-10-26"),
        ("four days end on a Saturday that works", "2023-09-25", 4, "2023-10-07"),
        ("ten days from the same Monday", "2023-09-25", 10, "2023-10-13"),
        ("twenty days for a chronic disease", "2023-09-25", 20, "2023-10-27"),
        ("forty-five days for a designation", "2023-09-04", 45, "2023-11-10"),
        ("five days for the information sheet", "2023-09-25", 5, "2023-10-08"),
        ("fifteen days for a correction", "2023-09-25", 15, "2023-10-20"),
        ("accepted the day before a festival", "2023-09-28", 1, "2023-10-07"),
        ("accepted on a Saturday that works", "2023-10-07", 1, "2023-10-08"),
        ("accepted on a Sunday that works", "2023-10-08", 1, "2023-10-09"),
        ("accepted within a festival", "2023-10-02", 1, "2023-10-07"),
        ("no day at all stays where it is", "2023-10-01", 0, "2023-10-01"),
        ("a day back over the festival", "2023-10-07", -1, "2023-09-28"),
        ("from 31 December into the next year", "2021-12-31", 1, "2022-01-04"),
    ],
)
@pytest.mark.clause("SD20-2", "SD28-10", "SD28-11", "SD28-14", "SD28-16", "SD28-23")
def test_a_limit_ends_on_the_right_day(case, start, count, due):
    assert CALENDAR.add_workdays(day(start), count) == day(due), case


@pytest.mark.parametrize(
    ("on", "name"),
    [
        ("2023-09-28", None),
        ("2023-09-29", "中秋节、国庆节"),
        ("2023-10-07", None),
        ("2023-10-14", "周末"),
        ("2022-12-31", "元旦"),
        ("2031-10-01", "中秋节、国庆节"),
        ("2027-02-05", "春节"),
    ],
)
def test_a_day_off_has_a_name(on, name):
    assert CALENDAR.name_of_day_off(day(on)) == name
    assert CALENDAR.is_workday(day(on)) is (name is None)


def test_a_day_worked_in_exchange_names_its_festival():
    assert CALENDAR.name_of_exchange(day("2023-10-08")) == "中秋节、国庆节"
    assert CALENDAR.name_of_exchange(day("2023-10-09")) is None


def test_years_without_a_notice_are_provisional():
    assert not CALENDAR.is_provisional(day("2026-12-31"))
    assert CALENDAR.is_provisional(day("2027-01-01"))
    assert CALENDAR.touches_provisional(day("2026-12-31"), day("2027-01-01"))
    assert not CALENDAR.touches_provisional(day("2021-01-01"), day("2026-12-31"))


def test_a_provisional_year_has_no_days_worked_in_exchange():
    year = days_from(day("2028-01-01"), day("2028-12-31"))
    assert not any(each.weekday() >= 5 and CALENDAR.is_workday(each) for each in year)


def test_the_next_working_day_is_the_day_itself_when_it_works():
    assert CALENDAR.next_workday(day("2023-10-08")) == day("2023-10-08")
    assert CALENDAR.next_workday(day("2023-09-29")) == day("2023-10-07")


@pytest.mark.parametrize("year", [2020, 2041])
def test_an_unknown_year_is_refused(year):
    for ask in (CALENDAR.is_workday, CALENDAR.name_of_exchange):
        with pytest.raises(YearUnknown) as refused:
            ask(date(year, 6, 1))
        assert refused.value.data == {"year": year}


def test_counting_out_of_the_known_years_is_refused():
    with pytest.raises(YearUnknown) as after:
        CALENDAR.add_workdays(day("2040-12-31"), 1)
    with pytest.raises(YearUnknown) as before:
        CALENDAR.add_workdays(day("2021-01-01"), -1)
    assert (after.value.data["year"], before.value.data["year"]) == (2041, 2020)


def test_a_missing_year_between_two_known_ones_is_refused():
    with pytest.raises(YearUnknown) as refused:
        WorkCalendar(
            [YearDays(2030, "a", {}, {}), YearDays(2032, "b", {}, {})], weekend="周末"
        )
    assert refused.value.data == {"year": 2031}


def test_a_calendar_of_no_year_cannot_exist():
    with pytest.raises(ValueError, match="at least one year"):
        WorkCalendar([], weekend="周末")


def test_two_notices_may_not_disagree_about_a_day():
    new_year = day("2030-12-31")
    first = YearDays(2030, "甲", {}, {new_year: "元旦"})
    second = YearDays(2031, "乙", {new_year: "元旦"}, {})
    with pytest.raises(NoticesDisagree) as refused:
        WorkCalendar([first, second], weekend="周末")
    assert refused.value.data == {"day": "2030-12-31", "sources": "甲、乙"}


def test_a_notice_outranks_the_law_also_in_the_neighbouring_year():
    law = YearDays(2030, "法", {day("2030-12-29"): "某节"}, {}, provisional=True)
    notice = YearDays(2031, "通知", {}, {day("2030-12-29"): "元旦"})
    calendar = WorkCalendar([law, notice], weekend="周末")
    assert calendar.is_workday(day("2030-12-29"))


def test_a_notice_tried_out_changes_only_the_copy():
    notice = YearDays(
        2027, "试", {day("2027-10-04"): "国庆节"}, {day("2027-10-10"): "国庆节"}
    )
    tried = CALENDAR.with_notice(notice)
    assert not tried.is_provisional(day("2027-06-01"))
    assert tried.is_workday(day("2027-10-10"))
    assert not tried.is_workday(day("2027-10-04"))
    assert CALENDAR.is_workday(day("2027-10-04"))
    assert CALENDAR.is_provisional(day("2027-06-01"))
    assert [each.year for each in tried.years] == list(range(2021, 2041))
    assert (tried.first_day, tried.last_day) == (day("2021-01-01"), day("2040-12-31"))


def test_nothing_lies_between_a_day_and_an_earlier_one():
    assert CALENDAR.workdays_between(day("2023-10-09"), day("2023-10-09")) == 0
    assert CALENDAR.workdays_between(day("2023-10-09"), day("2023-09-01")) == 0


@given(start=DAYS, count=st.integers(1, 400))
def test_counting_forth_and_counting_between_agree(start, count):
    due = CALENDAR.add_workdays(start, count)
    assert CALENDAR.is_workday(due)
    assert CALENDAR.workdays_between(start, due) == count


@given(start=DAYS, through=DAYS)
def test_days_between_are_those_seen_one_by_one(start, through):
    one_by_one = sum(
        CALENDAR.is_workday(each) for each in days_from(start, through)[1:]
    )
    assert CALENDAR.workdays_between(start, through) == one_by_one


@given(start=DAYS, count=st.integers(1, 200))
def test_back_is_the_way_forth_from_a_working_day(start, count):
    working = CALENDAR.next_workday(start)
    there = CALENDAR.add_workdays(working, count)
    assert CALENDAR.add_workdays(there, -count) == working
