"""Waits double up to a most; versions meet at the newest both speak."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.exchange.rules import (
    PROTOCOLS,
    ExchangeRules,
    NoCommonVersion,
    common_version,
)

RULES = ExchangeRules(
    first_wait=5, wait_max=1800, tries_max=60, skew_max=600, stuck_hours=4
)


@pytest.mark.parametrize(
    ("tries", "seconds"), [(1, 5), (2, 10), (3, 20), (9, 1280), (10, 1800), (60, 1800)]
)
def test_the_wait_doubles_up_to_the_most(tries: int, seconds: int) -> None:
    assert RULES.wait_after(tries) == timedelta(seconds=seconds)


@given(st.integers(1, 100), st.integers(0, 10_000))
def test_chance_adds_a_quarter_at_most_and_takes_nothing_away(
    tries: int, chance: int
) -> None:
    wait = RULES.wait_after(tries)
    assert wait <= RULES.wait_after(tries, jitter_bp=chance) <= wait * 5 / 4


def test_the_newest_version_in_common_is_spoken() -> None:
    assert common_version(["0.9", *reversed(PROTOCOLS)]) == PROTOCOLS[0]
    assert common_version(["2.0", PROTOCOLS[-1]]) == PROTOCOLS[-1]


@pytest.mark.parametrize("theirs", [[], ["2.0", "3.0"]])
def test_without_one_in_common_both_lists_are_told(theirs: list[str]) -> None:
    with pytest.raises(NoCommonVersion) as refused:
        common_version(theirs)
    assert refused.value.data["theirs"] == "、".join(theirs)
    assert PROTOCOLS[0] in refused.value.data["ours"]
