"""Receiving an application: submitting, accepting, refusing, withdrawing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.cases.events import NewEvent
from tongban.core.cases.lifecycle import EventKind, Outcome, after, check_step
from tongban.core.cases.materials import (
    MaterialsMissing,
    missing_from,
    supplied_json,
)
from tongban.core.cases.parts import Supplied
from tongban.core.cases.rules import CaseRules, RefusalReason
from tongban.core.cases.view import CaseView
from tongban.core.items.catalogue import Step, Terms
from tongban.core.json_values import Json
from tongban.core.refusals import Refusal


class ReasonUnknown(Refusal):
    """A refusal needs a published reason with its clause."""

    code = "cases.reason_unknown"

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason!r} is not a published reason.", reason=reason)


class ReasonNotForItem(Refusal):
    """The reason belongs to other items."""

    code = "cases.reason_not_for_item"

    def __init__(self, *, reason: str, item: str) -> None:
        super().__init__(
            f"{reason!r} cannot be used for {item}.", reason=reason, item=item
        )


class AlreadyDecided(Refusal):
    """After the decision an application can no longer be withdrawn."""

    code = "cases.already_decided"

    def __init__(self) -> None:
        super().__init__("The decision has been taken.")


class NotRevocable(Refusal):
    """Only what rules granted without looking can be given back by asking."""

    code = "cases.not_revocable"

    def __init__(self) -> None:
        super().__init__("This result is not given back by asking.")


@dataclass(frozen=True, slots=True)
class Application:
    """What a person hands in.

    ``incomplete`` says the applicant knows papers are missing and wants the
    office to tell what to bring (容缺).
    """

    situations: tuple[str, ...]
    form_digest: str
    materials: tuple[Supplied, ...]
    incomplete: bool
    facts: Mapping[str, str]


def decide_submission(
    view: CaseView,
    terms: Terms,
    application: Application,
    *,
    today: date,
    limits: tuple[str, ...],
    notes: Mapping[str, Json],
) -> tuple[NewEvent, ...]:
    """Return the submission; items without 受理 start their clock at once.

    ``limits`` are the codes of the limits that hold for the application's facts.
    """
    after(view.state, EventKind.SUBMITTED)
    missing = missing_from(
        terms=terms,
        situations=application.situations,
        supplied={entry.material: entry for entry in application.materials},
    )
    if missing and not application.incomplete:
        raise MaterialsMissing(missing)
    starts_now = Step.ACCEPT not in terms.steps and not missing
    data: dict[str, Json] = {
        **notes,
        "item": terms.item,
        "audience": terms.audience.value,
        "terms": terms.digest,
        "situations": list(application.situations),
        "form_digest": application.form_digest,
        "materials": supplied_json(application.materials),
        "facts": dict(application.facts),
        "started_on": today.isoformat() if starts_now else None,
        "limits": list(limits) if starts_now else [],
    }
    return (NewEvent(EventKind.SUBMITTED, data),)


def decide_acceptance(
    view: CaseView,
    terms: Terms,
    *,
    today: date,
    limits: tuple[str, ...],
    rules: CaseRules,
    calendar: WorkCalendar,
) -> tuple[NewEvent, ...]:
    """Return the acceptance (受理) with the day the clock starts from.

    When nothing was told within the days of 行政许可法 art. 32 the case counts
    as accepted from the day it was received.
    """
    after(view.state, EventKind.ACCEPTED)
    check_step(steps=terms.steps, done=view.done, kind=EventKind.ACCEPTED)
    missing = missing_from(
        terms=terms, situations=view.situations, supplied=view.supplied
    )
    if missing:
        raise MaterialsMissing(missing)
    started_on = clock_start(view, today=today, rules=rules, calendar=calendar)
    data: dict[str, Json] = {
        "started_on": started_on.isoformat(),
        "limits": list(limits),
        "deemed": started_on != today,
    }
    return (NewEvent(EventKind.ACCEPTED, data),)


def clock_start(
    view: CaseView, *, today: date, rules: CaseRules, calendar: WorkCalendar
) -> date:
    """Return the day of acceptance, or of receipt when the office stayed silent."""
    received = view.received_on or today
    if view.notices or received >= today:
        return today
    silent = calendar.workdays_between(received, today)
    return received if silent > rules.deemed_acceptance_days else today


def decide_refusal(
    view: CaseView, terms: Terms, *, reason: str, words: str, rules: CaseRules
) -> tuple[NewEvent, ...]:
    """Return the non-acceptance (不予受理) with reason, clause and remedy."""
    after(view.state, EventKind.NOT_ACCEPTED)
    if Step.ACCEPT in view.done or Step.REVIEW in view.done:
        check_step(steps=terms.steps, done=view.done, kind=EventKind.ACCEPTED)
    found = find_reason(reason, item=terms.item, rules=rules)
    data: dict[str, Json] = {
        "outcome": Outcome.REFUSED.value,
        "reason": found.code,
        "text": found.text,
        "words": words,
        "clause": f"{found.clause.document} {found.clause.clause}",
        "remedy": found.remedy,
    }
    return (NewEvent(EventKind.NOT_ACCEPTED, data),)


def find_reason(reason: str, *, item: str, rules: CaseRules) -> RefusalReason:
    """Return the published reason of that code for that item, or refuse."""
    found = rules.reasons.get(reason)
    if found is None:
        raise ReasonUnknown(reason)
    if found.items and item not in found.items:
        raise ReasonNotForItem(reason=reason, item=item)
    return found


def reasons_for(item: str, rules: CaseRules) -> tuple[RefusalReason, ...]:
    """Return the published reasons that may be used for an item."""
    return tuple(
        reason
        for reason in rules.reasons.values()
        if not reason.items or item in reason.items
    )


def decide_withdrawal(view: CaseView, *, words: str) -> tuple[NewEvent, ...]:
    """Return the withdrawal, free until the decision is taken."""
    after(view.state, EventKind.WITHDRAWN)
    if view.decided:
        raise AlreadyDecided
    data: dict[str, Json] = {"outcome": Outcome.WITHDRAWN.value, "words": words}
    return (NewEvent(EventKind.WITHDRAWN, data),)


def decide_revocation(
    view: CaseView, terms: Terms, *, words: str
) -> tuple[NewEvent, ...]:
    """Return the giving back of a filing that rules granted (撤销备案).

    Whoever filed no longer wants it; items that somebody reviewed, and those
    that pay, are taken back by the agency alone.
    """
    after(view.state, EventKind.DECISION_REVERSED)
    granted = view.outcome is Outcome.GRANTED and not view.reversed
    if not granted or not terms.automatic or view.amount_fen:
        raise NotRevocable
    return (NewEvent(EventKind.DECISION_REVERSED, {"words": words, "asked": True}),)
