"""Samples that can be drawn again."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.desk.rules import DeskRules
from tongban.core.desk.sampling import draw, sample_size, week_of
from tongban.core.money import Fen

RULES = DeskRules(
    bulk_cases_max=50,
    bulk_payment_max=Fen(0),
    sample_percent=20,
    sample_min=5,
    sample_max=50,
    checklist=(),
)


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2023, 9, 11), date(2023, 9, 11)),
        (date(2023, 9, 17), date(2023, 9, 11)),
        (date(2024, 1, 1), date(2024, 1, 1)),
        (date(2023, 1, 1), date(2022, 12, 26)),
    ],
)
def test_a_week_begins_on_monday(day, monday):
    assert week_of(day) == monday


@pytest.mark.parametrize(
    ("population", "size"),
    [(0, 0), (4, 4), (5, 5), (25, 5), (26, 6), (250, 50), (251, 50), (9_999, 50)],
)
def test_the_share_is_rounded_up_between_least_and_most(population, size):
    assert sample_size(population, RULES) == size


def test_least_gives_way_to_most():
    assert sample_size(9, replace(RULES, sample_min=8, sample_max=3)) == 3


@given(
    numbers=st.lists(st.text("0123456789", min_size=1, max_size=6), max_size=40),
    seed=st.text(max_size=8),
    size=st.integers(0, 50),
)
def test_the_same_seed_draws_the_same_whatever_the_order(numbers, seed, size):
    drawn = draw(numbers, seed=seed, size=size)
    assert drawn == draw(reversed(numbers), seed=seed, size=size)
    assert len(drawn) == len(set(drawn)) == min(size, len(set(numbers)))
    assert set(drawn) <= set(numbers)


def test_another_seed_draws_others():
    numbers = [f"{one:04d}" for one in range(500)]
    drawn = {draw(numbers, seed=f"week {one}", size=10) for one in range(20)}
    assert len(drawn) == 20
