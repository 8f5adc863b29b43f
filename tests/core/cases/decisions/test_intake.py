"""Handing in, accepting, refusing and withdrawing, at their edges."""

from dataclasses import replace

import pytest
from tests.core.calendar.published import CALENDAR, day
from tests.core.cases.samples import (
    OTHER_REASON,
    REASON,
    RULES,
    SIGNING_STEPS,
    Life,
    brought,
    missing,
    terms,
)

from tongban.core.cases.decisions.handling import Decision, decide_review
from tongban.core.cases.decisions.intake import (
    AlreadyDecided,
    Application,
    NotRevocable,
    ReasonNotForItem,
    ReasonUnknown,
    decide_acceptance,
    decide_refusal,
    decide_revocation,
    decide_submission,
    decide_withdrawal,
    reasons_for,
)
from tongban.core.cases.decisions.notices import decide_notice
from tongban.core.cases.events import NewEvent
from tongban.core.cases.lifecycle import EventKind, NotNow, Outcome, State, WrongStep
from tongban.core.cases.materials import MaterialNotListed, MaterialsMissing
from tongban.core.items.catalogue import Step


def application(*codes, situations=("illness",), incomplete=False):
    return Application(
        situations=situations,
        form_digest="f",
        materials=brought(*codes),
        incomplete=incomplete,
        facts={"audience": "employee"},
    )


def submit(case, applied, *, on="2023-09-11", of=None):
    return case.add(
        decide_submission(
            case.view,
            terms() if of is None else of,
            applied,
            today=day(on),
            limits=("ten",),
            notes={"owner_id": 7},
        ),
        on=on,
    )


def accept(case, *, on, of=None):
    return case.add(
        decide_acceptance(
            case.view,
            terms() if of is None else of,
            today=day(on),
            limits=("ten",),
            rules=RULES,
            calendar=CALENDAR,
        ),
        on=on,
    )


def test_a_complete_application_opens_a_case_and_names_its_first_contact():
    view = submit(Life(), application("invoice"))
    assert (view.state, view.done, view.owner_id) == (State.OPEN, (Step.APPLY,), 7)
    assert view.started_on is None
    assert view.facts == {"audience": "employee"}


def test_missing_papers_are_refused_unless_the_applicant_asks_to_be_told():
    with pytest.raises(MaterialsMissing) as refused:
        submit(Life(), application(situations=("accident",)))
    assert refused.value.data["materials"] == "材料invoice、材料record、材料payment"
    view = submit(Life(), application(incomplete=True))
    assert view.state is State.OPEN


def test_optional_papers_are_never_missing():
    assert submit(Life(), application("invoice")).state is State.OPEN


def test_an_item_without_acceptance_starts_its_clock_with_a_complete_application():
    steps = terms(steps=SIGNING_STEPS)
    assert submit(Life(), application("invoice"), of=steps).started_on == day(
        "2023-09-11"
    )
    assert submit(Life(), application(incomplete=True), of=steps).started_on is None


def test_a_case_is_submitted_once():
    case = Life()
    submit(case, application("invoice"))
    with pytest.raises(NotNow):
        submit(case, application("invoice"))


@pytest.mark.clause("SD28-16")
def test_acceptance_starts_the_clock_on_its_own_day():
    case = Life()
    submit(case, application("invoice"))
    view = accept(case, on="2023-09-12")
    assert (view.started_on, view.limits) == (day("2023-09-12"), ("ten",))


@pytest.mark.parametrize(
    ("case_name", "accepted", "started"),
    [
        ("on the fifth working day the office is in time", "2023-09-18", "2023-09-18"),
        ("on the sixth the case counts from its receipt", "2023-09-19", "2023-09-11"),
    ],
)
def test_silence_beyond_five_days_counts_as_acceptance(case_name, accepted, started):
    case = Life()
    submit(case, application("invoice"))
    assert accept(case, on=accepted).started_on == day(started), case_name


def test_a_notice_in_time_is_not_silence():
    case = Life()
    submit(case, application("invoice"))
    told = decide_notice(
        case.view,
        terms(),
        judged=(missing("invoice"),),
        added_situations=(),
        rules=RULES,
    )
    case.add(told, on="2023-09-12")
    assert case.view.state is State.WAITING
    with pytest.raises(NotNow):
        accept(case, on="2023-09-20")


def test_acceptance_waits_for_every_required_paper():
    case = Life()
    submit(case, application(incomplete=True))
    with pytest.raises(MaterialsMissing):
        accept(case, on="2023-09-12")


def test_a_case_is_accepted_once():
    case = Life()
    submit(case, application("invoice"))
    accept(case, on="2023-09-12")
    with pytest.raises(WrongStep):
        accept(case, on="2023-09-12")


@pytest.mark.clause("CN39-九", "SD28-通知三")
def test_a_refusal_carries_reason_clause_and_remedy():
    case = Life()
    submit(case, application("invoice"))
    events = decide_refusal(
        case.view, terms(), reason=REASON.code, words="说明", rules=RULES
    )
    view = case.add(events, on="2023-09-12")
    assert (view.state, view.outcome) == (State.CLOSED, Outcome.REFUSED)
    data = events[0].data
    assert data["clause"] == f"{REASON.clause.document} {REASON.clause.clause}"
    assert data["remedy"] == REASON.remedy
    assert (data["text"], data["words"]) == (REASON.text, "说明")


def test_a_refusal_without_a_published_reason_cannot_be_written():
    case = Life()
    submit(case, application("invoice"))
    with pytest.raises(ReasonUnknown):
        decide_refusal(case.view, terms(), reason="tired", words="", rules=RULES)
    with pytest.raises(ReasonNotForItem):
        decide_refusal(
            case.view, terms(), reason=OTHER_REASON.code, words="", rules=RULES
        )
    assert reasons_for("inpatient-reimbursement", RULES) == (REASON,)
    assert reasons_for("hospital-designation", RULES) == (REASON, OTHER_REASON)


def test_an_accepted_case_is_no_longer_refused_but_decided():
    case = Life()
    submit(case, application("invoice"))
    accept(case, on="2023-09-12")
    with pytest.raises(WrongStep):
        decide_refusal(case.view, terms(), reason=REASON.code, words="", rules=RULES)


def test_an_application_is_withdrawn_until_the_decision_and_not_after():
    case = Life()
    submit(case, application("invoice"))
    accept(case, on="2023-09-12")
    withdrawn = Life(events=list(case.events))
    view = withdrawn.add(decide_withdrawal(case.view, words=""), on="2023-09-13")
    assert view.outcome is Outcome.WITHDRAWN
    decision = Decision(approved=True, amount_fen=1, words="", clause="")
    case.add(decide_review(case.view, terms(), decision), on="2023-09-13")
    with pytest.raises(AlreadyDecided):
        decide_withdrawal(case.view, words="")


def test_what_rules_granted_is_given_back_once_and_nothing_else_is():
    filing = replace(terms(), automatic=True, steps=(Step.APPLY, Step.CLOSE))
    case = Life()
    submit(case, application("invoice"), of=filing)
    with pytest.raises(NotNow):
        decide_revocation(case.view, filing, words="")
    granted = {"outcome": "granted"}
    closed = case.add((NewEvent(EventKind.CLOSED, granted),), on="2023-09-11")
    assert closed.outcome is Outcome.GRANTED
    with pytest.raises(NotRevocable):
        decide_revocation(closed, terms(), words="")
    with pytest.raises(NotRevocable):
        decide_revocation(replace(closed, amount_fen=1), filing, words="")
    view = case.add(decide_revocation(closed, filing, words="改期"), on="2023-09-12")
    assert view.reversed
    with pytest.raises(NotRevocable):
        decide_revocation(view, filing, words="")


def test_a_paper_outside_the_item_cannot_lie_in_a_notice():
    case = Life()
    submit(case, application("invoice"))
    with pytest.raises(MaterialNotListed):
        decide_notice(
            case.view,
            terms(),
            judged=(missing("bank-card-copy"),),
            added_situations=(),
            rules=RULES,
        )
