"""The explanation of a due day, line by line."""

from tests.core.calendar.published import (
    CALENDAR,
    COLLECTION,
    ON_THE_SPOT,
    RULES,
    day,
    within,
)

from tongban.core.cases.clock import read_clock
from tongban.core.cases.clock_reading import Course
from tongban.core.cases.pauses import Pause
from tongban.core.items.catalogue import LimitLayer


def lines(course: Course, today: str) -> list[tuple[str, str, str]]:
    reading = read_clock(course, calendar=CALENDAR, rules=RULES, today=day(today))
    return [
        (line.code.removeprefix("clock."), f"{line.first:%m-%d}", f"{line.last:%m-%d}")
        for line in reading.lines
    ]


def test_every_day_off_is_named_by_spans_and_exchanges_are_told():
    assert lines(Course(day("2023-09-22"), (within(9),)), "2023-09-22") == [
        ("start", "09-22", "09-22"),
        ("day_off", "09-23", "09-24"),
        ("day_off", "09-29", "10-06"),
        ("exchange", "10-07", "10-08"),
        ("result", "10-11", "10-11"),
    ]


def test_days_of_a_pause_stand_in_its_own_line():
    course = Course(
        day("2023-09-11"),
        (within(10),),
        (Pause(day("2023-09-13"), day("2023-09-20"), "notice"),),
    )
    assert lines(course, "2023-09-21") == [
        ("start", "09-11", "09-11"),
        ("pause", "09-14", "09-20"),
        ("day_off", "09-23", "09-24"),
        ("day_off", "09-29", "10-06"),
        ("exchange", "10-07", "10-08"),
        ("result", "10-08", "10-08"),
    ]


def test_two_pauses_are_followed_by_what_they_take_together():
    course = Course(
        day("2023-09-11"),
        (within(2),),
        (
            Pause(day("2023-09-12"), day("2023-09-13"), "notice"),
            Pause(day("2023-09-12"), None, "suspension"),
        ),
        extension_days=1,
    )
    found = lines(course, "2023-09-14")
    assert [code for code, _, _ in found] == [
        "start",
        "pause",
        "pause_open",
        "day_off",
        "pause_total",
        "extension",
        "result_projected",
    ]
    reading = read_clock(
        course, calendar=CALENDAR, rules=RULES, today=day("2023-09-14")
    )
    totals = [line.data for line in reading.lines if line.code == "clock.pause_total"]
    assert totals == [{"days": 2}]


def test_two_pauses_that_stop_nothing_take_nothing_together():
    pause = Pause(day("2023-09-12"), day("2023-09-12"), "notice")
    course = Course(day("2023-09-11"), (within(2),), (pause, pause))
    reading = read_clock(
        course, calendar=CALENDAR, rules=RULES, today=day("2023-09-13")
    )
    taken = [
        line.data["days"]
        for line in reading.lines
        if line.code.startswith("clock.pause")
    ]
    assert taken == [0, 0, 0]


def test_each_layer_has_its_line_and_the_running_one_says_so():
    limits = (within(20, LimitLayer.NATION), within(15))
    reading = read_clock(
        Course(day("2023-10-09"), limits),
        calendar=CALENDAR,
        rules=RULES,
        today=day("2023-10-09"),
    )
    layers = [line.data for line in reading.lines if line.code == "clock.layer_days"]
    assert [(each["layer"], each["days"], each["runs"]) for each in layers] == [
        ("nation", 20, "shown"),
        ("province", 15, "runs"),
    ]


def test_an_instant_item_lists_no_days():
    course = Course(day("2023-09-29"), (ON_THE_SPOT, within(20, LimitLayer.NATION)))
    assert [code for code, _, _ in lines(course, "2023-09-29")] == [
        "start_instant",
        "layer_days",
        "layer_instant",
        "result_instant",
    ]


def test_a_fixed_day_names_the_rule_that_fixed_it():
    season = Course(
        day("2023-12-29"), (COLLECTION,), collection_ends_on=day("2023-12-31")
    )
    assert [code for code, _, _ in lines(season, "2023-12-29")] == [
        "start",
        "layer_collection",
        "result",
    ]
    month = Course(day("2023-10-10"), (within(30),), latest_on=day("2023-10-31"))
    assert [code for code, _, _ in lines(month, "2023-10-10")][1] == "layer_month_end"


def test_each_year_without_a_notice_is_named():
    course = Course(day("2027-12-30"), (within(2),))
    reading = read_clock(
        course, calendar=CALENDAR, rules=RULES, today=day("2027-12-30")
    )
    years = [
        line.data["year"] for line in reading.lines if line.code == "clock.provisional"
    ]
    assert years == [2027, 2028]
    partly = read_clock(
        Course(day("2026-12-31"), (within(2),)),
        calendar=CALENDAR,
        rules=RULES,
        today=day("2026-12-31"),
    )
    assert [line.data for line in partly.lines][-1] == {"year": 2027}
