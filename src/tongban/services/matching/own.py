"""Facts other departments shared about oneself, where they changed one's cover."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.matching.facts import FACT_KIND_WORDS, FactKind
from tongban.core.matching.proposals import ONLY_NOTED, Movement, ProposalState
from tongban.records.matching.models import Proposal

NOTHING_CHANGED: Final = tuple(
    movement.value for movement in (*ONLY_NOTED, Movement.REMIND)
)


@dataclass(frozen=True, slots=True)
class AppliedFact:
    """What a department said, and the change a clerk made after checking it."""

    id: int
    what: str
    happened_on: date
    source: str
    movement: str
    effective_on: date
    case_number: str
    taken_back: bool

    @property
    def code(self) -> str:
        """The name of the line in addresses."""
        return f"fact-{self.id}"


def applied_facts(party_id: int) -> tuple[AppliedFact, ...]:
    """Return the shared facts that changed a person's cover, the latest first."""
    rows = (
        Proposal.objects.select_related("fact", "case__register_entry")
        .filter(
            party_id=party_id,
            state__in=(ProposalState.ACCEPTED.value, ProposalState.TAKEN_BACK.value),
        )
        .exclude(movement__in=NOTHING_CHANGED)
        .order_by("-decided_at", "-pk")
    )
    return tuple(_applied(row) for row in rows)


def was_taken_back(row: Proposal) -> bool:
    """Say whether what an accepted proposal did was taken back since."""
    if row.state == ProposalState.TAKEN_BACK:
        return True
    entry = getattr(row.case, "register_entry", None)
    return entry is not None and entry.reversed_at is not None


def _applied(row: Proposal) -> AppliedFact:
    return AppliedFact(
        id=row.pk,
        what=FACT_KIND_WORDS[FactKind(row.fact.kind)],
        happened_on=row.fact.happened_on,
        source=row.fact.source,
        movement=row.get_movement_display(),
        effective_on=row.effective_on,
        case_number=row.case.number if row.case else "",
        taken_back=was_taken_back(row),
    )
