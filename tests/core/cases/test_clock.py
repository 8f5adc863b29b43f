"""The legal clock: oracles of the published list, and its edges."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.core.calendar.published import (
    CALENDAR,
    COLLECTION,
    ON_THE_SPOT,
    RULES,
    SOURCE,
    day,
    within,
)

from tongban.core.calendar.workdays import YearUnknown
from tongban.core.cases.clock import (
    CollectionPeriodUnknown,
    NoLimit,
    choose_light,
    due_rungs,
    read_clock,
    show_light,
)
from tongban.core.cases.clock_reading import ClockReading, Course, Light
from tongban.core.cases.clock_rules import Rung
from tongban.core.cases.pauses import Pause
from tongban.core.items.catalogue import Limit, LimitLayer

ACCEPTED = Course(day("2023-09-11"), (within(10),))  # ten working days, due 09-25
NOTICE = "notice"


def read(course: Course, today: str) -> ClockReading:
    return read_clock(course, calendar=CALENDAR, rules=RULES, today=day(today))


def paused(course: Course, *pauses: tuple[str, str | None]) -> Course:
    spans = tuple(
        Pause(day(first), None if last is None else day(last), NOTICE)
        for first, last in pauses
    )
    return replace(course, pauses=spans)


@pytest.mark.clause("SD20-2", "SD28-10", "SD28-11", "CN39-七")
def test_the_strictest_layer_runs_and_the_others_are_shown():
    limits = (
        within(20, LimitLayer.NATION),
        within(15, LimitLayer.PROVINCE),
        within(9, LimitLayer.PROMISE),
    )
    reading = read(Course(day("2023-09-22"), limits), "2023-09-22")
    assert [(each.due_on, each.runs) for each in reading.layers] == [
        (day("2023-10-26"), False),
        (day("2023-10-19"), False),
        (day("2023-10-11"), True),
    ]
    assert reading.due_on == day("2023-10-11")
    assert reading.working_days == 9


def test_of_two_layers_due_on_one_day_the_higher_authority_runs():
    limits = (within(9, LimitLayer.CITY), within(9, LimitLayer.NATION))
    reading = read(Course(day("2023-09-22"), limits), "2023-09-22")
    assert reading.running.limit.layer is LimitLayer.NATION
    assert sum(each.runs for each in reading.layers) == 1


@pytest.mark.clause("SD28-16", "CN39-十二")
def test_a_one_time_notice_stops_the_clock_and_eight_days_remain():
    before = read(ACCEPTED, "2023-09-13")
    assert (before.due_on, before.used, before.left) == (day("2023-09-25"), 1, 9)
    open_day = read(paused(ACCEPTED, ("2023-09-13", None)), "2023-09-13")
    assert (open_day.used, open_day.left, open_day.paused) == (2, 8, 0)
    resumed = read(
        paused(ACCEPTED, ("2023-09-13", "2023-09-20")),
        "2023-09-21",
    )
    assert (resumed.used, resumed.left, resumed.paused) == (2, 8, 5)
    assert resumed.due_on == day("2023-10-08")
    assert not resumed.paused_now
    assert not resumed.projected


def test_while_a_pause_is_open_the_due_day_is_projected_day_by_day():
    course = paused(ACCEPTED, ("2023-09-13", None))
    found = [read(course, each) for each in ("2023-09-13", "2023-09-14", "2023-09-20")]
    assert [each.due_on for each in found] == [
        day("2023-09-25"),
        day("2023-09-26"),
        day("2023-10-08"),
    ]
    assert all(each.projected and each.paused_now for each in found)
    assert {show_light(each) for each in found} == {Light.GREY}


def test_a_pause_and_its_end_on_one_day_change_nothing():
    course = paused(ACCEPTED, ("2023-09-13", "2023-09-13"))
    reading = read(course, "2023-09-14")
    assert (reading.due_on, reading.used, reading.paused) == (day("2023-09-25"), 2, 0)


def test_overlapping_pauses_are_counted_once():
    course = paused(
        ACCEPTED, ("2023-09-13", "2023-09-18"), ("2023-09-15", "2023-09-20")
    )
    reading = read(course, "2023-09-21")
    assert (reading.due_on, reading.paused) == (day("2023-10-08"), 5)


@pytest.mark.parametrize(
    ("case", "today", "used", "left", "overdue"),
    [
        ("the day of acceptance", "2023-09-11", 0, 10, False),
        ("the first counted day is not over yet", "2023-09-12", 0, 10, False),
        ("a day counts when it is over", "2023-09-13", 1, 9, False),
        ("a weekend uses nothing", "2023-09-17", 4, 6, False),
        ("the due day itself is left", "2023-09-25", 9, 1, False),
        ("the first day over", "2023-09-26", 10, -1, True),
        ("the second working day over", "2023-09-27", 11, -2, True),
        ("a festival adds nothing", "2023-10-06", 13, -3, True),
        ("a Saturday that works adds a day", "2023-10-07", 13, -4, True),
        ("asked for a day before acceptance", "2023-09-01", 0, 10, False),
    ],
)
def test_used_and_left_on_the_edges(case, today, used, left, overdue):
    reading = read(ACCEPTED, today)
    assert (reading.used, reading.left, reading.overdue) == (used, left, overdue), case


def test_the_first_day_over_is_late_even_when_nobody_works():
    reading = read(Course(day("2023-09-21"), (within(1),)), "2023-09-23")
    assert reading.due_on == day("2023-09-22")
    assert (reading.left, reading.overdue) == (-1, True)
    assert show_light(reading) is Light.RED


def test_a_pause_begun_at_the_end_of_the_due_day_holds_the_due_day_open():
    course = paused(ACCEPTED, ("2023-09-25", "2023-10-09"))
    reading = read(course, "2023-10-09")
    assert (reading.due_on, reading.left) == (day("2023-10-09"), 0)
    assert not reading.overdue
    assert read(course, "2023-10-10").overdue


def test_a_pause_begun_after_the_due_day_heals_nothing():
    course = paused(ACCEPTED, ("2023-09-26", None))
    reading = read(course, "2023-09-28")
    assert reading.due_on == day("2023-09-25")
    assert not reading.projected
    assert show_light(reading) is Light.RED


def test_an_extension_adds_working_days_to_every_limit_in_days():
    limits = (within(10), within(20, LimitLayer.NATION))
    course = Course(day("2023-09-11"), limits, extension_days=5)
    found = [each.due_on for each in read(course, "2023-09-11").layers]
    assert found == [
        CALENDAR.add_workdays(day("2023-09-11"), count) for count in (25, 15)
    ]


@pytest.mark.clause("SD28-12", "SD28-13", "SD20-4")
def test_an_instant_item_is_due_the_same_day_even_in_a_festival():
    reading = read(Course(day("2023-10-01"), (ON_THE_SPOT,)), "2023-10-01")
    assert (reading.due_on, reading.left, reading.instant) == (
        day("2023-10-01"),
        0,
        True,
    )
    assert show_light(reading) is Light.INSTANT
    assert set(reading.rungs) == {Rung.DUE, Rung.OVERDUE}
    assert (reading.half_on, reading.warn_on) == (None, None)


def test_an_instant_item_waiting_for_papers_is_due_the_day_they_are_complete():
    course = Course(day("2023-09-13"), (ON_THE_SPOT,))
    reading = read(paused(course, ("2023-09-13", "2023-09-20")), "2023-09-20")
    assert reading.due_on == day("2023-09-20")
    assert not reading.overdue


@pytest.mark.clause("SD28-3")
def test_a_collection_period_ends_on_its_day_whatever_is_paused():
    course = Course(
        day("2023-09-11"), (COLLECTION,), collection_ends_on=day("2023-12-31")
    )
    reading = read(paused(course, ("2023-09-13", "2023-10-20")), "2023-10-21")
    assert reading.due_on == day("2023-12-31")
    assert reading.running.fixed
    assert not reading.projected
    assert reading.left == CALENDAR.workdays_between(
        day("2023-10-20"), day("2023-12-31")
    )


def test_a_collection_period_that_is_over_makes_the_case_due_at_once():
    course = Course(
        day("2024-01-02"), (COLLECTION,), collection_ends_on=day("2023-12-31")
    )
    assert read(course, "2024-01-02").due_on == day("2024-01-02")


def test_a_collection_period_without_an_end_is_refused():
    with pytest.raises(CollectionPeriodUnknown):
        read(Course(day("2023-09-11"), (COLLECTION,)), "2023-09-11")


@pytest.mark.clause("SD28-25", "SD28-26")
@pytest.mark.parametrize(
    ("case", "started", "latest", "due"),
    [
        ("the month's end comes first", "2023-10-10", "2023-10-31", "2023-10-31"),
        ("the working days end first", "2023-08-01", "2023-09-30", "2023-09-12"),
        ("both end on one day", "2023-08-01", "2023-09-12", "2023-09-12"),
        ("it came in on the last day", "2023-10-31", "2023-10-31", "2023-10-31"),
        ("it came in after the month's end", "2023-11-01", "2023-10-31", "2023-12-13"),
    ],
)
def test_a_settlement_is_due_at_the_earlier_of_two_bounds(case, started, latest, due):
    course = Course(day(started), (within(30),), latest_on=day(latest))
    assert read(course, started).due_on == day(due), case


def test_a_case_without_a_limit_is_refused():
    with pytest.raises(NoLimit):
        read(Course(day("2023-09-11"), ()), "2023-09-11")
    empty = Limit("empty", "", LimitLayer.CITY, SOURCE)
    with pytest.raises(NoLimit, match="says nothing"):
        read(Course(day("2023-09-11"), (empty,)), "2023-09-11")


def test_a_due_day_that_runs_into_an_unpublished_year_is_provisional():
    whole = read(Course(day("2026-12-30"), (within(1),)), "2026-12-30")
    assert (whole.due_on, whole.provisional) == (day("2026-12-31"), False)
    over = read(Course(day("2026-12-31"), (within(1),)), "2026-12-31")
    assert (over.due_on, over.provisional) == (day("2027-01-04"), True)


def test_a_due_day_beyond_every_known_year_is_refused():
    with pytest.raises(YearUnknown):
        read(Course(day("2040-12-20"), (within(20),)), "2040-12-20")


@pytest.mark.clause("CN39-十二")
@pytest.mark.parametrize(
    ("case", "working_days", "half", "warn", "due"),
    [
        ("ten days", 10, "2023-09-18", "2023-09-21", "2023-09-25"),
        ("nine days round up", 9, "2023-09-18", "2023-09-21", "2023-09-22"),
        ("one day has all on one day", 1, "2023-09-12", "2023-09-12", "2023-09-12"),
    ],
)
def test_the_rungs_lie_on_counted_days(case, working_days, half, warn, due):
    reading = read(Course(day("2023-09-11"), (within(working_days),)), "2023-09-11")
    found = (reading.half_on, reading.warn_on, reading.rungs[Rung.DUE])
    assert found == (day(half), day(warn), day(due)), case
    assert reading.rungs[Rung.OVERDUE] == day(due) + timedelta(days=1)


@pytest.mark.clause("CN39-十二")
def test_every_rung_is_due_once_and_all_passed_ones_after_a_jump():
    fired: set[Rung] = set()
    found: dict[str, tuple[Rung, ...]] = {}
    for today in ("2023-09-15", "2023-09-18", "2023-09-19", "2023-10-09", "2023-10-10"):
        rungs = due_rungs(read(ACCEPTED, today), fired=fired, rules=RULES)
        found[today] = rungs
        fired |= set(rungs)
    assert found == {
        "2023-09-15": (),
        "2023-09-18": (Rung.HALF,),
        "2023-09-19": (),
        "2023-10-09": (Rung.WARN, Rung.DUE, Rung.OVERDUE),
        "2023-10-10": (),
    }


def test_no_rung_is_reached_while_the_clock_stands_still():
    course = paused(ACCEPTED, ("2023-09-15", None))
    assert due_rungs(read(course, "2023-10-30"), fired=set(), rules=RULES) == ()
    held = paused(ACCEPTED, ("2023-09-25", None))
    found = due_rungs(
        read(held, "2023-09-27"), fired={Rung.HALF, Rung.WARN}, rules=RULES
    )
    assert found == ()


@pytest.mark.parametrize(
    ("case", "working_days", "yellow"),
    [
        ("three of ten left", 10, "2023-09-21"),
        ("thirty per cent of twenty are six", 20, "2023-10-08"),
        ("four days: three left after the first", 4, "2023-09-13"),
        ("three days are yellow from the start", 3, "2023-09-11"),
    ],
)
def test_the_light_turns_yellow_when_few_days_are_left(case, working_days, yellow):
    course = Course(day("2023-09-11"), (within(working_days),))
    reading = read(course, yellow)
    assert reading.yellow_from == day(yellow), case
    assert reading.left <= max(3, working_days * 3 // 10)
    assert show_light(reading) is Light.YELLOW
    if reading.yellow_from > course.started_on:
        eve = read_clock(
            course,
            calendar=CALENDAR,
            rules=RULES,
            today=reading.yellow_from - timedelta(days=1),
        )
        assert show_light(eve) is Light.GREEN


def test_red_comes_before_every_other_light():
    for is_paused in (False, True):
        light = choose_light(
            today=day("2023-09-26"),
            overdue_on=day("2023-09-26"),
            yellow_from=day("2023-09-20"),
            paused=is_paused,
            instant=True,
        )
        assert light is Light.RED
