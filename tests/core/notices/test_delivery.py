"""Quiet hours, elders, preferences, the ladder, and retries, on their edges."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.core.notices.samples import RULES

from tongban.core.notices.delivery import (
    CallChoice,
    Preference,
    Reachable,
    age_on,
    allowed_from,
    is_elder,
    is_quiet,
    next_way,
    retry_at,
    ways_of,
)
from tongban.core.notices.moments import Way

CHINA = ZoneInfo("Asia/Shanghai")
ALL = frozenset(Way)
DAY = date(2023, 9, 11)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("moment", "quiet"),
    [
        ("2023-09-11T20:59:59", False),
        ("2023-09-11T21:00:00", True),
        ("2023-09-11T23:59:59", True),
        ("2023-09-12T00:00:00", True),
        ("2023-09-12T07:59:59", True),
        ("2023-09-12T08:00:00", False),
    ],
)
def test_the_night_begins_at_nine_and_ends_at_eight(moment, quiet):
    assert is_quiet(RULES, at(moment)) is quiet


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2023-09-11T20:59:59", "2023-09-11T20:59:59"),
        ("2023-09-11T21:00:00", "2023-09-12T08:00:00"),
        ("2023-12-31T22:00:00", "2024-01-01T08:00:00"),
        ("2023-09-12T02:00:00", "2023-09-12T08:00:00"),
        ("2023-09-12T08:00:00", "2023-09-12T08:00:00"),
    ],
)
def test_a_message_of_the_night_waits_for_the_morning(moment, allowed):
    assert allowed_from(RULES, at(moment), urgent=False) == at(allowed)
    assert allowed_from(RULES, at(moment), urgent=True) == at(moment)


@pytest.mark.parametrize(
    ("born", "age"), [("1963-09-11", 60), ("1963-09-12", 59), ("1963-09-10", 60)]
)
def test_somebody_is_an_elder_from_the_sixtieth_birthday_on(born, age):
    born_on = date.fromisoformat(born)
    assert age_on(born_on, DAY) == age
    assert is_elder(RULES, born_on, DAY) is (age == 60)


def test_a_unit_is_no_elder():
    assert not is_elder(RULES, None, DAY)


YOUNG, OLD = date(1990, 1, 1), date(1950, 1, 1)


@pytest.mark.parametrize(
    ("case", "reader", "legal", "ways"),
    [
        ("younger people get a short message", Reachable(YOUNG, True), False, "sms"),
        ("elders are called as well", Reachable(OLD, True), False, "sms call"),
        ("units get a short message", Reachable(None, True), True, "sms"),
        (
            "whoever asks for it is called",
            Reachable(YOUNG, True, Preference(call=CallChoice.YES)),
            False,
            "sms call",
        ),
        (
            "an elder need not be called",
            Reachable(OLD, True, Preference(call=CallChoice.NO)),
            True,
            "sms",
        ),
        (
            "short messages can be switched off",
            Reachable(YOUNG, True, Preference(sms=False)),
            False,
            "",
        ),
        (
            "but not for legal notices",
            Reachable(YOUNG, True, Preference(sms=False, call=CallChoice.NO)),
            True,
            "sms",
        ),
        (
            "without a phone a legal notice is posted",
            Reachable(OLD, False),
            True,
            "post",
        ),
        ("and any other stays in the inbox", Reachable(OLD, False), False, ""),
    ],
)
def test_the_first_ways(case, reader, legal, ways):
    found = ways_of(RULES, reader, spoken=ALL, legal=legal, day=DAY)
    assert " ".join(found) == ways, case


def test_a_way_without_words_is_not_gone():
    spoken = frozenset({Way.INBOX, Way.SMS})
    old = Reachable(OLD, True)
    assert ways_of(RULES, old, spoken=spoken, legal=False, day=DAY) == (Way.SMS,)
    nothing = Reachable(OLD, False)
    assert ways_of(RULES, nothing, spoken=spoken, legal=True, day=DAY) == ()


@pytest.mark.parametrize(
    ("tried", "spoken", "legal", "way"),
    [
        ({Way.SMS}, ALL, False, Way.VOICE),
        ({Way.SMS, Way.VOICE}, ALL, False, Way.CALL),
        ({Way.SMS, Way.CALL}, ALL, False, None),
        ({Way.SMS, Way.CALL}, ALL, True, Way.POST),
        ({Way.SMS}, {Way.SMS, Way.POST}, True, Way.POST),
        ({Way.SMS}, {Way.SMS, Way.POST}, False, None),
        ({Way.POST}, ALL, True, None),
        (set(), ALL, False, Way.SMS),
    ],
)
def test_the_ladder_goes_upwards_only(tried, spoken, legal, way):
    assert next_way(RULES, tried=tried, spoken=spoken, legal=legal) is way


def test_the_waits_grow_and_then_the_supplier_is_given_up():
    now = at("2023-09-11T10:00:00")
    assert retry_at(RULES, tries=1, now=now) == now + timedelta(minutes=1)
    assert retry_at(RULES, tries=2, now=now) == now + timedelta(minutes=5)
    assert retry_at(RULES, tries=3, now=now) is None
