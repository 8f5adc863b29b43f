"""Deciding: by rule, by a reviewer, by assessors; and the end."""

import pytest
from tests.core.calendar.published import CALENDAR, day
from tests.core.cases.decisions.test_intake import accept, application, submit
from tests.core.cases.samples import (
    INVOICE,
    PUBLICITY,
    RULES,
    SIGNING_STEPS,
    Life,
    terms,
)

from tongban.core.cases.decisions.handling import (
    AmountNeeded,
    Decision,
    OpinionOpen,
    ReasonNeeded,
    RulesNotMet,
    StepsOpen,
    decide_assessment,
    decide_by_rule,
    decide_finish,
    decide_negotiation,
    decide_review,
    decide_signing,
    evaluate,
)
from tongban.core.cases.decisions.payment import (
    NoPaymentOrder,
    PaymentUnderWay,
    decide_payment_order,
    decide_payment_return,
)
from tongban.core.cases.decisions.teamwork import (
    OpinionQuestion,
    decide_opinion_asked,
    decide_opinion_given,
)
from tongban.core.cases.lifecycle import EventKind, Outcome, State, WrongStep
from tongban.core.items.catalogue import Step

FILING = terms(steps=(Step.APPLY, Step.CLOSE), materials=())
INSTANT = terms(steps=(Step.APPLY, Step.ACCEPT, Step.REVIEW, Step.CLOSE))
WITHDRAWAL = terms(
    steps=(Step.APPLY, Step.ACCEPT, Step.REVIEW, Step.PAY, Step.CLOSE),
    materials=(INVOICE,),
)
DESIGNATION = terms(
    steps=SIGNING_STEPS, item="hospital-designation", special_steps=(PUBLICITY,)
)
YES = Decision(approved=True, amount_fen=123_45, words="", clause="")
NO = Decision(approved=False, amount_fen=5, words="不符合", clause="SD28 16")


def by_rule(case, of, **faults):
    checks = evaluate(
        case.view,
        of,
        form_faults=faults.get("form", ()),
        barred=faults.get("barred", False),
    )
    return decide_by_rule(
        case.view, of, checks=checks, started_on="2023-10-01", limits=("now",)
    )


@pytest.mark.clause("SD28-12", "SD28-13", "SD20-4")
def test_a_filing_closes_by_rule_with_its_evidence():
    case = Life()
    submit(case, application(), of=FILING, on="2023-10-01")
    events = by_rule(case, FILING)
    view = case.add(events, on="2023-10-01", by=None)
    assert [event.kind for event in events] == [EventKind.EVALUATED, EventKind.CLOSED]
    assert view.outcome is Outcome.GRANTED
    assert {check["code"] for check in events[0].data["checks"]} == {
        "materials_complete",
        "form_valid",
        "pledge_allowed",
    }


@pytest.mark.parametrize(
    ("of", "last"), [(INSTANT, EventKind.CLOSED), (WITHDRAWAL, EventKind.REVIEWED)]
)
def test_an_instant_item_runs_all_steps_but_never_pays(of, last):
    case = Life()
    submit(case, application("invoice"), of=of)
    events = by_rule(case, of)
    case.add(events, on="2023-09-11")
    assert events[-1].kind is last


def test_after_acceptance_only_the_rest_runs_by_rule():
    case = Life()
    submit(case, application("invoice"), of=INSTANT)
    accept(case, on="2023-09-11", of=INSTANT)
    kinds = [event.kind for event in by_rule(case, INSTANT)]
    assert kinds == [EventKind.EVALUATED, EventKind.REVIEWED, EventKind.CLOSED]


def test_rules_that_are_not_met_are_named():
    case = Life()
    submit(case, application(incomplete=True), of=INSTANT)
    with pytest.raises(RulesNotMet) as refused:
        by_rule(case, INSTANT, form=("姓名：没有填写",))
    assert refused.value.data["failed"] == "materials_complete、form_valid"


def reviewed(decision=YES, of=None) -> Life:
    case = Life()
    submit(case, application("invoice"), of=of)
    accept(case, on="2023-09-11", of=of)
    case.add(decide_review(case.view, of or terms(), decision), on="2023-09-12", by=2)
    return case


def test_an_approval_names_the_amount_to_pay():
    view = reviewed().view
    assert (view.approved, view.amount_fen, view.state) == (True, 123_45, State.OPEN)
    case = Life()
    submit(case, application("invoice"))
    accept(case, on="2023-09-11")
    with pytest.raises(AmountNeeded):
        decide_review(case.view, terms(), Decision(True, 0, "", ""))


def test_an_approval_of_an_item_that_pays_nothing_needs_no_amount():
    assert reviewed(Decision(True, 0, "", ""), of=INSTANT).view.approved


def test_a_rejection_closes_the_case_with_reason_and_clause_and_pays_nothing():
    view = reviewed(NO).view
    assert (view.outcome, view.amount_fen) == (Outcome.REJECTED, 0)


@pytest.mark.parametrize("words", ["", "  "])
def test_a_rejection_without_reason_or_clause_is_refused(words):
    for decision in (
        Decision(False, 0, words, "SD28 16"),
        Decision(False, 0, "不符合", words),
    ):
        with pytest.raises(ReasonNeeded):
            reviewed(decision)


@pytest.mark.clause("CN39-五")
def test_a_review_waits_for_the_opinion_of_another_desk():
    case = Life()
    submit(case, application("invoice"))
    accept(case, on="2023-09-11")
    asked = OpinionQuestion("o1", "reviewer", "是否属于意外？", 3)
    case.add(
        decide_opinion_asked(
            case.view, asked, today=day("2023-09-11"), rules=RULES, calendar=CALENDAR
        ),
        on="2023-09-11",
    )
    assert case.view.opinions["o1"].due_on == day("2023-09-14")
    with pytest.raises(OpinionOpen):
        decide_review(case.view, terms(), YES)
    case.add(
        decide_opinion_given(case.view, opinion="o1", words="属于"), on="2023-09-12"
    )
    assert decide_review(case.view, terms(), YES)


def test_paid_means_the_bank_confirmed():
    case = reviewed()
    case.add(decide_payment_order(case.view, terms(), order="p1"), on="2023-09-13")
    with pytest.raises(PaymentUnderWay):
        decide_payment_order(case.view, terms(), order="p2")
    with pytest.raises(StepsOpen):
        decide_finish(case.view, terms())
    paid = decide_payment_return(
        case.view, terms(), order="p1", confirmed=True, words=""
    )
    case.add(paid, on="2023-09-14")
    assert case.view.payment == "paid"
    view = case.add(decide_finish(case.view, terms()), on="2023-09-14")
    assert view.outcome is Outcome.GRANTED


def test_a_payment_the_bank_sent_back_is_ordered_again():
    case = reviewed()
    with pytest.raises(NoPaymentOrder):
        decide_payment_return(case.view, terms(), order="p1", confirmed=True, words="")
    case.add(decide_payment_order(case.view, terms(), order="p1"), on="2023-09-13")
    failed = decide_payment_return(
        case.view, terms(), order="p1", confirmed=False, words="户名不符"
    )
    case.add(failed, on="2023-09-14")
    assert decide_payment_order(case.view, terms(), order="p2")


def designation(*, until: Step) -> Life:
    case = Life()
    submit(case, application("invoice"), of=DESIGNATION, on="2023-09-04")
    moves = {
        Step.REVIEW: lambda: decide_review(
            case.view, DESIGNATION, Decision(True, 0, "", "")
        ),
        Step.ASSESS: lambda: decide_assessment(
            case.view, DESIGNATION, passed=True, result={"score": 90}
        ),
        Step.NEGOTIATE: lambda: decide_negotiation(
            case.view, DESIGNATION, agreed=True, words="", clause=""
        ),
    }
    for step, move in moves.items():
        case.add(move(), on="2023-10-16")
        if step is until:
            break
    return case


@pytest.mark.clause("SD28-23", "CN39-九")
def test_a_failed_assessment_ends_the_case_with_its_reason():
    case = designation(until=Step.REVIEW)
    failed = {"words": "人员不足", "clause": "ORDER2 5"}
    view = case.add(
        decide_assessment(case.view, DESIGNATION, passed=False, result=failed),
        on="2023-10-16",
    )
    assert (view.outcome, view.passed) == (Outcome.REJECTED, False)


def test_without_agreement_the_case_ends():
    case = designation(until=Step.ASSESS)
    events = decide_negotiation(
        case.view, DESIGNATION, agreed=False, words="价格未谈拢", clause="ORDER2 9"
    )
    assert case.add(events, on="2023-10-17").outcome is Outcome.REJECTED


@pytest.mark.clause("SD28-23", "SD28-24")
def test_signing_waits_for_publicity():
    case = designation(until=Step.NEGOTIATE)
    with pytest.raises(WrongStep):
        decide_signing(case.view, DESIGNATION, agreement="A1")


def test_signing_before_the_last_step_does_not_close():
    of = terms(steps=(Step.APPLY, Step.SIGN, Step.CLOSE), materials=())
    case = Life()
    submit(case, application(), of=of)
    events = decide_signing(case.view, of, agreement="A1")
    assert [event.kind for event in events] == [EventKind.SIGNED]
