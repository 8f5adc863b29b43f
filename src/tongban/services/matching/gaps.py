"""Cover that ended without another following it: found by the register (断保)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from tongban.core.enrolment.kinds import CoverState
from tongban.core.items.regions import digits_within
from tongban.core.matching.facts import FactKind, FactState
from tongban.core.matching.proposals import MatchingRules
from tongban.records.enrolment.models import Cover
from tongban.records.matching.models import Feed
from tongban.services.matching.intake import keep_fact
from tongban.services.matching.proposing import propose_for

SOURCE: Final = "参保登记库"
COVERS_PER_STEP: Final = 200
_HOLDS: Final = (CoverState.IN_FORCE.value, CoverState.DISPUTED.value)
_ENDED: Final = (
    CoverState.IN_FORCE.value,
    CoverState.INTERRUPTED.value,
    CoverState.ENDED.value,
)


def find_gaps(rules: MatchingRules, *, now: datetime, today: date) -> int:
    """Put people whose cover ended lately on the work list; return how many are new.

    Whoever died, left the country, or has other cover is no gap. Run twice it adds
    nothing; a run that is killed leaves whole facts behind.
    """
    last, count = 0, 0
    while covers := list(_ended(rules, today).filter(pk__gt=last)[:COVERS_PER_STEP]):
        count += _keep(covers, rules, now=now, today=today)
        last = covers[-1].pk
    return count


def _ended(rules: MatchingRules, today: date) -> QuerySet[Cover]:
    since = today - timedelta(days=rules.gap_days)
    followed = Cover.objects.filter(
        person=OuterRef("person"), state__in=_HOLDS, in_force__endswith=None
    )
    running = Cover.objects.filter(
        person=OuterRef("person"), state__in=_HOLDS, in_force__endswith__gt=today
    )
    return (
        Cover.objects.select_related("person__party")
        .filter(
            state__in=_ENDED,
            region__startswith=digits_within(rules.region),
            in_force__endswith__gt=since,
            in_force__endswith__lte=today,
            person__deceased_on=None,
            person__emigrated_on=None,
        )
        .exclude(Exists(followed))
        .exclude(Exists(running))
        .order_by("pk")
    )


@transaction.atomic
def _keep(
    covers: list[Cover], rules: MatchingRules, *, now: datetime, today: date
) -> int:
    feed, _ = Feed.objects.get_or_create(
        region=rules.region,
        kind=FactKind.GAP.value,
        source=SOURCE,
        digest=sha256(f"{today}".encode()).hexdigest(),
        defaults={"version": rules.version, "received_at": now},
    )
    return sum(_proposed(covers, feed, rules, now=now))


def _proposed(
    covers: list[Cover], feed: Feed, rules: MatchingRules, *, now: datetime
) -> Iterator[int]:
    for number, cover in enumerate(covers, 1):
        party = cover.person.party
        cells = {
            "name": party.name,
            "id_number": party.identifier,
            "happened_on": cover.in_force.upper.isoformat(),
        }
        state, fact = keep_fact(now, feed, number=number, party=party, cells=cells)
        if state is FactState.NEW and fact is not None:
            yield propose_for(fact, rules, now=now)
