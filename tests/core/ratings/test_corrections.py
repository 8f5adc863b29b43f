"""The table of a correction, and the hands that are kept apart."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from tongban.core.ratings.corrections import (
    CLAIMED,
    CLAIMS,
    CORRECTION_WORDS,
    DEED_WORDS,
    ENDED,
    NEXT,
    CallMissing,
    CorrectionState,
    Deed,
    EvidenceMissing,
    Happening,
    NotNow,
    PersonConcerned,
    ReopenedBefore,
    ReopenTooLate,
    SecondPersonNeeded,
    after,
    check_claim,
    check_part,
    check_reopening,
    check_review,
    choose_owner,
    fold,
    is_late,
    may_reopen,
)
from tongban.core.ratings.rules import CorrectionRules

DAY = date(2023, 9, 26)
RULES = CorrectionRules(1, 15, tries_max=3, reopen_days=15, reopened_max=1)
OPENED = Happening(Deed.OPENED, DAY)
CALLED = Happening(Deed.CONTACTED, DAY, actor_id=2)
CLAIM = Happening(Deed.CLAIM_FIXED, DAY, actor_id=2)
APPROVED = Happening(Deed.APPROVED, DAY, actor_id=3)


def test_every_state_and_deed_has_a_word_and_the_table_names_only_those():
    assert set(CORRECTION_WORDS) == set(CorrectionState)
    assert set(DEED_WORDS) == set(Deed)
    assert {deed for _, deed in NEXT} == set(Deed)


@pytest.mark.parametrize(
    ("state", "deed"),
    [
        pair
        for pair in product(CorrectionState, Deed)
        if pair not in NEXT and pair[0] is not CorrectionState.TO_FIX
    ],
)
def test_what_the_table_does_not_name_is_refused(state, deed):
    stands = replace(fold([OPENED]), state=state)
    with pytest.raises(NotNow):
        after(stands, Happening(deed, DAY))


def test_an_ended_one_ended_by_approval_of_a_claim_only():
    leads = {deed for (_, deed), state in NEXT.items() if state in ENDED}
    assert leads == {Deed.APPROVED}
    assert {state for (state, deed) in NEXT if deed is Deed.APPROVED} == CLAIMED


def test_the_way_to_the_end():
    stands = fold([OPENED, CALLED, CLAIM, APPROVED])
    assert (stands.state, stands.ended_on) == (CorrectionState.FIXED, DAY)
    assert (stands.contacted_on, stands.claimed_by, stands.version) == (DAY, 2, 4)


@pytest.mark.parametrize("deed", sorted(CLAIMS))
def test_a_claim_needs_a_call_and_words(deed):
    with pytest.raises(CallMissing):
        check_claim(fold([OPENED]), deed, words="已经改正了")
    with pytest.raises(EvidenceMissing):
        check_claim(fold([OPENED, CALLED]), deed, words="好了")
    check_claim(fold([OPENED, CALLED]), deed, words="已经改正了")


def test_a_claim_while_one_waits_is_refused():
    with pytest.raises(NotNow):
        check_claim(
            fold([OPENED, CALLED, CLAIM]), Deed.CLAIM_INVALID, words="已经改正了"
        )


@pytest.mark.parametrize("actor", [2, 7])
def test_neither_who_claimed_nor_who_does_the_work_reviews(actor):
    stands = fold([OPENED, CALLED, CLAIM])
    with pytest.raises(SecondPersonNeeded):
        check_review(stands, actor_id=actor, owner_id=7)
    check_review(stands, actor_id=3, owner_id=7)
    with pytest.raises(NotNow):
        check_review(fold([OPENED]), actor_id=3, owner_id=7)


def test_who_is_complained_about_has_no_part_and_nobody_neither():
    check_part(2, [1])
    for actor in (1, None):
        with pytest.raises(PersonConcerned):
            check_part(actor, [1])


def test_reopening_begins_a_new_round_once():
    ended = fold([OPENED, CALLED, CLAIM, APPROVED])
    last = date(2023, 10, 11)
    check_reopening(ended, today=last, rules=RULES)
    assert not may_reopen(ended, today=date(2023, 10, 12), rules=RULES)
    with pytest.raises(ReopenTooLate):
        check_reopening(ended, today=date(2023, 10, 12), rules=RULES)
    again = after(ended, Happening(Deed.REOPENED, last))
    assert (again.contacted_on, again.claimed_by, again.ended_on) == (None, None, None)
    assert (again.round_on, again.reopened) == (last, 1)
    with pytest.raises(NotNow):
        check_reopening(again, today=last, rules=RULES)
    twice = fold([CALLED, CLAIM, APPROVED])
    assert twice.ended_on == DAY
    for each in (CALLED, CLAIM, APPROVED):
        again = after(again, each)
    with pytest.raises(ReopenedBefore):
        check_reopening(again, today=DAY, rules=RULES)


def test_reminders_of_one_round_are_remembered():
    stands = fold([OPENED, Happening(Deed.RUNG, DAY, detail="due")])
    assert stands.rungs == {"due"}


def test_late_is_the_day_after_the_limit_until_it_ends():
    to_fix, fixed = CorrectionState.TO_FIX, CorrectionState.FIXED
    assert not is_late(to_fix, due_on=DAY, today=DAY)
    assert is_late(to_fix, due_on=DAY, today=date(2023, 9, 27))
    assert not is_late(fixed, due_on=DAY, today=date(2023, 9, 27))


def test_the_least_burdened_takes_it_never_the_one_concerned():
    assert choose_owner([(1, 0), (2, 5), (3, 4)], concerned=[1]) == 3
    assert choose_owner([(3, 1), (2, 1)], concerned=[]) == 2
    assert choose_owner([(1, 0)], concerned=[1]) is None
