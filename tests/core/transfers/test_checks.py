"""What both sides check before a transfer is accepted."""

from dataclasses import replace
from datetime import date

import pytest

from tongban.core.transfers.checks import (
    AGAINST_WORDS,
    Against,
    CheckFailed,
    CheckPending,
    InFacts,
    OutFacts,
    check_in,
    check_out,
    words_against,
)

LEFT = OutFacts(
    known=True,
    was_covered=True,
    covered_today=False,
    retired=False,
    account_held=False,
    stay_open=False,
)
JOINED = InFacts(known=True, joined_on=date(2023, 9, 1), retired=False)


@pytest.mark.clause("SD28-10")
def test_who_stopped_may_leave() -> None:
    assert check_out(LEFT) == ()


@pytest.mark.clause("SD28-11")
def test_who_joined_may_come() -> None:
    assert check_in(JOINED) == ()


@pytest.mark.parametrize(
    ("facts", "against"),
    [
        (replace(LEFT, known=False), Against.NOT_KNOWN),
        (replace(LEFT, was_covered=False), Against.NOT_COVERED_HERE),
        (replace(LEFT, covered_today=True), Against.STILL_COVERED),
        (replace(LEFT, retired=True), Against.RETIRED),
        (replace(LEFT, account_held=True), Against.ACCOUNT_HELD),
        (replace(LEFT, stay_open=True), Against.STAY_OPEN),
        (replace(LEFT, moved_already=True), Against.MOVED_ALREADY),
        (
            replace(LEFT, open_to="440100", to_region="110100"),
            Against.MOVING_ELSEWHERE,
        ),
    ],
)
def test_each_reason_stands_alone(facts: OutFacts, against: Against) -> None:
    assert check_out(facts) == (against,)


def test_the_same_place_asked_twice_is_no_reason() -> None:
    assert check_out(replace(LEFT, open_to="440100", to_region="440100")) == ()


@pytest.mark.parametrize(
    ("facts", "against"),
    [
        (replace(JOINED, known=False), Against.NOT_JOINED),
        (replace(JOINED, joined_on=None), Against.NOT_JOINED),
        (replace(JOINED, retired=True), Against.RETIRED),
    ],
)
def test_joining_is_refused_with_its_reason(facts: InFacts, against: Against) -> None:
    assert check_in(facts) == (against,)


def test_all_reasons_are_told_at_once() -> None:
    facts = replace(LEFT, covered_today=True, account_held=True)
    words = words_against(check_out(facts))
    assert AGAINST_WORDS[Against.STILL_COVERED] in words
    assert AGAINST_WORDS[Against.ACCOUNT_HELD] in words
    assert CheckFailed(check_out(facts)).data["reasons"] == words


def test_every_reason_has_its_sentence() -> None:
    assert set(AGAINST_WORDS) == set(Against)


def test_a_check_not_answered_has_its_own_code() -> None:
    assert CheckPending().code == "transfers.check_pending"
