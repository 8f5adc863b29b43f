"""Commands on the register beside the finishing of a case.

Payments come from the tax side by file; disputes are resolved by a reviewer; a
supervisor takes a finished case back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from tongban.core.access.parties import Scheme
from tongban.core.access.rights import Act
from tongban.core.cases.events import NewEvent
from tongban.core.cases.lifecycle import EventKind, Outcome, after
from tongban.core.cases.view import fold
from tongban.core.enrolment import cover as rules
from tongban.core.enrolment.cover import Resolution
from tongban.core.enrolment.kinds import CoverState
from tongban.core.enrolment.months import month_of
from tongban.core.refusals import Refusal
from tongban.records.enrolment import models as rows
from tongban.records.enrolment.models import (
    InsuredPerson,
    Overlap,
)
from tongban.services.cases import engine
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.guard import check_staff
from tongban.services.enrolment.covers import (
    history_of,
    keep_plan,
    value_of,
)
from tongban.services.enrolment.disputes import check_may_resolve
from tongban.services.enrolment.finished import Finished
from tongban.services.enrolment.people import locked_person
from tongban.services.enrolment.residents import take_new
from tongban.services.enrolment.writing import (
    Occasion,
    Subject,
    changed,
    snapshot,
)

WORDS_MAX: Final = 200


class OverlapGone(Refusal):
    """There is no such overlap."""

    code = "enrolment.overlap_gone"

    def __init__(self) -> None:
        super().__init__("No such overlap.")


class OverlapResolved(Refusal):
    """Somebody has resolved the overlap another way."""

    code = "enrolment.overlap_resolved"

    def __init__(self) -> None:
        super().__init__("Resolved already.")


class NothingToReverse(Refusal):
    """Only a granted case that still stands can be taken back."""

    code = "enrolment.nothing_to_reverse"

    def __init__(self) -> None:
        super().__init__("The case is not granted, or it was taken back already.")


class WordsNeeded(Refusal):
    """Whoever takes back or resolves says why."""

    code = "enrolment.words_needed"

    def __init__(self) -> None:
        super().__init__("A reason is needed.")


@dataclass(frozen=True, slots=True)
class MonthPayment:
    """That one person's month was paid, as the tax side reports it."""

    party_id: int
    scheme: Scheme
    month: date
    paid_on: date


def reverse_case(envelope: Envelope, *, number: str, words: str) -> Receipt:
    """Take back a granted case and all it changed in the register, with the reason.

    Refuses when a later change stands on it.
    """
    reason = _reason(words)

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        check_staff(envelope.actor, Act.REVERSE, record=loaded.record)
        view = loaded.view
        after(view.state, EventKind.DECISION_REVERSED)
        if view.outcome is not Outcome.GRANTED or view.reversed:
            raise NothingToReverse
        return (NewEvent(EventKind.DECISION_REVERSED, {"words": reason}),)

    return engine.run(
        envelope,
        number=number,
        act="reverse",
        payload={"words": reason},
        decide=decide,
    )


@transaction.atomic
def resolve_overlap(
    envelope: Envelope, *, overlap_id: int, resolution: Resolution, words: str
) -> None:
    """End a dispute: the former cover stays, or gives way to the new one.

    Refuses whoever may not review registrations of the region it was found in.
    Doing it again the same way changes nothing; another way is refused.
    """
    reason = _reason(words)
    found = Overlap.objects.filter(pk=overlap_id).first()
    if found is None:
        raise OverlapGone
    check_may_resolve(envelope.actor, region=found.region)
    person = locked_person(found.person_id)
    overlap = Overlap.objects.select_related("cover__case").get(pk=overlap_id)
    if overlap.resolved_at is not None:
        if overlap.resolution != resolution.value:
            raise OverlapResolved
        return
    cause = Occasion(
        at=envelope.now,
        case_id=overlap.cover.case_id,
        source="overlap",
        by=envelope.actor.account_id,
    )
    plan = rules.resolve(history_of(person), value_of(overlap.cover), resolution)
    kept = keep_plan(person, plan, cause=cause)
    _follow(person, kept[-1], cause=cause)
    before = snapshot(overlap)
    overlap.resolved_at, overlap.resolved_by = cause.at, cause.by
    overlap.resolution, overlap.words = resolution.value, reason
    changed(overlap, before, subject=Subject(person_id=person.pk), cause=cause)


def _follow(person: InsuredPerson, cover: rows.Cover, *, cause: Occasion) -> None:
    """Let a resident's year that was taken after all cost and wait what it must."""
    taken = cover.state == CoverState.IN_FORCE and cover.scheme == Scheme.RESIDENT
    case = cover.case
    if not taken or case is None:
        return
    view = fold(engine.events_of(case))
    finished = Finished(
        case=case,
        form=case.forms.get(digest=view.form_digest).content,
        situations=view.situations,
        supplied=frozenset(view.supplied),
        decided_on=view.closed_on or cause.today,
        cause=cause,
    )
    take_new(finished, person, cover)


@transaction.atomic
def record_month_payments(payments: Iterable[MonthPayment], *, cause: Occasion) -> int:
    """Note months as paid; return how many were due and are paid now.

    A month paid already, or not due, is passed over: the report may come twice.
    """
    count = 0
    for payment in sorted(payments, key=lambda one: (one.party_id, one.month)):
        person = locked_person(payment.party_id)
        due = person.months.filter(
            scheme=payment.scheme.value,
            month=month_of(payment.month),
            paid_on=None,
            void=False,
        ).first()
        if due is not None:
            before = snapshot(due)
            due.paid_on = payment.paid_on
            changed(due, before, subject=Subject(person_id=person.pk), cause=cause)
            count += 1
    return count


@transaction.atomic
def record_premium_payment(
    party_id: int, *, year: int, paid_on: date, cause: Occasion
) -> bool:
    """Note a coverage year as paid; say whether it was due."""
    person = locked_person(party_id)
    due = person.premiums.filter(year=year, paid_on=None, void=False).first()
    if due is None:
        return False
    before = snapshot(due)
    due.paid_on = paid_on
    changed(due, before, subject=Subject(person_id=person.pk), cause=cause)
    return True


def _reason(words: str) -> str:
    said = words.strip()
    if not said:
        raise WordsNeeded
    return said[:WORDS_MAX]
