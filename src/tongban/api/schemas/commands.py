"""What commands on cases carry in their body."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tongban.api.schemas.values import Code, Day, Fen, Id, Region, Short, Words
from tongban.core.cases.parts import Fault
from tongban.core.collecting.wishes import Way
from tongban.core.items.catalogue import Audience

ENTRIES_MAX = 100
Codes = Annotated[list[Code], Field(max_length=ENTRIES_MAX)]
Form = Annotated[dict[str, Any], Field(max_length=200)]
Files = Annotated[
    dict[Code, Annotated[list[UUID], Field(max_length=ENTRIES_MAX)]],
    Field(max_length=ENTRIES_MAX, description="材料编码到已上传文件编号"),
]


class CollectionIn(Schema):
    """How the result is wanted (领取方式); the post needs all three of the rest."""

    way: Way
    receiver: Short = ""
    phone: Short = ""
    address: Short = ""


class NewCaseIn(Schema):
    """An application (申请)."""

    item: Code
    audience: Audience
    party_id: Id
    region: Region | None = None
    form: Form
    situations: Codes = Field(default_factory=list)
    files: Files = Field(default_factory=dict)
    papers: Codes = Field(default_factory=list)
    pledges: Codes = Field(default_factory=list)
    incomplete: bool = Field(default=False, description="材料暂缺，请窗口一次性告知")
    collection: CollectionIn | None = None


class LackIn(Schema):
    """One thing to put right: a material, or ``field:`` and a field's name."""

    subject: Code
    fault: Fault
    cure: Words
    pledge_allowed: bool = False


Lacks = Annotated[list[LackIn], Field(max_length=ENTRIES_MAX)]


class NoticeIn(Schema):
    """A one-time notice (一次性告知)."""

    lacks: Annotated[list[LackIn], Field(max_length=ENTRIES_MAX)] = Field(
        default_factory=list
    )
    added_situations: Codes = Field(default_factory=list)
    late_reason: Words = ""


class MaterialsIn(Schema):
    """Files and papers added to an open case."""

    files: Files = Field(default_factory=dict)
    papers: Codes = Field(default_factory=list)


class CorrectionIn(Schema):
    """Corrected fields of the form."""

    changes: Form


class WordsIn(Schema):
    """A reason in words."""

    words: Words


class ReasonIn(Schema):
    """A published reason not to accept, with words."""

    reason: Code
    words: Words = ""


class MaterialIn(Schema):
    """One material by its code."""

    material: Code


class PledgeCheckIn(Schema):
    """The check of a pledge: kept or not, how it was checked."""

    material: Code
    kept: bool
    method: Short
    words: Words = ""


class DecisionIn(Schema):
    """A reviewer's answer; a negative one names its clause."""

    approved: bool
    amount_fen: Fen = 0
    words: Words = ""
    clause: Short = ""


class AssessmentIn(Schema):
    """An assessment with its structured result."""

    passed: bool
    result: Form = Field(default_factory=dict)


class NegotiationIn(Schema):
    """How a negotiation ended."""

    agreed: bool
    words: Words = ""
    clause: Short = ""


class PostIn(Schema):
    """The result to post."""

    result: Short


class ObjectionIn(Schema):
    """An objection to a posted result, with a way to answer it."""

    name: Annotated[Short, Field(min_length=1, max_length=60)]
    contact: Annotated[Short, Field(min_length=1, max_length=60)]
    words: Annotated[Words, Field(min_length=1)]


class ObjectionAnswerIn(Schema):
    """The answer to an objection."""

    objection: Code
    upheld: bool
    words: Words


class AgreementIn(Schema):
    """The number of the signed agreement."""

    agreement: Short


class QuestionIn(Schema):
    """A question to another desk with its own limit in working days."""

    desk: Annotated[Code, Field(max_length=20)]
    question: Words
    days: Annotated[int, Field(ge=1, le=1000)]


class OpinionIn(Schema):
    """The answer to a question another desk asked."""

    opinion: Code
    words: Words


class HandOverIn(Schema):
    """The colleague who takes the case."""

    assignee_id: Id
    words: Words = ""


class TransferIn(Schema):
    """The office in charge."""

    office: Code
    words: Words = ""


class DraftIn(Schema):
    """What a new draft is for."""

    item: Code
    audience: Audience
    party_id: Id
    region: Region


class DraftContentIn(Schema):
    """What was filled in; parts not sent stay as they were."""

    form: Form | None = None
    situations: Codes | None = None
    papers: Codes | None = None
    pledges: Codes | None = None
    incomplete: bool | None = None
    collection: CollectionIn | None = None


class DraftFileIn(Schema):
    """A stored file laid under a material."""

    material: Code
    file_id: UUID


class MandateIn(Schema):
    """Who may act, for what (no items: all), and through which day."""

    principal_id: Id
    helper_login: Annotated[Short, Field(min_length=1)]
    items: Codes = Field(default_factory=list)
    covers_pledges: bool = False
    from_on: Day
    until_on: Day
    evidence_id: UUID | None = None
