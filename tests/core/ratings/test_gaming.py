"""Runs of good ratings of one device."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tongban.core.ratings.gaming import Mark, find_bursts
from tongban.core.ratings.rules import GamingRules

NINE = datetime(2023, 9, 25, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
RULES = GamingRules(3, 60, sample_percent=5, sample_min=3, sample_max=20)


def marks(*minutes: int, device: str = "a") -> list[Mark]:
    return [
        Mark(place, NINE + timedelta(minutes=minute), device)
        for place, minute in enumerate(minutes)
    ]


def test_enough_within_the_minutes_is_a_run():
    (burst,) = find_bursts(marks(0, 30, 60), RULES)
    assert burst.rating_ids == (0, 1, 2)
    assert find_bursts(marks(0, 30, 61), RULES) == ()
    assert find_bursts(marks(0, 1), RULES) == ()


def test_runs_apart_are_two_and_touching_ones_are_one():
    assert len(find_bursts(marks(0, 1, 2, 500, 501, 502), RULES)) == 2
    (burst,) = find_bursts(marks(0, 30, 60, 90), RULES)
    assert burst.rating_ids == (0, 1, 2, 3)


def test_devices_are_apart_and_unknown_ones_are_never_suspected():
    assert find_bursts([*marks(0, 1), *marks(2, 3, device="b")], RULES) == ()
    assert find_bursts(marks(0, 1, 2, device=""), RULES) == ()


@given(st.lists(st.integers(0, 2_000), max_size=30))
def test_a_run_holds_each_rating_once_and_enough_of_them(minutes):
    bursts = find_bursts(marks(*minutes), RULES)
    ids = [one for burst in bursts for one in burst.rating_ids]
    assert len(ids) == len(set(ids))
    assert all(len(burst.rating_ids) >= 3 for burst in bursts)
