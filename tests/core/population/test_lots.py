"""Draws are even enough, repeatable, and their order is their own."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from tongban.core.population.lots import BASIS, Lot, totals


@given(st.integers(), st.integers(1, 10**9))
def test_a_draw_lies_below_its_count(seed, count):
    assert 0 <= Lot(seed, "x", 1).below(count) < count


def test_the_same_thing_draws_the_same_and_another_does_not():
    first, again, other = (Lot(1, "x", one) for one in (5, 5, 6))
    drawn = [[lot.below(10**6) for _ in range(200)] for lot in (first, again, other)]
    assert drawn[0] == drawn[1] != drawn[2]


def test_draws_go_on_when_the_first_digest_is_used_up():
    drawn = [Lot(1, "x", 1).below(2)]
    lot = Lot(1, "x", 1)
    drawn = Counter(lot.below(2) for _ in range(4_000))
    assert abs(drawn[0] - drawn[1]) < 300


def test_chances_and_weights_come_out_about_right():
    lot = Lot(1, "y", 1)
    assert 2_700 < sum(lot.chance(3_000) for _ in range(BASIS)) < 3_300
    weighted = Counter(lot.weighted(totals([1, 0, 9])) for _ in range(BASIS))
    assert weighted[1] == 0
    assert 700 < weighted[0] < 1_300


def test_between_and_pick_stay_inside():
    lot = Lot(1, "z", 1)
    assert {lot.between(3, 5) for _ in range(200)} == {3, 4, 5}
    assert {lot.pick("ab") for _ in range(50)} == {"a", "b"}


def test_totals_run():
    assert totals([2, 3]) == (2, 5)
