"""What always holds of the clock, whatever the limit, the pauses and the day."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.core.calendar.published import CALENDAR, RULES, within

from tongban.core.cases.clock import due_rungs, read_clock
from tongban.core.cases.clock_reading import Course
from tongban.core.cases.clock_rules import Rung
from tongban.core.cases.pauses import Pause, count_paused

NOTICE = "notice"

starts = st.dates(date(2021, 1, 1), date(2026, 6, 30))


@st.composite
def courses(draw: st.DrawFn) -> tuple[Course, date]:
    started = draw(starts)
    pauses = []
    for _ in range(draw(st.integers(0, 4))):
        begin = started + timedelta(days=draw(st.integers(0, 60)))
        end = begin + timedelta(days=draw(st.integers(0, 15)))
        pauses.append(Pause(begin, end, NOTICE))
    course = Course(started, (within(draw(st.integers(1, 60))),), tuple(pauses))
    return course, started + timedelta(days=draw(st.integers(0, 200)))


@given(found=courses())
def test_the_budget_is_kept_to_the_day(found):
    course, today = found
    reading = read_clock(course, calendar=CALENDAR, rules=RULES, today=today)
    lost = count_paused(
        reading.pauses,
        after=course.started_on,
        through=reading.due_on,
        calendar=CALENDAR,
    )
    counted = CALENDAR.workdays_between(course.started_on, reading.due_on) - lost
    assert counted == reading.working_days
    if not reading.overdue:
        assert reading.used + reading.left == reading.working_days
    assert (reading.left < 0) == reading.overdue


@given(found=courses(), more=st.integers(0, 30))
def test_a_longer_limit_is_never_due_earlier(found, more):
    course, today = found
    longer = replace(course, limits=(within(course.limits[0].working_days + more),))
    short, long = (
        read_clock(each, calendar=CALENDAR, rules=RULES, today=today)
        for each in (course, longer)
    )
    assert short.due_on <= long.due_on


@given(found=courses(), seed=st.randoms(use_true_random=False))
def test_the_order_in_which_pauses_were_written_does_not_matter(found, seed):
    course, today = found
    pauses = list(course.pauses)
    seed.shuffle(pauses)
    turned = replace(course, pauses=tuple(pauses))
    one, other = (
        read_clock(each, calendar=CALENDAR, rules=RULES, today=today)
        for each in (course, turned)
    )
    assert (one.due_on, one.used, one.left, one.rungs) == (
        other.due_on,
        other.used,
        other.left,
        other.rungs,
    )


@given(found=courses())
def test_rungs_follow_one_another_and_fire_once_whatever_days_are_skipped(found):
    course, today = found
    reading = read_clock(course, calendar=CALENDAR, rules=RULES, today=today)
    days = [reading.rungs[rung] for rung in Rung]
    assert days == sorted(days)
    fired: set[Rung] = set()
    for skip in range(0, 260, 13):
        later = read_clock(
            course,
            calendar=CALENDAR,
            rules=RULES,
            today=course.started_on + timedelta(days=skip),
        )
        rungs = due_rungs(later, fired=fired, rules=RULES)
        assert not fired & set(rungs)
        fired |= set(rungs)
    assert fired == set(Rung)
