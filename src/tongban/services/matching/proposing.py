"""What a fact proposes, kept once; nothing of the register changes here."""

from datetime import datetime

from tongban.core.matching.facts import FactKind
from tongban.core.matching.proposals import MatchingRules, propose
from tongban.records.enrolment.models import Cover
from tongban.records.matching.models import Proposal, SharedFact
from tongban.services.enrolment.covers import value_of


def propose_for(fact: SharedFact, rules: MatchingRules, *, now: datetime) -> bool:
    """Keep what a fact proposes; say whether that is new. Again adds nothing."""
    rule = rules.rules.get(FactKind(fact.kind))
    if rule is None:
        return False
    covers = Cover.objects.filter(person_id=fact.party_id).order_by("pk")
    found = propose(rule, fact.happened_on, [value_of(row) for row in covers])
    if found is None:
        return False
    _, is_new = Proposal.objects.get_or_create(
        fact=fact,
        defaults={
            "party_id": fact.party_id,
            "cover_id": found.cover.key,
            "region": found.cover.region,
            "movement": found.movement.value,
            "effective_on": found.effective_on,
            "proposed_at": now,
        },
    )
    return is_new
