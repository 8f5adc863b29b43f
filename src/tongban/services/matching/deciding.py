"""Accepting a proposal, which runs a case of item 2, or rejecting it with a reason."""

from typing import TYPE_CHECKING, Final

from django.db import transaction

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, check_may
from tongban.core.enrolment.kinds import PersonKind
from tongban.core.items.catalogue import Audience, Step
from tongban.core.matching.facts import FactKind
from tongban.core.matching.proposals import FactRule, Movement, ProposalState
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.records.matching.models import Proposal
from tongban.services.cases.content import NewCase
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.intake import finish_at_once, submit_case
from tongban.services.cases.routing import handling_office
from tongban.services.matching.rules import matching_rules
from tongban.services.staff.register import sender_of

if TYPE_CHECKING:
    from tongban.core.json_values import Json

ITEM: Final = "employee-registration"
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


class CaseOpenAlready(Refusal):
    """The person has the same application open; it is finished first."""

    code = "matching.case_open_already"

    def __init__(self, number: str) -> None:
        super().__init__("The same application is open.", number=number)


@transaction.atomic
def accept_proposal(envelope: Envelope, *, proposal_id: int) -> str:
    """Run the change a proposal names as a case of item 2; return its number.

    Whatever item 2 refuses is refused here, and the proposal stays open. Sent
    again by the same hand, it answers with the same case.
    """
    proposal = _locked(envelope, proposal_id)
    if _is_repeat(envelope, proposal, ProposalState.ACCEPTED) and proposal.case:
        return str(proposal.case.number)
    _check_open(envelope, proposal)
    rules = matching_rules(proposal.region, envelope.today)
    new = _application(proposal, rules.rules[FactKind(proposal.fact.kind)])
    receipt = submit_case(_inner(envelope, proposal, "submit"), new)
    if receipt.joined:
        raise CaseOpenAlready(receipt.number)
    finish_at_once(_inner(envelope, proposal, "finish"), number=receipt.number)
    proposal.case = Case.objects.get(number=receipt.number)
    _decide(envelope, proposal, ProposalState.ACCEPTED)
    return receipt.number


@transaction.atomic
def reject_proposal(envelope: Envelope, *, proposal_id: int, words: str) -> None:
    """Put a proposal away with the reason; the register stays as it is."""
    said = words.strip()
    if not 1 <= len(said) <= WORDS_MAX:
        raise WordsNeeded
    proposal = _locked(envelope, proposal_id)
    if _is_repeat(envelope, proposal, ProposalState.REJECTED):
        return
    _check_open(envelope, proposal)
    proposal.words = said
    _decide(envelope, proposal, ProposalState.REJECTED)


def check_may_decide(actor: Actor, *, region: str) -> None:
    """Refuse whoever may not register employees where the cover lies."""
    office = handling_office(region=region, item=ITEM)
    check_may(
        actor,
        Act.ACCEPT,
        item=ITEM,
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
    check_may_decide(envelope.actor, region=proposal.region)
    return proposal


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


def _application(proposal: Proposal, rule: FactRule) -> NewCase:
    movement = Movement(proposal.movement)
    employer = proposal.cover.employer
    flexible = proposal.cover.kind == PersonKind.FLEXIBLE or employer is None
    party = proposal.party
    form: dict[str, Json] = {
        "insured_name": party.name,
        "insured_id_number": party.identifier,
        "contact_phone": party.phone,
        "nationality": proposal.cover.person.nationality or "cn",
        "region": proposal.region,
        "effective_on": proposal.effective_on.isoformat(),
    }
    if employer is not None:
        form["employer_name"] = employer.party.name
        form["employer_credit_code"] = employer.party.identifier
    if movement is Movement.RETIRE:
        form["retired_on"] = proposal.fact.happened_on.isoformat()
    else:
        form["reason"] = rule.reason
    kind = "flexible" if flexible else "employed"
    return NewCase(
        item=ITEM,
        audience=Audience.EMPLOYEE,
        party_id=party.pk,
        region=proposal.region,
        situations=(kind, movement.value, "self"),
        form=form,
        shared=tuple(sorted(rule.stands_for)),
    )
