"""A version holds from its first day until the next, or through its last."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.items.samples import guide, item

from tongban.core.items.versions import find_overlaps, version_on

OLD = item(version="old", effective_on=date(2020, 5, 1))
NEW = item(version="new", effective_on=date(2023, 6, 26))


@pytest.mark.clause("CN39-四", "GD18-任务六")
@pytest.mark.parametrize(
    ("on", "version"),
    [
        (date(2020, 4, 30), None),
        (date(2020, 5, 1), "old"),
        (date(2023, 6, 25), "old"),
        (date(2023, 6, 26), "new"),
        (date(2030, 1, 1), "new"),
    ],
)
def test_the_day_chooses_the_version(on, version):
    found = version_on((NEW, OLD), on)
    assert (None if found is None else found.version) == version


def test_a_version_ends_with_its_last_day():
    ended = replace(NEW, ends_on=date(2023, 12, 31))
    assert version_on((ended,), date(2023, 12, 31)) == ended
    assert version_on((ended,), date(2024, 1, 1)) is None


def test_without_a_first_day_it_holds_from_ever():
    assert version_on((guide(),), date(1949, 10, 1)) == guide()


def test_two_versions_of_one_first_day_overlap_and_both_are_named():
    again = replace(NEW, version="again")
    assert find_overlaps((OLD, NEW, again)) == ((NEW, again),)


def test_an_end_on_the_next_first_day_overlaps_and_the_day_before_does_not():
    late = replace(OLD, ends_on=date(2023, 6, 26))
    early = replace(OLD, ends_on=date(2023, 6, 25))
    assert find_overlaps((late, NEW)) == ((late, NEW),)
    assert find_overlaps((early, NEW)) == ()


@given(
    st.lists(st.integers(0, 3000), min_size=1, max_size=6),
    st.integers(-10, 3100),
)
def test_without_overlaps_at_most_one_version_begins_on_a_day(starts, at):
    versions = [
        item(version=str(number), effective_on=date(2020, 1, 1) + timedelta(days=start))
        for number, start in enumerate(starts)
    ]
    on = date(2020, 1, 1) + timedelta(days=at)
    same = [a for a, b in combinations(versions, 2) if a.effective_on == b.effective_on]
    assert bool(find_overlaps(versions)) == bool(same)
    found = version_on(versions, on)
    begun = [version for version in versions if version.effective_on <= on]
    assert (found is None) == (not begun)
    if found is not None:
        assert found.effective_on == max(version.effective_on for version in begun)
