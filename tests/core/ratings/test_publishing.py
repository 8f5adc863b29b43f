"""Counts for everybody, small groups hidden."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.ratings.publishing import (
    Counts,
    Group,
    added,
    hide_small,
    month_of,
    months_before,
    share_words,
    total_is_shown,
)


def groups(*sizes: int) -> list[Group]:
    return [
        Group(str(place), str(place), Counts({"good": size}))
        for place, size in enumerate(sizes)
    ]


def hidden(*sizes: int) -> list[bool]:
    return [group.hidden for group in hide_small(groups(*sizes), below=5)]


def test_small_groups_show_no_numbers():
    shown = hide_small(groups(4, 2, 9), below=5)
    assert [group.hidden for group in shown] == [True, True, False]
    assert shown[0].counts == Counts()


def test_one_hidden_group_takes_the_next_smallest_with_it():
    assert hidden(4, 9, 5) == [True, False, True]
    assert hidden(4) == [True]
    assert hidden(5, 6) == [False, False]


@given(st.lists(st.integers(0, 20), min_size=2, max_size=8))
def test_no_single_hidden_group_can_be_worked_out(sizes):
    assert sum(hidden(*sizes)) != 1


def test_counts_are_added_by_grade():
    total = added(
        [Counts({"a": 1}, bad=1), Counts({"a": 2, "b": 3}, settled=1, late=1)]
    )
    assert total == Counts({"a": 3, "b": 3}, bad=1, settled=1, late=1)
    assert (total.total, total.good) == (6, 5)
    assert total_is_shown(total, below=6)
    assert not total_is_shown(total, below=7)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(1, 3, "33.3%"), (2, 3, "66.6%"), (0, 0, "—"), (3, 3, "100.0%")],
)
def test_shares_are_cut_and_not_rounded_up(part, whole, words):
    assert share_words(part, whole) == words


def test_months_end_where_they_end():
    assert month_of(date(2024, 2, 10)) == (date(2024, 2, 1), date(2024, 2, 29))
    assert month_of(date(2023, 12, 31)) == (date(2023, 12, 1), date(2023, 12, 31))
    assert months_before(date(2023, 1, 31), 2) == (date(2023, 1, 1), date(2022, 12, 1))
