"""The values a page about one case shows."""

from dataclasses import dataclass
from datetime import date, datetime

from tongban.core.cases.rules import RefusalReason
from tongban.core.items.catalogue import Terms
from tongban.records.cases.models import OpinionRequest, Pledge
from tongban.services.cases.words import LightView
from tongban.services.collecting.queries import Collecting


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One filled field of the form; ``shown`` is masked where it is sensitive."""

    name: str
    title: str
    group: str
    shown: str
    masked: bool


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file lying in the case."""

    id: str
    name: str
    added_at: datetime


@dataclass(frozen=True, slots=True)
class MaterialLine:
    """One material the case needs, how it was supplied, and its files."""

    code: str
    name: str
    text: str
    optional: bool
    proof: str
    proof_word: str
    files: tuple[FileLine, ...]
    pledge_text: str
    clause: str


@dataclass(frozen=True, slots=True)
class LackLine:
    """One thing to put right, in words."""

    subject: str
    name: str
    fault: str
    fault_word: str
    cure: str
    pledge_allowed: bool
    pledge_text: str
    cured: bool
    is_field: bool


@dataclass(frozen=True, slots=True)
class EventLine:
    """One line of the timeline."""

    seq: int
    kind: str
    word: str
    at: datetime
    actor: str
    office: str
    words: str
    clause: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the item: done, current or to come."""

    step: str
    word: str
    state: str


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """An objection as staff see it."""

    code: str
    words: str
    raised_at: datetime
    settled_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything a page about one case shows."""

    number: str
    query_code: str
    version: int
    item: str
    item_number: int
    item_name: str
    audience: str
    region: str
    channel: str
    party_id: int
    applicant: str
    office_name: str
    office_phone: str
    state: str
    state_word: str
    outcome: str
    stage: str
    light: LightView
    received_at: datetime
    started_on: date | None
    due_on: date | None
    provisional: bool
    closed_at: datetime | None
    amount_fen: int
    payment: str
    owner: str
    assignee: str
    helper: str
    prepared: str
    next: str
    why: tuple[str, ...]
    steps: tuple[StepLine, ...]
    fields: tuple[FieldLine, ...]
    materials: tuple[MaterialLine, ...]
    notice_on: date | None
    lacks: tuple[LackLine, ...]
    events: tuple[EventLine, ...]
    pledges: tuple[Pledge, ...]
    opinions: tuple[OpinionRequest, ...]
    objections: tuple[ObjectionLine, ...]
    sign_from: date | None
    acts: frozenset[str]
    terms: Terms
    situations: tuple[str, ...]
    reasons: tuple[RefusalReason, ...]
    collection: Collecting
