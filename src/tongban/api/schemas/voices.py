"""Complaints, suggestions and surveys as the API takes and answers them."""

from datetime import date, datetime
from typing import Annotated, Final

from ninja import Schema
from pydantic import Field, StringConstraints

from tongban.api.schemas.queues import CodeOrNothing
from tongban.api.schemas.ratings import LineOut, QueryCode
from tongban.api.schemas.values import Code, Region
from tongban.core.ratings.surveys import TEXT_MAX, QuestionKind
from tongban.core.ratings.voices import VoiceKind, VoiceState
from tongban.services.ratings.voices import CONTACT_MAX, NAME_MAX, WORDS_MAX

ANSWERS_MAX: Final = 40
CHOSEN_MAX: Final = 20


VoiceWords = Annotated[str, StringConstraints(max_length=WORDS_MAX)]
Name = Annotated[str, StringConstraints(max_length=NAME_MAX)]
Contact = Annotated[str, StringConstraints(max_length=CONTACT_MAX)]
Answer = Annotated[str, StringConstraints(max_length=TEXT_MAX)]


class TopicOut(Schema):
    """One topic to choose."""

    code: str
    text: str


class VoiceKindOut(Schema):
    """Complaint or suggestion: its topics, and how fast it is answered."""

    kind: VoiceKind
    name: str
    answer_working_days: int
    topics: list[TopicOut]


class VoiceKindsOut(Schema):
    """What somebody can send."""

    kinds: list[VoiceKindOut]


class VoiceIn(Schema):
    """What somebody has to say; who has not signed in leaves a phone number."""

    kind: VoiceKind
    topic: Annotated[Code, Field(examples=["attitude"])]
    words: Annotated[VoiceWords, Field(examples=["在窗口等了两个小时，没有人解释"])]
    region: Annotated[Region | None, Field(description="不填为本站地区")] = None
    office: CodeOrNothing = ""
    item: CodeOrNothing = ""
    case_number: CodeOrNothing = ""
    case_code: QueryCode = ""
    name: Name = ""
    contact: Contact = ""


class VoiceSentOut(Schema):
    """Number and code to follow it with, and when it is answered at the latest."""

    number: str
    query_code: str
    due_on: date
    version: int
    repeated: bool


class VoiceOut(Schema):
    """A complaint or suggestion as its sender sees it."""

    number: str
    kind: VoiceKind
    kind_word: str
    topic_word: str
    state: VoiceState
    state_word: str
    words: str
    office_name: str
    office_phone: str
    case_number: str
    item_name: str
    sent_at: datetime
    due_on: date
    late: bool
    may_reopen: bool
    lines: list[LineOut]
    version: int


class VoicesOut(Schema):
    """What the account sent, the latest first."""

    voices: list[VoiceOut]


class ReopenVoiceIn(Schema):
    """Why the answer does not do."""

    words: VoiceWords
    code: QueryCode = ""


class QuestionOut(Schema):
    """One question of a survey."""

    kind: QuestionKind
    text: str
    options: list[str]


class SurveyOut(Schema):
    """A survey somebody is asked in; nobody has to answer."""

    id: int
    title: str
    intro: str
    questions: list[QuestionOut]
    closes_on: date


class SurveysOut(Schema):
    """The surveys one is asked in and has not answered."""

    surveys: list[SurveyOut]


class AnswersIn(Schema):
    """Answers by the place of their question, counted from 1."""

    answers: Annotated[
        dict[
            Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]?$")],
            Annotated[list[Answer], Field(max_length=CHOSEN_MAX)],
        ],
        Field(
            max_length=ANSWERS_MAX,
            description="题号（从1起）对应所选的选项原文或者所写的文字",
            examples=[{"1": ["一趟"], "2": ["网上", "指南"], "3": []}],
        ),
    ]
