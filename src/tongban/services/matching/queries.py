"""The proposals of one's region, as the work list shows them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_identifier, mask_name
from tongban.core.access.rights import Act, may
from tongban.core.items.catalogue import Step
from tongban.core.items.regions import digits_within
from tongban.core.matching.facts import FACT_KIND_WORDS, FactKind
from tongban.core.matching.proposals import ProposalState
from tongban.records.matching.models import Proposal
from tongban.services.cases.routing import handling_office
from tongban.services.desk.queries import office_region
from tongban.services.enrolment.own import CoverWords, cover_words
from tongban.services.enrolment.queries import line_of
from tongban.services.matching.deciding import ITEM

LINES_PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which proposals are asked for; ``kind`` empty means every kind."""

    state: ProposalState = ProposalState.OPEN
    kind: FactKind | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """One proposal: whose, what it would change, and who says why."""

    id: int
    version: int
    party_id: int
    who: str
    identifier: str
    fact: str
    happened_on: date
    source: str
    received_at: datetime
    row: int
    movement: str
    effective_on: date
    cover: CoverWords
    state: str
    is_open: bool
    decided_at: datetime | None
    decided_by: str
    words: str
    case_number: str
    may_decide: bool


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One page of proposals, the oldest first."""

    lines: tuple[ProposalLine, ...]
    page: int
    pages: int
    total: int


def proposals(actor: Actor, asked: Narrowing) -> ProposalPage:
    """Return a page of the proposals about cover in the actor's region."""
    rows = rows_of(actor, asked)
    total = rows.count()
    pages = max(1, -(-total // LINES_PER_PAGE))
    place = min(max(asked.page, 1), pages)
    shown = rows[(place - 1) * LINES_PER_PAGE : place * LINES_PER_PAGE]
    return ProposalPage(tuple(_line(actor, row) for row in shown), place, pages, total)


def rows_of(actor: Actor, asked: Narrowing) -> QuerySet[Proposal]:
    """Return the proposals within reach, narrowed, the oldest first."""
    region = office_region(actor.office_code)
    rows = Proposal.objects.select_related(
        "fact__feed", "party", "cover", "case", "decided_by"
    ).filter(state=asked.state.value, region__startswith=digits_within(region))
    if asked.kind is not None:
        rows = rows.filter(fact__kind=asked.kind.value)
    return rows.order_by("proposed_at", "pk")


def _line(actor: Actor, row: Proposal) -> ProposalLine:
    office = handling_office(region=row.region, item=ITEM)
    fact, step = row.fact, Step.ACCEPT.value
    is_open = row.state == ProposalState.OPEN
    return ProposalLine(
        id=row.pk,
        version=row.version,
        party_id=row.party_id,
        who=mask_name(row.party.name),
        identifier=mask_identifier(row.party.identifier),
        fact=FACT_KIND_WORDS[FactKind(fact.kind)],
        happened_on=fact.happened_on,
        source=fact.source,
        received_at=fact.feed.received_at,
        row=fact.row,
        movement=row.get_movement_display(),
        effective_on=row.effective_on,
        cover=cover_words(line_of(row.cover)),
        state=row.get_state_display(),
        is_open=is_open,
        decided_at=row.decided_at,
        decided_by=row.decided_by.display_name if row.decided_by else "",
        words=row.words,
        case_number=row.case.number if row.case else "",
        may_decide=is_open
        and may(actor, Act.ACCEPT, item=ITEM, step=step, office_path=office.path),
    )
