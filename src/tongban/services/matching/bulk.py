"""Deciding several proposals at once, only those that are alike (批量办理)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from django.db import transaction

from tongban.core.access.masking import mask_name
from tongban.core.matching.proposals import ONLY_NOTED, Movement
from tongban.core.refusals import Refusal
from tongban.records.matching.models import Proposal
from tongban.services.cases.envelope import Envelope
from tongban.services.matching.deciding import accept_proposal
from tongban.services.messages.queries import sentence_of

AT_ONCE_MAX: Final = 20


class NotAlike(Refusal):
    """Only proposals of one kind that ask the same are decided together."""

    code = "matching.not_alike"

    def __init__(self) -> None:
        super().__init__("The proposals are not alike.", most=AT_ONCE_MAX)


@dataclass(frozen=True, slots=True)
class NotDone:
    """One proposal that stays open, and why."""

    who: str
    why: str


@dataclass(frozen=True, slots=True)
class BulkResult:
    """How many were done, and which were not."""

    done: int
    left: tuple[NotDone, ...]


def accept_alike(envelope: Envelope, proposal_ids: Iterable[int]) -> BulkResult:
    """Accept proposals that are alike, each for itself; what is refused stays open.

    Sent again, it does again only what was left.
    """
    ids = sorted(set(proposal_ids))
    rows = list(
        Proposal.objects.select_related("fact", "party")
        .filter(pk__in=ids)
        .order_by("pk")
    )
    kinds = {(row.fact.kind, row.movement) for row in rows}
    alike = len(kinds) == 1 and 1 <= len(ids) == len(rows) <= AT_ONCE_MAX
    if not alike or Movement(rows[0].movement) in ONLY_NOTED:
        raise NotAlike
    left = []
    for row in rows:
        one = replace(envelope, key=f"{envelope.key}:{row.pk}")
        try:
            with transaction.atomic():
                accept_proposal(one, proposal_id=row.pk)
        except Refusal as no:
            left.append(NotDone(mask_name(row.party.name), sentence_of(no)))
    return BulkResult(len(rows) - len(left), tuple(left))
