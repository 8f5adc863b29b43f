"""What a fact proposes, kept once; nothing of the register changes here."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.enrolment.employers import EmployerState
from tongban.core.json_values import text_of
from tongban.core.matching.columns import period_said
from tongban.core.matching.facts import FactKind
from tongban.core.matching.proposals import (
    FactRule,
    MatchingRules,
    Movement,
    ProposalState,
    Proposed,
    judge_business,
    judge_identity,
    judge_payment,
    propose,
)
from tongban.core.money import fen_from_yuan
from tongban.records.enrolment.models import Cover, Employer, SpecialGroup
from tongban.records.matching.models import Proposal, SharedFact
from tongban.services.enrolment.covers import value_of
from tongban.services.enrolment.payments import due_amount
from tongban.services.enrolment.people import find_person
from tongban.services.enrolment.queries import cover_on


def propose_for(fact: SharedFact, rules: MatchingRules, *, now: datetime) -> int:
    """Keep what a fact proposes; return how much of it is new. Again adds nothing.

    A fact that corrects one that was acted upon proposes to look at that again,
    and nothing else.
    """
    kind = FactKind(fact.kind)
    rule = rules.rules.get(kind)
    if rule is None:
        return 0
    if _corrects_what_was_done(fact):
        found = [Proposed(Movement.CHECK, fact.happened_on)]
    else:
        found = list(_PROPOSES[kind](fact, rule))
    return sum(_keep(fact, one, now=now) for one in found)


def _keep(fact: SharedFact, found: Proposed, *, now: datetime) -> bool:
    _, is_new = Proposal.objects.get_or_create(
        fact=fact,
        movement=found.movement.value,
        defaults={
            "party_id": fact.party_id,
            "cover_id": found.cover.key if found.cover else None,
            "region": found.cover.region if found.cover else fact.feed.region,
            "effective_on": found.effective_on,
            "proposed_at": now,
        },
    )
    return is_new


def _corrects_what_was_done(fact: SharedFact) -> bool:
    """Say whether the row this one replaced was acted upon and still stands."""
    done = Proposal.objects.filter(
        fact__party_id=fact.party_id,
        fact__kind=fact.kind,
        fact__source=fact.source,
        fact__about=fact.about,
        fact__superseded_at__isnull=False,
        state=ProposalState.ACCEPTED.value,
    ).exclude(case__register_entry__reversed_at__isnull=False)
    return done.exists()


def _cover_change(fact: SharedFact, rule: FactRule) -> Iterator[Proposed]:
    covers = Cover.objects.filter(person_id=fact.party_id).order_by("pk")
    found = propose(rule, fact.happened_on, [value_of(row) for row in covers])
    if found is not None:
        yield found


def _payment(fact: SharedFact, _rule: FactRule) -> Iterator[Proposed]:
    cells = fact.cells
    period = period_said(text_of(cells, "period"))
    if period is None:
        return
    due = due_amount(
        fact.party_id, scheme=Scheme(text_of(cells, "scheme")), period=period
    )
    movement = judge_payment(fen_from_yuan(text_of(cells, "amount")), due)
    if movement is not None:
        yield Proposed(movement, fact.happened_on)


def _identity(fact: SharedFact, _rule: FactRule) -> Iterator[Proposed]:
    on, joins = fact.happened_on, text_of(fact.cells, "change") == Movement.JOIN
    is_member = SpecialGroup.objects.filter(
        person_id=fact.party_id,
        code=text_of(fact.cells, "identity"),
        void=False,
        in_force__contains=on,
    ).exists()
    movement = judge_identity(joins=joins, is_member=is_member)
    if movement is not None:
        yield Proposed(movement, on)
    if joins and cover_on(fact.party_id, on) is None:
        yield Proposed(Movement.REMIND, on)


def _birth(fact: SharedFact, rule: FactRule) -> Iterator[Proposed]:
    child = find_person(text_of(fact.cells, "child_id_number"))
    if child is None or not Cover.objects.filter(person_id=child.pk).exists():
        yield Proposed(rule.movement, fact.happened_on)


def _business(fact: SharedFact, _rule: FactRule) -> Iterator[Proposed]:
    row = Employer.objects.filter(pk=fact.party_id).first()
    state = None if row is None else EmployerState(row.state)
    movement = judge_business(text_of(fact.cells, "change"), state)
    if movement is not None:
        yield Proposed(movement, fact.happened_on)


def _gap(fact: SharedFact, rule: FactRule) -> Iterator[Proposed]:
    yield Proposed(rule.movement, fact.happened_on)


_PROPOSES: Final[
    Mapping[FactKind, Callable[[SharedFact, FactRule], Iterator[Proposed]]]
] = {
    FactKind.DEATH: _cover_change,
    FactKind.RETIREMENT: _cover_change,
    FactKind.IMPRISONMENT: _cover_change,
    FactKind.PAYMENT: _payment,
    FactKind.IDENTITY: _identity,
    FactKind.BIRTH: _birth,
    FactKind.BUSINESS: _business,
    FactKind.GAP: _gap,
}
