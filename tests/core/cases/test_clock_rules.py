"""Figures of the clock: receipt, collection period, settlement month."""

from datetime import time

import pytest
from tests.core.calendar.published import CALENDAR, RULES, day

from tongban.core.cases.clock_rules import CollectionRule, Rung, Told
from tongban.core.items.catalogue import Channel


@pytest.mark.parametrize(
    ("case", "on", "at", "channel", "received"),
    [
        ("at closing time", "2023-09-28", time(17, 30), Channel.COUNTER, "2023-09-28"),
        ("a minute later", "2023-09-28", time(17, 31), Channel.COUNTER, "2023-10-07"),
        ("on a day off", "2023-10-01", time(10, 0), Channel.COUNTER, "2023-10-07"),
        (
            "on a Sunday that works",
            "2023-10-08",
            time(9, 0),
            Channel.POST,
            "2023-10-08",
        ),
        ("late on a day off", "2023-10-06", time(20, 0), Channel.COUNTER, "2023-10-07"),
        (
            "online at two at night",
            "2023-10-01",
            time(2, 10),
            Channel.ONLINE,
            "2023-10-01",
        ),
        ("online at 23:59", "2023-09-28", time(23, 59), Channel.ONLINE, "2023-09-28"),
    ],
)
@pytest.mark.clause("SD28-12", "SD28-13")
def test_receipt_depends_on_channel_and_hour(case, on, at, channel, received):
    found = RULES.receipt.received_on(day(on), at, channel=channel, calendar=CALENDAR)
    assert found == day(received), case


@pytest.mark.parametrize(
    ("on", "ends"),
    [
        ("2023-08-31", None),
        ("2023-09-01", "2023-12-31"),
        ("2023-12-31", "2023-12-31"),
        ("2024-01-01", None),
    ],
)
def test_the_collection_period_knows_its_two_ends(on, ends):
    assert RULES.collection.ends_on(day(on)) == (ends and day(ends))


@pytest.mark.parametrize(
    ("on", "ends"),
    [
        ("2023-10-31", None),
        ("2023-11-01", "2024-02-15"),
        ("2024-02-15", "2024-02-15"),
        ("2024-02-16", None),
    ],
)
def test_a_collection_period_may_cross_the_new_year(on, ends):
    assert CollectionRule(11, 1, 2, 15).ends_on(day(on)) == (ends and day(ends))


@pytest.mark.parametrize(
    ("service", "end"),
    [
        ("2023-09-01", "2023-10-31"),
        ("2023-12-15", "2024-01-31"),
        ("2024-01-31", "2024-02-29"),
        ("2023-11-30", "2023-12-31"),
    ],
)
@pytest.mark.clause("SD28-25", "SD28-26")
def test_a_service_month_is_settled_by_the_end_of_the_next(service, end):
    assert RULES.settlement.month_end(day(service)) == day(end)


def test_the_ladder_says_who_is_told():
    assert RULES.step(Rung.HALF).told == (Told.HANDLER,)
    assert Told.SUPERVISOR in RULES.step(Rung.OVERDUE).told


def test_the_yellow_threshold_is_the_larger_of_days_and_share():
    assert [RULES.light.threshold(days) for days in (4, 10, 13, 14, 45)] == [
        3,
        3,
        3,
        4,
        13,
    ]
