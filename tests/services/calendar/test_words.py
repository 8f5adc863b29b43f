"""Words for days, spans, lights and rungs."""

import pytest
from tests.core.calendar.published import CALENDAR, ON_THE_SPOT, RULES, day, within

from tongban.core.cases.clock import read_clock
from tongban.core.cases.clock_reading import Course, Light
from tongban.core.cases.clock_rules import Rung
from tongban.core.cases.pauses import Pause
from tongban.core.items.catalogue import LimitLayer
from tongban.services.calendar.words import (
    LAYER_CODES,
    LIGHT_CODES,
    light_words,
    rung_words,
    sentences,
    span_words,
)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2023-10-08", "2023-10-08", "2023年10月8日（星期日）"),
        ("2023-10-07", "2023-10-08", "2023年10月7日至8日"),
        ("2023-09-29", "2023-10-06", "2023年9月29日至10月6日"),
        ("2023-12-30", "2024-01-01", "2023年12月30日至2024年1月1日"),
    ],
)
def test_a_span_does_not_repeat_what_its_ends_share(first, last, words):
    assert span_words(day(first), day(last)) == words


@pytest.mark.parametrize(
    ("today", "words"),
    [
        ("2023-09-12", "时限充足，剩余10个工作日"),
        ("2023-09-21", "临近期限，剩余3个工作日"),
        ("2023-09-25", "临近期限，剩余1个工作日"),
        ("2023-09-26", "已超期1个工作日"),
    ],
)
@pytest.mark.clause("CN39-十二")
def test_a_light_always_has_its_words(today, words):
    course = Course(day("2023-09-11"), (within(10),))
    reading = read_clock(course, calendar=CALENDAR, rules=RULES, today=day(today))
    assert light_words(reading) == words


def test_a_stopped_clock_says_what_is_left():
    course = Course(
        day("2023-09-11"),
        (within(10),),
        (Pause(day("2023-09-13"), None, "notice"),),
    )
    reading = read_clock(
        course, calendar=CALENDAR, rules=RULES, today=day("2023-09-18")
    )
    assert light_words(reading) == "计时暂停，剩余8个工作日"


def test_an_instant_item_says_so():
    course = Course(day("2023-09-11"), (ON_THE_SPOT,))
    reading = read_clock(
        course, calendar=CALENDAR, rules=RULES, today=day("2023-09-11")
    )
    assert light_words(reading) == "即时办结"


def test_every_light_and_rung_has_its_own_words():
    assert len({rung_words(rung) for rung in Rung}) == len(Rung)
    assert set(LIGHT_CODES) == set(Light)
    assert len({sentences()[code] for code in LIGHT_CODES.values()}) == len(Light)


def test_every_layer_has_its_own_words():
    assert len({sentences()[LAYER_CODES[layer]] for layer in LimitLayer}) == 4
