"""A change goes from draft to publication through two people."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.items.editing import (
    ChangeAct,
    ChangeNotPossible,
    ChangeState,
    DayPassed,
    Done,
    InForceAlready,
    ReasonNeeded,
    SecondPersonNeeded,
    after,
    check_before,
    check_day,
    check_reason,
    check_second_person,
    first_day_offered,
    state_of,
)

TODAY = date(2023, 9, 11)
WRITTEN = (Done(ChangeAct.START, 1), Done(ChangeAct.EDIT, 2), Done(ChangeAct.SUBMIT, 1))


def test_a_change_goes_to_a_second_person_and_comes_back_or_is_published():
    assert state_of(WRITTEN) is ChangeState.WAITING
    back = (*WRITTEN, Done(ChangeAct.SEND_BACK, 3))
    assert state_of(back) is ChangeState.DRAFT
    again = (*back, Done(ChangeAct.SUBMIT, 1), Done(ChangeAct.PUBLISH, 3))
    assert state_of(again) is ChangeState.PUBLISHED
    assert state_of((*again, Done(ChangeAct.WITHDRAW, 1))) is ChangeState.WITHDRAWN


@given(st.sampled_from(ChangeState), st.sampled_from(ChangeAct))
def test_what_was_published_is_never_edited(state, act):
    if state in {ChangeState.PUBLISHED, ChangeState.WITHDRAWN, ChangeState.DISCARDED}:
        if (state, act) == (ChangeState.PUBLISHED, ChangeAct.WITHDRAW):
            return
        with pytest.raises(ChangeNotPossible):
            after(state, act)


def test_a_draft_cannot_be_published_past_the_second_person():
    with pytest.raises(ChangeNotPossible) as refused:
        after(ChangeState.DRAFT, ChangeAct.PUBLISH)
    assert refused.value.data == {"act_word": "复核通过并发布"}


@pytest.mark.parametrize("account", [1, 2])
def test_whoever_wrote_a_word_of_it_does_not_publish_it(account):
    with pytest.raises(SecondPersonNeeded):
        check_second_person(WRITTEN, account_id=account)


def test_somebody_else_may_publish_even_after_sending_it_back():
    history = (*WRITTEN, Done(ChangeAct.SEND_BACK, 3), Done(ChangeAct.SUBMIT, 1))
    check_second_person(history, account_id=3)


def test_today_is_the_earliest_first_day_and_tomorrow_is_offered():
    check_day(TODAY, today=TODAY)
    assert first_day_offered(TODAY) == date(2023, 9, 12)
    with pytest.raises(DayPassed):
        check_day(date(2023, 9, 10), today=TODAY)


def test_what_begins_today_cannot_be_taken_back():
    check_before(date(2023, 9, 12), today=TODAY)
    with pytest.raises(InForceAlready):
        check_before(TODAY, today=TODAY)


def test_words_are_needed():
    check_reason("方便群众")
    with pytest.raises(ReasonNeeded):
        check_reason(" \n")
