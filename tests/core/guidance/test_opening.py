"""Whether a window is open: to the minute, on exchanged days, over a holiday."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.calendar.years import YearDays
from tongban.core.guidance.opening import Hours, OpeningHours, opening_at

CHINA = ZoneInfo("Asia/Shanghai")
FRIDAY = date(2023, 9, 22)
HOLIDAY = date(2023, 9, 29)
EXCHANGED = date(2023, 10, 7)  # a Saturday that is worked
CALENDAR = WorkCalendar(
    (
        YearDays(
            year=2023,
            source="notice",
            off={date(2023, 9, 29): "中秋节", date(2023, 10, 2): "国庆节"},
            worked={EXCHANGED: "国庆节"},
        ),
    ),
    weekend="周末",
)
MORNING, AFTERNOON = (
    Hours(time(9), time(12)),
    Hours(time(13), time(17)),
)
HOURS = OpeningHours(workdays=(AFTERNOON, MORNING))


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("case", "moment", "until"),
    [
        ("the minute it opens", at(FRIDAY, 9), time(12)),
        ("the last minute of the morning", at(FRIDAY, 11, 59), time(12)),
        ("the afternoon", at(FRIDAY, 13), time(17)),
        ("a Saturday worked in exchange", at(EXCHANGED, 10), time(12)),
    ],
)
def test_open(case, moment, until):
    found = opening_at(HOURS, moment, CALENDAR)
    assert (found.is_open, found.until) == (True, until), case


@pytest.mark.parametrize(
    ("case", "moment", "next_at"),
    [
        ("before it opens", at(FRIDAY, 8, 59), at(FRIDAY, 9)),
        ("the minute the morning ends", at(FRIDAY, 12), at(FRIDAY, 13)),
        ("after it closed", at(date(2023, 9, 21), 17), at(FRIDAY, 9)),
        ("a weekend", at(date(2023, 9, 23), 10), at(date(2023, 9, 25), 9)),
        ("a holiday with its weekend", at(HOLIDAY, 10), at(date(2023, 10, 3), 9)),
        ("the end of what is known", at(date(2023, 12, 29), 18), None),
    ],
)
def test_closed_and_when_it_opens_next(case, moment, next_at):
    found = opening_at(HOURS, moment, CALENDAR)
    assert (found.is_open, found.next_at) == (False, next_at), case


def test_days_off_have_hours_of_their_own():
    hours = OpeningHours(workdays=(MORNING,), days_off=(AFTERNOON,))
    saturday = date(2023, 9, 23)
    assert opening_at(hours, at(saturday, 14), CALENDAR).is_open
    assert not opening_at(hours, at(saturday, 10), CALENDAR).is_open


def test_a_place_that_never_opens_says_nothing_of_a_next_time():
    found = opening_at(OpeningHours(), at(FRIDAY, 10), CALENDAR)
    assert (found.is_open, found.next_at) == (False, None)


def test_hours_do_not_end_before_they_begin():
    with pytest.raises(ValueError, match="cannot end"):
        Hours(time(12), time(12))
