"""The proposals of one's region, as the work list shows them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_identifier, mask_name
from tongban.core.access.rights import Act, may
from tongban.core.items.catalogue import Step
from tongban.core.items.regions import digits_within
from tongban.core.json_values import text_of
from tongban.core.matching.columns import CellForm, FeedColumn
from tongban.core.matching.facts import FACT_KIND_WORDS, OF_OUR_OWN, FactKind
from tongban.core.matching.proposals import (
    ONLY_NOTED,
    PROPOSAL_STATE_WORDS,
    Movement,
    ProposalState,
)
from tongban.records.matching.models import Proposal
from tongban.services.cases.envelope import CHINA
from tongban.services.cases.routing import handling_office
from tongban.services.desk.queries import office_region
from tongban.services.enrolment.own import CoverWords, cover_words
from tongban.services.enrolment.queries import line_of
from tongban.services.matching.applying import item_of
from tongban.services.matching.own import NOTHING_CHANGED, was_taken_back
from tongban.services.matching.rules import matching_rules

BY_RULE: Final = "按规则自动办理"
LINES_PER_PAGE: Final = 20
TOLD: Final = frozenset({"name", "id_number", "credit_code", "happened_on"})
FORM_WORDS: Final[Mapping[CellForm, str]] = {
    CellForm.TEXT: "文字",
    CellForm.RESIDENT_ID: "18位公民身份号码",
    CellForm.CREDIT_CODE: "18位统一社会信用代码",
    CellForm.PHONE: "11位手机号码",
    CellForm.DAY: "日期，如2026-11-23",
    CellForm.YUAN: "以元为单位，如345.60",
    CellForm.PERIOD: "职工写月份如2026-03，居民写年度如2026",
}
UNDONE: Final = PROPOSAL_STATE_WORDS[ProposalState.TAKEN_BACK]


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
    details: tuple[tuple[str, str], ...]
    cover: CoverWords | None
    state: str
    is_open: bool
    only_noted: bool
    may_take_back: bool
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


@dataclass(frozen=True, slots=True)
class KindForm:
    """A kind of feed: its name, what it is for, and the columns its table has."""

    name: str
    purpose: str
    columns: tuple[tuple[str, str], ...]


def forms_of_kinds(actor: Actor, *, day: date) -> tuple[KindForm, ...]:
    """Return how the table of each kind of feed looks in the actor's region."""
    rules = matching_rules(office_region(actor.office_code), day)
    return tuple(
        KindForm(
            FACT_KIND_WORDS[kind],
            rule.purpose,
            tuple((one.title, _example(one)) for one in rule.columns),
        )
        for kind, rule in rules.rules.items()
        if kind not in OF_OUR_OWN
    )


def _example(column: FeedColumn) -> str:
    """Return how a cell of a column is written."""
    if column.choices:
        return "、".join(column.choices)
    return FORM_WORDS[column.form]


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
        "fact__feed", "party", "cover", "case__register_entry", "decided_by"
    ).filter(state=asked.state.value, region__startswith=digits_within(region))
    if asked.kind is not None:
        rows = rows.filter(fact__kind=asked.kind.value)
    return rows.order_by("proposed_at", "pk")


def _line(actor: Actor, row: Proposal) -> ProposalLine:
    movement = Movement(row.movement)
    item = item_of(movement)
    office = handling_office(region=row.region, item=item)
    fact, step = row.fact, Step.ACCEPT.value
    is_open = row.state == ProposalState.OPEN
    mine = may(actor, Act.ACCEPT, item=item, step=step, office_path=office.path)
    undone = row.state == ProposalState.ACCEPTED and was_taken_back(row)
    direct = row.state == ProposalState.ACCEPTED and row.case is None
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
        details=_details(row),
        cover=cover_words(line_of(row.cover)) if row.cover else None,
        state=UNDONE if undone else row.get_state_display(),
        is_open=is_open,
        only_noted=movement in ONLY_NOTED,
        may_take_back=mine and direct and movement.value not in NOTHING_CHANGED,
        decided_at=row.decided_at,
        decided_by=_decider(row),
        words=row.words,
        case_number=row.case.number if row.case else "",
        may_decide=is_open and mine,
    )


def _decider(row: Proposal) -> str:
    if row.by_rule:
        return BY_RULE
    return row.decided_by.display_name if row.decided_by else ""


def _details(row: Proposal) -> tuple[tuple[str, str], ...]:
    """Return what else the row says, in the words its department used."""
    received_on = row.fact.feed.received_at.astimezone(CHINA).date()
    rule = matching_rules(row.region, received_on).rules[FactKind(row.fact.kind)]
    return tuple(
        (column.title, _shown(column, text_of(row.fact.cells, column.code)))
        for column in rule.columns
        if column.code not in TOLD
    )


def _shown(column: FeedColumn, value: str) -> str:
    if column.form is CellForm.RESIDENT_ID:
        return mask_identifier(value)
    words = {code: word for word, code in column.choices.items()}
    return words.get(value, value)
