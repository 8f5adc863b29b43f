"""Deciding: evaluation by rule, review, assessment, negotiation, signing, closing."""

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.core.cases.events import NewEvent
from tongban.core.cases.lifecycle import (
    COMPLETES,
    EventKind,
    Outcome,
    after,
    check_step,
    next_step,
)
from tongban.core.cases.materials import missing_from
from tongban.core.cases.view import CaseView
from tongban.core.items.catalogue import Step, Terms
from tongban.core.json_values import Json
from tongban.core.refusals import Refusal


class ReasonNeeded(Refusal):
    """A negative decision must say why, in words of its own."""

    code = "cases.reason_needed"

    def __init__(self) -> None:
        super().__init__("Write the reason and the clause.")


class AmountNeeded(Refusal):
    """An item that pays needs an amount above zero in whole fen."""

    code = "cases.amount_needed"

    def __init__(self) -> None:
        super().__init__("An approved payment needs an amount.")


class StepsOpen(Refusal):
    """The item's own steps are not all done."""

    code = "cases.steps_open"

    def __init__(self, step: Step) -> None:
        super().__init__(f"{step.value} is still to be done.", step=step.value)


class RulesNotMet(Refusal):
    """The case cannot be finished by rule; a person must look."""

    code = "cases.rules_not_met"

    def __init__(self, failed: tuple[str, ...]) -> None:
        self.failed = failed
        super().__init__(f"Not met: {failed}.", failed="、".join(failed))


class OpinionOpen(Refusal):
    """Another desk was asked and has not answered."""

    code = "cases.opinion_open"

    def __init__(self) -> None:
        super().__init__("An opinion is still open.")


@dataclass(frozen=True, slots=True)
class Check:
    """One rule looked at: what, whether it was met, and the clause."""

    code: str
    met: bool
    clause: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A reviewer's answer; ``amount_fen`` is what is to be paid, 0 if nothing."""

    approved: bool
    amount_fen: int
    words: str
    clause: str


def evaluate(
    view: CaseView, terms: Terms, *, form_faults: tuple[str, ...], barred: bool
) -> tuple[Check, ...]:
    """Return the rules an instant case must meet, each with its answer."""
    missing = missing_from(
        terms=terms, situations=view.situations, supplied=view.supplied
    )
    clause = f"{terms.source.document} {terms.source.clause}"
    return (
        Check("materials_complete", not missing, clause),
        Check("form_valid", not form_faults, clause),
        Check("pledge_allowed", not (view.pledges and barred), "国办发〔2020〕42号"),
    )


def decide_by_rule(
    view: CaseView,
    terms: Terms,
    *,
    checks: tuple[Check, ...],
    started_on: str,
    limits: tuple[str, ...],
) -> tuple[NewEvent, ...]:
    """Return every remaining step of an instant item at once, with its evidence.

    Stops before 拨付: money is always moved by other hands.
    """
    failed = tuple(check.code for check in checks if not check.met)
    if failed:
        raise RulesNotMet(failed)
    events = [NewEvent(EventKind.EVALUATED, {"checks": checks_json(checks)})]
    done = view.done
    for kind in (EventKind.ACCEPTED, EventKind.REVIEWED):
        step = COMPLETES[kind]
        if step in terms.steps and step not in done:
            check_step(steps=terms.steps, done=done, kind=kind)
            events.append(_by_rule(kind, started_on=started_on, limits=limits))
            done = (*done, step)
    if next_step(steps=terms.steps, done=done) in (Step.CLOSE, None):
        events.append(granted())
    return tuple(events)


def _by_rule(kind: EventKind, *, started_on: str, limits: tuple[str, ...]) -> NewEvent:
    if kind is EventKind.ACCEPTED:
        return NewEvent(kind, {"started_on": started_on, "limits": list(limits)})
    return NewEvent(kind, {"approved": True, "amount_fen": 0, "by_rule": True})


def checks_json(checks: tuple[Check, ...]) -> Json:
    """Write the evaluation the way events keep it."""
    return [
        {"code": check.code, "met": check.met, "clause": check.clause}
        for check in checks
    ]


def decide_review(
    view: CaseView, terms: Terms, decision: Decision
) -> tuple[NewEvent, ...]:
    """Return the review (审核); a negative one ends the case with its reason."""
    _check_ready(view, terms, EventKind.REVIEWED)
    if any(opinion.given_on is None for opinion in view.opinions.values()):
        raise OpinionOpen
    if decision.approved and Step.PAY in terms.steps and decision.amount_fen <= 0:
        raise AmountNeeded
    data: dict[str, Json] = {
        "approved": decision.approved,
        "amount_fen": decision.amount_fen if decision.approved else 0,
        "words": decision.words,
        "clause": decision.clause,
    }
    reviewed = NewEvent(EventKind.REVIEWED, data)
    if decision.approved:
        return (reviewed,)
    return (reviewed, rejected(words=decision.words, clause=decision.clause))


def decide_assessment(
    view: CaseView, terms: Terms, *, passed: bool, result: Mapping[str, Json]
) -> tuple[NewEvent, ...]:
    """Return the assessment (评估); a failed one ends the case with its reason."""
    _check_ready(view, terms, EventKind.ASSESSED)
    words = str(result.get("words", ""))
    data: dict[str, Json] = {**result, "passed": passed}
    assessed = NewEvent(EventKind.ASSESSED, data)
    if passed:
        return (assessed,)
    return (assessed, rejected(words=words, clause=str(result.get("clause", ""))))


def decide_negotiation(
    view: CaseView, terms: Terms, *, agreed: bool, words: str, clause: str
) -> tuple[NewEvent, ...]:
    """Return the negotiation (协商谈判); without agreement the case ends."""
    _check_ready(view, terms, EventKind.NEGOTIATED)
    negotiated = NewEvent(EventKind.NEGOTIATED, {"agreed": agreed, "words": words})
    if agreed:
        return (negotiated,)
    return (negotiated, rejected(words=words, clause=clause))


def decide_signing(
    view: CaseView, terms: Terms, *, agreement: str
) -> tuple[NewEvent, ...]:
    """Return the signing (协议签订) and, as the last step, the grant."""
    _check_ready(view, terms, EventKind.SIGNED)
    signed = NewEvent(EventKind.SIGNED, {"agreement": agreement})
    rest = next_step(steps=terms.steps, done=(*view.done, Step.SIGN))
    return (signed, granted()) if rest is None else (signed,)


def decide_finish(view: CaseView, terms: Terms) -> tuple[NewEvent, ...]:
    """Return the close (办结) when every step of the item is done."""
    after(view.state, EventKind.CLOSED)
    step = next_step(steps=terms.steps, done=view.done)
    if step not in (Step.CLOSE, None):
        raise StepsOpen(step)
    return (granted(),)


def granted() -> NewEvent:
    """Return the close of a case in the applicant's favour."""
    return NewEvent(EventKind.CLOSED, {"outcome": Outcome.GRANTED.value})


def rejected(*, words: str, clause: str) -> NewEvent:
    """Return the close against the applicant; a reason and clause are required."""
    if not words.strip() or not clause.strip():
        raise ReasonNeeded
    data: dict[str, Json] = {
        "outcome": Outcome.REJECTED.value,
        "words": words,
        "clause": clause,
    }
    return NewEvent(EventKind.CLOSED, data)


def _check_ready(view: CaseView, terms: Terms, kind: EventKind) -> None:
    after(view.state, kind)
    check_step(steps=terms.steps, done=view.done, kind=kind)
