"""Receiving applications: submit, accept, finish at once, refuse, withdraw."""

import secrets
from contextlib import nullcontext
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction

from tongban.core.access.actor import ActorKind
from tongban.core.access.rights import Act
from tongban.core.cases.decisions.handling import decide_by_rule
from tongban.core.cases.decisions.intake import (
    Application,
    clock_start,
    decide_acceptance,
    decide_refusal,
    decide_submission,
    decide_withdrawal,
)
from tongban.core.cases.decisions.teamwork import decide_joining
from tongban.core.cases.events import NewEvent
from tongban.core.cases.lifecycle import State
from tongban.core.cases.view import CaseView
from tongban.core.collecting.wishes import checked
from tongban.core.items.catalogue import Step, Terms
from tongban.core.items.limits import limits_for
from tongban.core.refusals import Refusal
from tongban.records.cases.models import (
    Case,
    CaseForm,
    Mandate,
)
from tongban.records.parties.models import Party
from tongban.services.access.scope import seeing_too
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases import engine
from tongban.services.cases.amounts import with_amount
from tongban.services.cases.checks import checks_of
from tongban.services.cases.content import (
    FormFaulty,
    NewCase,
    PartyUnknown,
    digest_of,
    duplicate_key,
    keep_files,
    limit_codes,
    materials_of,
    next_number,
    received_on,
)
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.facts import facts_of
from tongban.services.cases.forms import form_faults, visible_form
from tongban.services.cases.guard import (
    check_applicant,
    check_hands,
    check_staff,
    mandate_for,
)
from tongban.services.cases.pledges import pledge_events
from tongban.services.cases.routing import handling_office
from tongban.services.cases.rules import case_rules
from tongban.services.cases.wording import in_words
from tongban.services.collecting.operations import keep_wish
from tongban.services.items.pinning import pin_terms
from tongban.services.items.queries import terms_on
from tongban.services.transfers.joining import joined_by_employer, twin_of

if TYPE_CHECKING:
    from tongban.core.json_values import Json

QUERY_CODE_DIGITS: Final = 6


@transaction.atomic
def submit_case(envelope: Envelope, new: NewCase) -> Receipt:
    """Open a case for an application; instant automatic items finish at once.

    A second application for the same thing joins the open case, whose result
    is collected as was said first. Refuses a faulty form, missing papers
    (unless asked to tell), a parcel without an address, and acting for another
    without a mandate.
    """
    command, first = engine.remember(
        envelope, act="submit", number="", payload=new.as_json()
    )
    if first is not None:
        return first
    party = Party.objects.filter(pk=new.party_id).first()
    if party is None:
        raise PartyUnknown
    mandate = mandate_for(envelope, party_id=party.pk, item=new.item)
    region = new.region or party.region
    terms = terms_on(new.item, new.audience, region, envelope.today)
    faults = form_faults(terms, new.form, situations=new.situations)
    if faults:
        raise FormFaulty(faults)
    if new.collection is not None:
        checked(new.collection)
    with nullcontext() if mandate is None else seeing_too(party.pk):
        receipt = _open_or_join(
            envelope, new, party=party, mandate=mandate, terms=terms
        )
    return engine.answer(command, receipt)


def _open_or_join(
    envelope: Envelope,
    new: NewCase,
    *,
    party: Party,
    mandate: Mandate | None,
    terms: Terms,
) -> Receipt:
    """Join the open case for the same thing, else open one.

    Two applications sent at the same moment meet at the database's constraint;
    the later one then joins.
    """
    followed = joined_by_employer(new.item, party, new.form)
    if followed is not None:
        return followed
    same = _open_twin(new)
    if same is None:
        try:
            with transaction.atomic():
                return _open(envelope, new, party=party, mandate=mandate, terms=terms)
        except IntegrityError:
            same = _open_twin(new)
            if same is None:
                raise
    return _join(envelope, same)


def _open(
    envelope: Envelope,
    new: NewCase,
    *,
    party: Party,
    mandate: Mandate | None,
    terms: Terms,
) -> Receipt:
    record = _new_record(envelope, new, party=party, mandate=mandate, terms=terms)
    loaded = engine.Loaded(
        record=record,
        view=CaseView(),
        terms=terms,
        rules=case_rules(),
        calendar=work_calendar(),
        envelope=envelope,
    )
    _keep_content(loaded, new)
    if new.collection is not None:
        keep_wish(record, new.collection, now=envelope.now)
    engine.append(loaded, _submission(loaded, new, mandate=mandate))
    for material in new.pledges:
        _pledge_at_once(envelope, record, material, mandate=mandate)
    if terms.automatic and not new.incomplete:
        _finish_by_rule(envelope, record.number)
    record.refresh_from_db()
    return engine.receipt_of(record, query_code=record.query_code)


def _pledge_at_once(
    envelope: Envelope, record: Case, material: str, *, mandate: Mandate | None
) -> None:
    loaded = engine.load(record.number, envelope)
    authorised = mandate is None or mandate.covers_pledges
    engine.append(loaded, pledge_events(loaded, material, authorised=authorised))


def _submission(
    loaded: engine.Loaded, new: NewCase, *, mandate: Mandate | None
) -> tuple[NewEvent, ...]:
    facts = facts_of(loaded.terms, new.form, situations=new.situations)
    envelope = loaded.envelope
    application = Application(
        situations=new.situations,
        form_digest=digest_of(new.form),
        materials=materials_of(loaded.terms, new),
        incomplete=new.incomplete or bool(new.pledges),
        facts=facts,
    )
    staff = envelope.actor.kind is ActorKind.STAFF
    notes: dict[str, Json] = {
        "owner_id": envelope.actor.account_id if staff else None,
        "owner": envelope.actor.name if staff else "",
        "mandate": None if mandate is None else mandate.pk,
        "helper": "" if mandate is None else envelope.actor.name,
    }
    if new.prepared_by is not None:
        notes["prepared_by"] = new.prepared_by
    starts = Step.ACCEPT not in loaded.terms.steps
    limits = limit_codes(loaded.terms, facts) if starts else ()
    return decide_submission(
        loaded.view,
        loaded.terms,
        application,
        today=received_on(envelope),
        limits=limits,
        notes=notes,
    )


def _new_record(
    envelope: Envelope,
    new: NewCase,
    *,
    party: Party,
    mandate: Mandate | None,
    terms: Terms,
) -> Case:
    office = handling_office(region=new.region or party.region, item=new.item)
    actor = envelope.actor
    return Case.objects.create(
        number=next_number(envelope, office.region),
        query_code=f"{secrets.randbelow(10**QUERY_CODE_DIGITS):0{QUERY_CODE_DIGITS}d}",
        region=office.region,
        item=terms.item,
        item_number=terms.number,
        item_name=terms.name,
        audience=terms.audience.value,
        terms_digest=pin_terms(terms, now=envelope.now),
        channel=envelope.channel.value,
        party=party,
        account_id=new.prepared_by
        if actor.kind is ActorKind.STAFF and mandate is None
        else actor.account_id,
        mandate=mandate,
        office=office,
        office_path=office.path,
        received_path=actor.office_path or office.path,
        duplicate_key=duplicate_key(new),
        state=State.DRAFT.value,
        received_at=envelope.now,
    )


def _open_twin(new: NewCase) -> Case | None:
    moving = twin_of(new.item, new.party_id)
    if moving is not None:
        return moving
    return (
        Case.objects.exclude(state=State.CLOSED.value)
        .filter(party_id=new.party_id, item=new.item, duplicate_key=duplicate_key(new))
        .first()
    )


def _join(envelope: Envelope, same: Case) -> Receipt:
    loaded = engine.load(same.number, envelope)
    engine.append(loaded, decide_joining(loaded.view, channel=envelope.channel.value))
    return engine.receipt_of(
        loaded.record, query_code=loaded.record.query_code, joined=True
    )


def _keep_content(loaded: engine.Loaded, new: NewCase) -> None:
    CaseForm.objects.create(
        case=loaded.record,
        digest=digest_of(new.form),
        content=visible_form(new.form),
        saved_at=loaded.envelope.now,
    )
    keep_files(loaded, new.files)


def _finish_by_rule(envelope: Envelope, number: str) -> None:
    loaded = engine.load(number, envelope)
    engine.append(loaded, rule_events(loaded))


def finish_by_rule(envelope: Envelope, *, number: str) -> None:
    """Run the remaining steps of a case by rule, where policy says rules decide.

    Refuses with the reasons when a rule is not met.
    """
    _finish_by_rule(envelope, number)


def rule_events(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
    """Return every remaining step of an instant item, or refuse with the reasons."""
    checks = checks_of(loaded.record, loaded.view, loaded.terms)
    start = clock_start(
        loaded.view,
        today=received_on(loaded.envelope),
        rules=loaded.rules,
        calendar=loaded.calendar,
    )
    with in_words(loaded.terms):
        events = decide_by_rule(
            loaded.view,
            loaded.terms,
            checks=checks,
            started_on=start.isoformat(),
            limits=limit_codes(loaded.terms, loaded.view.facts),
        )
    return with_amount(loaded, events)


def accept_case(envelope: Envelope, *, number: str) -> Receipt:
    """Accept an application (受理); the clock starts with the day it names."""

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        check_staff(
            envelope.actor,
            Act.ACCEPT,
            record=loaded.record,
            step=Step.ACCEPT,
            delegations=loaded.terms.delegations,
        )
        return decide_acceptance(
            loaded.view,
            loaded.terms,
            today=received_on(envelope),
            limits=limit_codes(loaded.terms, loaded.view.facts),
            rules=loaded.rules,
            calendar=loaded.calendar,
        )

    return engine.run(envelope, number=number, act="accept", payload={}, decide=decide)


def finish_at_once(envelope: Envelope, *, number: str) -> Receipt:
    """Run all steps of an instant item at the window, up to 拨付."""

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        check_staff(
            envelope.actor,
            Act.ACCEPT,
            record=loaded.record,
            step=Step.ACCEPT,
            delegations=loaded.terms.delegations,
        )
        check_hands(
            envelope.actor,
            Step.REVIEW,
            view=loaded.view,
            terms=loaded.terms,
            rules=loaded.rules,
        )
        check_instant(loaded)
        return rule_events(loaded)

    return engine.run(
        envelope, number=number, act="finish-at-once", payload={}, decide=decide
    )


class NotInstant(Refusal):
    """Only instant items run all their steps at once."""

    code = "cases.not_instant"

    def __init__(self, item: str) -> None:
        super().__init__(f"{item} has a time limit.", item=item)


def check_instant(loaded: engine.Loaded) -> None:
    """Refuse an item whose limit is not 即时办结 for these facts."""
    limits = limits_for(loaded.terms, loaded.view.facts)
    if not any(limit.immediate for limit in limits):
        raise NotInstant(loaded.terms.name)


def refuse_case(envelope: Envelope, *, number: str, reason: str, words: str) -> Receipt:
    """Refuse to accept (不予受理) with a published reason, its clause and remedy."""

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        check_staff(
            envelope.actor,
            Act.REFUSE,
            record=loaded.record,
            step=Step.ACCEPT,
            delegations=loaded.terms.delegations,
        )
        return decide_refusal(
            loaded.view, loaded.terms, reason=reason, words=words, rules=loaded.rules
        )

    payload: dict[str, Json] = {"reason": reason, "words": words}
    return engine.run(
        envelope, number=number, act="refuse", payload=payload, decide=decide
    )


def withdraw_case(envelope: Envelope, *, number: str, words: str) -> Receipt:
    """Take an application back, free until the decision."""

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        check_applicant(envelope.actor, loaded.record)
        return decide_withdrawal(loaded.view, words=words)

    return engine.run(
        envelope,
        number=number,
        act="withdraw",
        payload={"words": words},
        decide=decide,
    )
