"""Accepting a proposal, rejecting it with a reason, or taking a change back."""

from dataclasses import replace
from typing import Final

from django.db import transaction

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, check_may
from tongban.core.items.catalogue import Step
from tongban.core.matching.facts import FactKind
from tongban.core.matching.proposals import ONLY_NOTED, Movement, ProposalState
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.records.matching.models import Proposal
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.intake import finish_at_once, submit_case
from tongban.services.cases.routing import handling_office
from tongban.services.enrolment.deaths import note_death
from tongban.services.enrolment.writing import take_back_of
from tongban.services.matching.applying import (
    application_of,
    apply_directly,
    cause_of,
    item_of,
    source_of,
)
from tongban.services.matching.rules import matching_rules
from tongban.services.matching.telling import tell_relatives
from tongban.services.staff.register import sender_of

WORDS_MAX: Final = 200


class ProposalUnknown(Refusal):
    """There is no such proposal."""

    code = "matching.proposal_unknown"

    def __init__(self) -> None:
        super().__init__("No such proposal.")


class ProposalDecided(Refusal):
    """Somebody decided, or the department corrected the fact, in the meantime."""

    code = "matching.proposal_decided"

    def __init__(self, state: str) -> None:
        super().__init__("Decided in the meantime.", state=state)


class WordsNeeded(Refusal):
    """Whoever rejects says why."""

    code = "matching.words_needed"

    def __init__(self) -> None:
        super().__init__("A reason of limited length is needed.", most=WORDS_MAX)


class NothingToTakeBack(Refusal):
    """The change left nothing in the register that could be undone."""

    code = "matching.nothing_to_take_back"

    def __init__(self) -> None:
        super().__init__("Nothing was changed in the register.")


class CaseOpenAlready(Refusal):
    """The person has the same application open; it is finished first."""

    code = "matching.case_open_already"

    def __init__(self, number: str) -> None:
        super().__init__("The same application is open.", number=number)


@transaction.atomic
def accept_proposal(envelope: Envelope, *, proposal_id: int, words: str = "") -> str:
    """Make the change a proposal names; return the number of its case, if it has one.

    Whatever the item refuses is refused here, and the proposal stays open. Sent
    again by the same hand, it answers with the same case. What changes nothing
    needs words about what was found.
    """
    proposal = _locked(envelope, proposal_id)
    if _is_repeat(envelope, proposal, ProposalState.ACCEPTED):
        return _number_of(proposal)
    _check_open(envelope, proposal)
    if Movement(proposal.movement) in ONLY_NOTED:
        proposal.words = _said(words)
    _carry_out(envelope, proposal)
    _decide(envelope, proposal, ProposalState.ACCEPTED)
    return _number_of(proposal)


@transaction.atomic
def accept_by_rule(envelope: Envelope, *, proposal_id: int) -> bool:
    """Make a change that a dated rule makes without a clerk; say whether it was open.

    Only changes no item asks an application for.
    """
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
    if proposal.state != ProposalState.OPEN:
        return False
    apply_directly(proposal, envelope)
    proposal.by_rule = True
    proposal.state = ProposalState.ACCEPTED.value
    proposal.decided_at = envelope.now
    proposal.version += 1
    proposal.save()
    return True


@transaction.atomic
def take_back_proposal(envelope: Envelope, *, proposal_id: int, words: str) -> None:
    """Undo an accepted change that has no case, with the reason.

    What was done by a case is taken back with that case. Refuses when the
    register changed again since.
    """
    reason = _said(words)
    proposal = _locked(envelope, proposal_id)
    if _is_repeat(envelope, proposal, ProposalState.TAKEN_BACK):
        return
    moved = envelope.version is not None and envelope.version != proposal.version
    if moved or proposal.state != ProposalState.ACCEPTED or proposal.case is not None:
        raise ProposalDecided(proposal.get_state_display())
    if not take_back_of(
        proposal.party_id,
        source=source_of(proposal),
        cause=cause_of(proposal, envelope),
    ):
        raise NothingToTakeBack
    proposal.words = reason
    _decide(envelope, proposal, ProposalState.TAKEN_BACK)


@transaction.atomic
def reject_proposal(envelope: Envelope, *, proposal_id: int, words: str) -> None:
    """Put a proposal away with the reason; the register stays as it is."""
    said = _said(words)
    proposal = _locked(envelope, proposal_id)
    if _is_repeat(envelope, proposal, ProposalState.REJECTED):
        return
    _check_open(envelope, proposal)
    proposal.words = said
    _decide(envelope, proposal, ProposalState.REJECTED)


def check_may_decide(actor: Actor, *, region: str, movement: Movement) -> None:
    """Refuse whoever may not accept the item a movement belongs to, in a region."""
    item = item_of(movement)
    office = handling_office(region=region, item=item)
    check_may(
        actor,
        Act.ACCEPT,
        item=item,
        step=Step.ACCEPT.value,
        office_path=office.path,
    )


def _locked(envelope: Envelope, proposal_id: int) -> Proposal:
    envelope.check()
    proposal = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("fact", "party", "cover__employer__party")
        .filter(pk=proposal_id)
        .first()
    )
    if proposal is None:
        raise ProposalUnknown
    check_may_decide(
        envelope.actor, region=proposal.region, movement=Movement(proposal.movement)
    )
    return proposal


def _said(words: str) -> str:
    said = words.strip()
    if not 1 <= len(said) <= WORDS_MAX:
        raise WordsNeeded
    return said


def _number_of(proposal: Proposal) -> str:
    return str(proposal.case.number) if proposal.case else ""


def _carry_out(envelope: Envelope, proposal: Proposal) -> None:
    rules = matching_rules(proposal.region, envelope.today)
    new = application_of(proposal, rules.rules[FactKind(proposal.fact.kind)])
    if new is None:
        apply_directly(proposal, envelope)
        cause = cause_of(proposal, envelope)
    else:
        receipt = submit_case(_inner(envelope, proposal, "submit"), new)
        if receipt.joined:
            raise CaseOpenAlready(receipt.number)
        finish_at_once(_inner(envelope, proposal, "finish"), number=receipt.number)
        proposal.case = Case.objects.get(number=receipt.number)
        cause = replace(
            cause_of(proposal, envelope), case_id=proposal.case.pk, source=""
        )
    if proposal.fact.kind == FactKind.DEATH and proposal.movement == Movement.END:
        died_on = proposal.fact.happened_on
        note_death(proposal.party_id, died_on=died_on, cause=cause)
        tell_relatives(proposal.party_id, now=envelope.now)


def _is_repeat(envelope: Envelope, proposal: Proposal, state: ProposalState) -> bool:
    """Say whether this hand made this decision on the version it saw."""
    return (
        proposal.state == state
        and proposal.decided_by_id == envelope.actor.account_id
        and envelope.version == proposal.version - 1
    )


def _check_open(envelope: Envelope, proposal: Proposal) -> None:
    moved = envelope.version is not None and envelope.version != proposal.version
    if moved or proposal.state != ProposalState.OPEN:
        raise ProposalDecided(proposal.get_state_display())


def _decide(envelope: Envelope, proposal: Proposal, state: ProposalState) -> None:
    proposal.state = state.value
    proposal.decided_at, proposal.decided_by_id = envelope.now, sender_of(envelope)
    proposal.version += 1
    proposal.save()


def _inner(envelope: Envelope, proposal: Proposal, act: str) -> Envelope:
    return Envelope(
        actor=envelope.actor,
        now=envelope.now,
        key=f"matching:{proposal.pk}:{proposal.version}:{act}",
        channel=envelope.channel,
    )
