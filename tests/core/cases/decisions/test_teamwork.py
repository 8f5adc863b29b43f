"""Other hands and other days, at their edges."""

from dataclasses import replace

import pytest
from tests.core.calendar.published import CALENDAR, day
from tests.core.cases.decisions.test_handling import DESIGNATION
from tests.core.cases.decisions.test_intake import accept, application, submit
from tests.core.cases.samples import RULES, Life, terms

from tongban.core.cases.decisions.teamwork import (
    AlreadyExtended,
    ExtensionNotAllowed,
    OpinionDaysOutOfRange,
    OpinionQuestion,
    OpinionUnknown,
    TooLateToExtend,
    decide_due_moved,
    decide_extension,
    decide_handover,
    decide_joining,
    decide_opinion_asked,
    decide_opinion_given,
    decide_resumption,
    decide_rung,
    decide_suspension,
    decide_transfer,
)
from tongban.core.cases.lifecycle import NotNow, Outcome, State

DUE = day("2023-11-10")


def opened(of=None) -> Life:
    case = Life()
    submit(case, application("invoice"), of=of)
    return case


def extend(case, *, of=DESIGNATION, today="2023-11-10"):
    return decide_extension(
        case.view, of, today=day(today), due_on=DUE, words="专家排期", rules=RULES
    )


def test_a_limit_is_extended_once_where_the_basis_allows_it_and_in_time():
    case = opened(DESIGNATION)
    with pytest.raises(TooLateToExtend):
        extend(case, today="2023-11-11")
    with pytest.raises(ExtensionNotAllowed):
        extend(opened(), of=terms())
    assert case.add(extend(case), on="2023-11-10").extension_days == 10
    with pytest.raises(AlreadyExtended):
        extend(case)


def ask(case, days):
    return decide_opinion_asked(
        case.view,
        OpinionQuestion("o1", "reviewer", "？", days),
        today=day("2023-09-11"),
        rules=RULES,
        calendar=CALENDAR,
    )


@pytest.mark.clause("CN39-五")
@pytest.mark.parametrize("days", [0, 11])
def test_an_opinion_has_between_one_and_ten_days(days):
    with pytest.raises(OpinionDaysOutOfRange):
        ask(opened(), days)
    assert ask(opened(), 1)
    assert ask(opened(), 10)


def test_an_opinion_is_given_once():
    case = opened()
    with pytest.raises(OpinionUnknown):
        decide_opinion_given(case.view, opinion="o1", words="")
    case.add(ask(case, 2), on="2023-09-11")
    case.add(decide_opinion_given(case.view, opinion="o1", words="是"), on="2023-09-12")
    assert case.view.opinions["o1"].given_on == day("2023-09-12")
    with pytest.raises(OpinionUnknown):
        decide_opinion_given(case.view, opinion="o1", words="")


def test_a_case_is_suspended_and_goes_on():
    case = opened()
    case.add(decide_suspension(case.view, words="等"), on="2023-09-12")
    with pytest.raises(NotNow):
        accept(case, on="2023-09-13")
    view = case.add(decide_resumption(case.view, words=""), on="2023-09-14")
    assert view.state is State.OPEN


@pytest.mark.clause("CN39-十二")
def test_the_first_contact_stays_when_a_case_is_handed_over():
    case = opened()
    events = decide_handover(case.view, assignee_id=9, assignee="乙", words="")
    view = case.add(events, on="2023-09-12")
    assert (view.owner_id, view.assignee_id) == (7, 9)


def test_a_case_passed_on_ends_here():
    case = opened()
    events = decide_transfer(case.view, office="370702", words="转办")
    assert case.add(events, on="2023-09-12").outcome is Outcome.HANDED_OVER


def test_a_second_application_joins_an_open_case_only():
    case = opened()
    assert decide_joining(case.view, channel="online")
    with pytest.raises(NotNow):
        decide_joining(replace(case.view, state=State.CLOSED), channel="online")


def test_a_rung_fires_once():
    case = opened()
    case.add(decide_rung(case.view, rung="half", due_on=DUE), on="2023-09-12")
    assert decide_rung(case.view, rung="half", due_on=DUE) == ()
    assert decide_rung(case.view, rung="warn", due_on=DUE)


def test_a_moved_due_day_keeps_both_days_and_the_reason():
    (event,) = decide_due_moved(
        opened().view, before=DUE, now=day("2023-11-13"), why="放假安排"
    )
    assert event.data == {
        "before": "2023-11-10",
        "now": "2023-11-13",
        "why": "放假安排",
    }
