"""Cases as the API answers them."""

from datetime import date, datetime
from uuid import UUID

from ninja import Schema
from pydantic import JsonValue


class ReceiptOut(Schema):
    """How a case stands after a command.

    ``query_code`` is told once, to who submitted; ``joined`` means that the
    application joined a case already open; ``repeated`` marks a first answer
    given again.
    """

    number: str
    version: int
    state: str
    outcome: str
    step: str
    due_on: str
    query_code: str
    joined: bool
    repeated: bool


class LightOut(Schema):
    """The light of a case and its words; ``left`` in working days."""

    light: str
    words: str
    left: int | None


class CaseRowOut(Schema):
    """One line of a list; a person's name is masked."""

    number: str
    item: str
    item_number: int
    item_name: str
    applicant: str
    region: str
    state: str
    state_word: str
    step: str
    step_word: str
    received_at: datetime
    due_on: date | None
    provisional: bool
    closed_at: datetime | None
    light: LightOut
    pledged: bool
    amount_fen: int
    version: int


class CaseListOut(Schema):
    """One page of a list; ``next`` is the cursor of the following page, or empty."""

    cases: list[CaseRowOut]
    next: str


class StepOut(Schema):
    """One step of the item: done, current or to_come."""

    step: str
    word: str
    state: str


class FieldOut(Schema):
    """One filled field of the form; masked where it is sensitive."""

    name: str
    title: str
    group: str
    shown: str
    masked: bool


class FileLineOut(Schema):
    """One file lying in the case."""

    id: str
    name: str
    added_at: datetime


class CaseMaterialOut(Schema):
    """One material the case needs and how it was supplied."""

    code: str
    name: str
    text: str
    optional: bool
    proof: str
    proof_word: str
    files: list[FileLineOut]
    pledge_text: str
    clause: str


class LackOut(Schema):
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


class EventOut(Schema):
    """One line of the timeline."""

    seq: int
    kind: str
    word: str
    at: datetime
    actor: str
    office: str
    words: str
    clause: str


class PledgeOut(Schema):
    """A pledge in the case and its check."""

    material: str
    name: str
    text: str
    clause: str
    state: str
    made_at: datetime
    check_due_on: date | None
    checked_at: datetime | None


class OpinionOut(Schema):
    """A question to another desk and its answer."""

    code: str
    desk: str
    question: str
    asked_at: datetime
    due_on: date
    given_at: datetime | None
    words: str


class ObjectionOut(Schema):
    """An objection to a posted result and its answer."""

    code: str
    words: str
    raised_at: datetime
    settled_at: datetime | None
    answer: str


class ScanOut(Schema):
    """One thing that was seen of a parcel."""

    at: datetime
    words: str


class ParcelOut(Schema):
    """One parcel and its way so far; ``incoming`` ones bring papers to the office."""

    incoming: bool
    carrier: str
    waybill: str
    state: str
    words: str
    sent_at: datetime
    scans: list[ScanOut]


class CollectionOut(Schema):
    """How the result is collected (领取方式), and the parcels of the case.

    Receiver, phone and address are masked for everybody but the case's party.
    """

    way: str
    words: str
    receiver: str
    phone: str
    address: str
    collected_at: datetime | None
    may_change: bool
    parcels: list[ParcelOut]


class CaseOut(Schema):
    """One case: stage, clock, form, materials, events, and what may follow."""

    number: str
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
    light: LightOut
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
    next: str
    why: list[str]
    situations: list[str]
    steps: list[StepOut]
    fields: list[FieldOut]
    materials: list[CaseMaterialOut]
    notice_on: date | None
    lacks: list[LackOut]
    events: list[EventOut]
    pledges: list[PledgeOut]
    opinions: list[OpinionOut]
    objections: list[ObjectionOut]
    sign_from: date | None
    acts: list[str]
    collection: CollectionOut


class PublicParcelOut(Schema):
    """A parcel as it is told without names; of the waybill only its end."""

    incoming: bool
    carrier: str
    waybill_end: str
    words: str
    scans: list[ScanOut]


class ProgressOut(Schema):
    """How a case stands, without personal data."""

    number: str
    item_name: str
    stage: str
    state: str
    state_word: str
    next: str
    light: LightOut
    received_at: datetime
    due_on: date | None
    provisional: bool
    closed_at: datetime | None
    office_name: str
    office_phone: str
    parcels: list[PublicParcelOut]


class PostingOut(Schema):
    """A result shown to the public (结果公示)."""

    number: str
    region: str
    item_name: str
    subject: str
    result: str
    posted_at: datetime
    first_on: date
    last_on: date


class PostingsOut(Schema):
    """The results now shown to the public, the latest first."""

    postings: list[PostingOut]


class DraftFileOut(Schema):
    """A file in a draft."""

    id: int
    file_id: UUID
    material: str
    name: str


class DraftOut(Schema):
    """A draft as its account sees it."""

    code: str
    item: str
    item_name: str
    audience: str
    party_id: int
    region: str
    content: dict[str, JsonValue]
    version: int
    files: list[DraftFileOut]
    saved_at: datetime
    expires_on: date


class DraftsOut(Schema):
    """One's open drafts, the latest first."""

    drafts: list[DraftOut]


class FileOut(Schema):
    """An upload that was taken in; ``size`` in bytes."""

    id: UUID
    name: str
    type: str
    size: int
    digest: str


class MandateOut(Schema):
    """One mandate as its principal or helper sees it."""

    id: int
    principal: str
    principal_id: int
    helper: str
    items: list[str]
    covers_pledges: bool
    from_on: date
    until_on: date
    revoked_at: datetime | None
    in_force: bool


class MandatesOut(Schema):
    """The mandates one's parties gave, and those this account holds."""

    given: list[MandateOut]
    held: list[MandateOut]


class MandateIdOut(Schema):
    """The id of a mandate that was given."""

    id: int


class MessageOut(Schema):
    """One message to the account's parties."""

    id: int
    number: str
    text: str
    created_at: datetime
    read_at: datetime | None


class MessagesOut(Schema):
    """The latest messages."""

    messages: list[MessageOut]
