"""What happens every night: matching again, gaps, changes made by rule (再次比对)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from tongban.core.access.actor import SYSTEM
from tongban.core.items.catalogue import Channel
from tongban.core.items.regions import digits_within
from tongban.core.matching.facts import OF_OUR_OWN
from tongban.core.matching.proposals import ONLY_NOTED, MatchingRules, ProposalState
from tongban.core.refusals import Refusal
from tongban.records.matching.models import Proposal, SharedFact
from tongban.services.cases.envelope import Envelope
from tongban.services.matching.deciding import accept_by_rule
from tongban.services.matching.gaps import find_gaps
from tongban.services.matching.proposing import propose_for
from tongban.services.matching.rules import all_rules

FACTS_PER_STEP: Final = 500
_NOTED: Final = tuple(movement.value for movement in ONLY_NOTED)


@dataclass(frozen=True, slots=True)
class Round:
    """What one night found and did."""

    matched: int
    gaps: int
    by_rule: int


def run_round(now: datetime, *, today: date) -> Round:
    """Match again, look for gaps, do what dated rules do; each region by its rules.

    Run twice it adds nothing: each fact, gap and decision is a transaction of its
    own, so a run that is killed leaves whole ones behind.
    """
    regions = all_rules(today)
    return Round(
        matched=sum(_match_all(rules, now=now, today=today) for rules in regions),
        gaps=sum(find_gaps(rules, now=now, today=today) for rules in regions),
        by_rule=sum(_do_by_rule(rules, now=now, today=today) for rules in regions),
    )


def waiting(rules: MatchingRules, today: date) -> QuerySet[SharedFact]:
    """Return the facts that propose no change yet and are still tried."""
    since = today - timedelta(days=rules.retry_days)
    near = SharedFact.objects.filter(
        feed__region__startswith=digits_within(rules.region),
        feed__received_at__date__gte=since,
    )
    return without_change(near).order_by("pk")


def without_change(facts: QuerySet[SharedFact]) -> QuerySet[SharedFact]:
    """Return those of some facts that hold and propose no change of the register."""
    own = [kind.value for kind in OF_OUR_OWN]
    changing = Q(proposals__isnull=False) & ~Q(proposals__movement__in=_NOTED)
    return facts.filter(superseded_at=None).exclude(kind__in=own).exclude(changing)


def _match_all(rules: MatchingRules, *, now: datetime, today: date) -> int:
    return sum(_match(key, rules, now=now) for key in _keys(waiting(rules, today)))


def _keys(rows: QuerySet[SharedFact] | QuerySet[Proposal]) -> Iterator[int]:
    """Walk over the keys of rows a step at a time, whatever changes meanwhile."""
    last = 0
    while True:
        step = list(
            rows.filter(pk__gt=last).values_list("pk", flat=True)[:FACTS_PER_STEP]
        )
        yield from step
        if len(step) < FACTS_PER_STEP:
            return
        last = step[-1]


@transaction.atomic
def _match(key: int, rules: MatchingRules, *, now: datetime) -> int:
    fact = (
        SharedFact.objects.select_for_update(of=("self",))
        .select_related("feed")
        .filter(pk=key, superseded_at=None)
        .first()
    )
    return 0 if fact is None else propose_for(fact, rules, now=now)


def _do_by_rule(rules: MatchingRules, *, now: datetime, today: date) -> int:
    count = 0
    for rule in rules.rules.values():
        if rule.by_rule_from is None or today < rule.by_rule_from:
            continue
        rows = Proposal.objects.filter(
            state=ProposalState.OPEN.value,
            fact__kind=rule.kind.value,
            movement=rule.movement.value,
            region__startswith=digits_within(rules.region),
        ).order_by("pk")
        count += sum(_done_by_rule(key, now) for key in _keys(rows))
    return count


def _done_by_rule(key: int, now: datetime) -> bool:
    envelope = Envelope(SYSTEM, now, f"matching-rule:{key}", Channel.ONLINE)
    try:
        return accept_by_rule(envelope, proposal_id=key)
    except Refusal:
        return False
