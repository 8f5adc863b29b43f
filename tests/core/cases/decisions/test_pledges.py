"""Pledges: where a clause allows them, by whom, and what a false one costs."""

from dataclasses import replace

import pytest
from tests.core.cases.decisions.test_intake import accept, application, submit
from tests.core.cases.samples import Life, brought, material, terms

from tongban.core.cases.decisions.handling import Decision, decide_review, granted
from tongban.core.cases.decisions.intake import AlreadyDecided
from tongban.core.cases.decisions.notices import decide_material
from tongban.core.cases.decisions.pledges import (
    PledgeAuthorityMissing,
    PledgeBarred,
    PledgeNotAllowed,
    PledgeUnknown,
    decide_pledge,
    decide_pledge_check,
    decide_pledge_taken_back,
)
from tongban.core.cases.lifecycle import EventKind, NotNow
from tongban.core.items.catalogue import MaterialKind

pytestmark = pytest.mark.clause("PT25-13")


def accident() -> Life:
    case = Life()
    submit(case, application("invoice", situations=("accident",), incomplete=True))
    return case


def pledge(case, material="payment", *, of=None, barred=False, authorised=True):
    return decide_pledge(
        case.view,
        terms() if of is None else of,
        material=material,
        text_digest="t",
        barred=barred,
        authorised=authorised,
    )


def test_a_pledge_names_its_text_and_the_clause_that_allows_it():
    (event,) = pledge(accident())
    assert event.data["text"] == "t"
    assert event.data["clause"]


@pytest.mark.parametrize(
    ("case", "changes", "refusal"),
    [
        ("no clause allows it", {"material": "record"}, PledgeNotAllowed),
        ("an earlier one was false", {"barred": True}, PledgeBarred),
        ("a helper without authority", {"authorised": False}, PledgeAuthorityMissing),
    ],
)
def test_a_pledge_that_may_not_stand_is_refused(case, changes, refusal):
    with pytest.raises(refusal):
        pledge(accident(), **changes)


def test_a_paper_that_is_itself_a_pledge_needs_no_other_clause():
    own = replace(material("promise"), kind=MaterialKind.PLEDGE)
    of = terms(materials=(own,))
    case = Life()
    submit(case, application(incomplete=True), of=of)
    assert pledge(case, "promise", of=of)


def test_a_pledge_is_taken_back_until_the_decision():
    case = accident()
    case.add(pledge(case), on="2023-09-11")
    with pytest.raises(PledgeUnknown):
        decide_pledge_taken_back(case.view, material="record")
    assert decide_pledge_taken_back(case.view, material="payment")
    case.add(decide_material(case.view, terms(), brought("record")), on="2023-09-11")
    accept(case, on="2023-09-11")
    decision = Decision(approved=True, amount_fen=1, words="", clause="")
    case.add(decide_review(case.view, terms(), decision), on="2023-09-12")
    with pytest.raises(AlreadyDecided):
        decide_pledge_taken_back(case.view, material="payment")


def closed() -> Life:
    case = accident()
    case.add(pledge(case), on="2023-09-11")
    case.add((granted(),), on="2023-09-12")
    return case


def check(case, *, kept, material="payment"):
    return decide_pledge_check(
        case.view, material=material, kept=kept, method="核实", words=""
    )


def test_a_kept_pledge_changes_nothing_and_a_false_one_reverses():
    assert [event.kind for event in check(closed(), kept=True)] == [
        EventKind.PLEDGE_CHECKED
    ]
    assert [event.kind for event in check(closed(), kept=False)] == [
        EventKind.PLEDGE_CHECKED,
        EventKind.DECISION_REVERSED,
    ]


def test_a_pledge_is_checked_once_and_after_the_close():
    case = closed()
    case.add(check(case, kept=False), on="2023-10-09")
    with pytest.raises(PledgeUnknown):
        check(case, kept=True)
    with pytest.raises(PledgeUnknown):
        check(closed(), kept=True, material="record")
    open_case = accident()
    open_case.add(pledge(open_case), on="2023-09-11")
    with pytest.raises(NotNow):
        check(open_case, kept=True)
