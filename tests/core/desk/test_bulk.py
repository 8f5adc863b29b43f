"""Which cases may be approved together."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.cases.decisions.handling import Check
from tongban.core.desk.bulk import Bar, RuleResult, bars_of, plan
from tongban.core.money import Fen

GREEN = (
    Check("materials_complete", met=True, clause="一"),
    Check("form_valid", met=True, clause="一"),
)
RED = (GREEN[0], replace(GREEN[1], met=False))
ONE = RuleResult(
    number="1",
    item="long-term-residence-filing",
    terms_digest="a",
    step="review",
    situations=("x",),
    checks=GREEN,
    amount=Fen(0),
    bars=(),
)


def named(number: str, **changes: object) -> RuleResult:
    return replace(ONE, number=number, **changes)  # type: ignore[arg-type]  # brevity


def test_identical_results_go_together():
    done = plan([named("1"), named("2"), named("3")], payment_max=Fen(0))
    assert done.included == ("1", "2", "3")
    assert done.excluded == ()
    assert done.digest == ONE.digest


@pytest.mark.parametrize(
    "change",
    [
        {"item": "other"},
        {"terms_digest": "b"},
        {"step": "assess"},
        {"situations": ("y",)},
        {"checks": GREEN[:1]},
        {"checks": (GREEN[0], replace(GREEN[1], clause="二"))},
    ],
)
def test_one_difference_is_another_result(change):
    done = plan([named("1"), named("2"), named("3", **change)], payment_max=Fen(0))
    assert done.included == ("1", "2")
    (left,) = done.excluded
    assert (left.number, left.bars) == ("3", (Bar.OTHER_RESULT,))


def test_of_two_groups_the_larger_and_of_equal_ones_the_first_is_taken():
    other = {"situations": ("y",)}
    larger = [named("1"), named("2", **other), named("3", **other)]
    assert plan(larger, payment_max=Fen(0)).included == ("2", "3")
    equal = [named("1", **other), named("2")]
    assert plan(equal, payment_max=Fen(0)).included == ("1",)


def test_every_reason_against_a_case_is_told():
    one = named("1", checks=RED, bars=(Bar.PLEDGED, Bar.RISKY), amount=Fen(101))
    assert bars_of(one, payment_max=Fen(100)) == (
        Bar.PLEDGED,
        Bar.RISKY,
        Bar.NOT_MET,
        Bar.TOO_MUCH,
    )


@pytest.mark.parametrize(("amount", "kept"), [(99, True), (100, True), (101, False)])
def test_money_up_to_the_limit(amount, kept):
    done = plan([named("1", amount=Fen(amount))], payment_max=Fen(100))
    assert bool(done.included) is kept


def test_nothing_chosen_is_an_empty_plan():
    done = plan([], payment_max=Fen(0))
    assert (done.digest, done.included, done.excluded) == ("", (), ())


@given(
    st.lists(
        st.tuples(st.booleans(), st.sampled_from("xyz"), st.sampled_from(list(Bar))),
        max_size=12,
    )
)
def test_each_case_is_on_one_side_and_those_together_are_alike(drawn):
    results = [
        named(str(place), situations=(group,), bars=(bar,) if barred else ())
        for place, (barred, group, bar) in enumerate(drawn)
    ]
    done = plan(results, payment_max=Fen(0))
    sides = [*done.included, *(one.number for one in done.excluded)]
    assert sorted(sides) == sorted(one.number for one in results)
    assert all(one.bars for one in done.excluded)
    together = [one for one in results if one.number in done.included]
    assert {one.digest for one in together} <= {done.digest}
    assert not any(one.bars for one in together)
