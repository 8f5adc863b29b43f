"""Facts that found no cover when they came in are matched again (再次比对)."""

from datetime import date, datetime
from typing import Final

from django.db import transaction

from tongban.policy.matching import NotMatched
from tongban.records.matching.models import SharedFact
from tongban.services.matching.proposing import propose_for
from tongban.services.matching.rules import matching_rules

FACTS_PER_FETCH: Final = 500


def match_again(now: datetime, *, today: date) -> int:
    """Propose what facts in force did not propose yet; return how many are new.

    Run twice it adds nothing: a fact proposes once. Each fact is a transaction
    of its own, so a run that is killed leaves whole proposals behind.
    """
    waiting = SharedFact.objects.filter(superseded_at=None, proposals=None)
    keys = waiting.order_by("pk").values_list("pk", flat=True)
    return sum(
        _match(key, now, today)
        for key in list(keys.iterator(chunk_size=FACTS_PER_FETCH))
    )


@transaction.atomic
def _match(key: int, now: datetime, today: date) -> bool:
    fact = (
        SharedFact.objects.select_for_update(of=("self",))
        .select_related("feed")
        .filter(pk=key, superseded_at=None)
        .first()
    )
    if fact is None:
        return False
    try:
        rules = matching_rules(fact.feed.region, today)
    except NotMatched:
        return False
    return propose_for(fact, rules, now=now)
