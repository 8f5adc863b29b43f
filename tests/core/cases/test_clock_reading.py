"""What a reading says of itself."""

from dataclasses import FrozenInstanceError

import pytest
from tests.core.calendar.published import CALENDAR, ON_THE_SPOT, RULES, day, within

from tongban.core.cases.clock import read_clock
from tongban.core.cases.clock_reading import ClockReading, Course
from tongban.core.items.catalogue import Limit


def read(limit: Limit, today: str) -> ClockReading:
    course = Course(day("2023-09-11"), (limit,))
    return read_clock(course, calendar=CALENDAR, rules=RULES, today=day(today))


@pytest.mark.parametrize(
    ("today", "overdue"), [("2023-09-25", False), ("2023-09-26", True)]
)
def test_a_case_is_overdue_from_the_day_after_its_due_day(today, overdue):
    reading = read(within(10), today)
    assert reading.overdue_on == day("2023-09-26")
    assert reading.overdue is overdue


def test_the_rungs_in_part_of_the_limit_can_be_stored_as_days():
    reading = read(within(10), "2023-09-11")
    assert (reading.half_on, reading.warn_on) == (day("2023-09-18"), day("2023-09-21"))
    assert (reading.working_days, reading.instant) == (10, False)


def test_an_instant_reading_has_no_part_of_a_limit():
    reading = read(ON_THE_SPOT, "2023-09-11")
    assert (reading.half_on, reading.warn_on) == (None, None)
    assert (reading.working_days, reading.instant) == (0, True)


def test_a_reading_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        read(within(10), "2023-09-11").left = 3
