"""Ratings as the API takes and answers them: grades, one's own, published counts."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from tongban.api.schemas.values import Code
from tongban.core.ratings.corrections import CorrectionState
from tongban.services.ratings.operations import WORDS_MAX

REASONS_MAX = 20
CODE_MAX = 8


RatingWords = Annotated[str, StringConstraints(max_length=WORDS_MAX)]
QueryCode = Annotated[
    str,
    StringConstraints(max_length=CODE_MAX, pattern=r"^[0-9A-Za-z]*$"),
    Field(description="回执上的查询码；自己账号里的办件不用填", examples=["304817"]),
]
Month = Annotated[
    str,
    StringConstraints(pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$"),
    Field(description="年月，例如2023-09；不填为本月", examples=["2023-09"]),
]


class ReasonOut(Schema):
    """A standard reason and the part of the service it speaks of."""

    code: str
    text: str
    part: str


class GradeOut(Schema):
    """One of the five grades with the reasons offered for it."""

    code: str
    level: int
    name: str
    bad: bool
    reasons: list[ReasonOut]


class GradesOut(Schema):
    """The five grades from the best down, and until when one may rate."""

    grades: list[GradeOut]
    open_days: Annotated[int, Field(description="办结后多少天内可以评价")]


class RatingIn(Schema):
    """What somebody says of a service; nothing is filled in for them."""

    grade: Annotated[Code, Field(examples=["very_dissatisfied"])]
    reasons: Annotated[
        list[Code],
        Field(
            default_factory=list, max_length=REASONS_MAX, examples=[["extra_papers"]]
        ),
    ]
    words: RatingWords = ""


class CaseRatingIn(RatingIn):
    """The rating of a case, by its query code or as its owner."""

    code: QueryCode = ""


class VisitRatingIn(RatingIn):
    """The rating of today's visit, by what is printed on its ticket."""

    ticket: Annotated[Code, Field(description="排队号", examples=["A007"])]
    code: Annotated[Code, Field(description="号票上的评价码", examples=["304817"])]


class MoreWordsIn(Schema):
    """Words added to one's rating, or why something is still not put right."""

    words: RatingWords
    code: QueryCode = ""


class LineOut(Schema):
    """One thing that happened, in words."""

    at: datetime
    word: str
    words: str


class OwnCorrectionOut(Schema):
    """How far the office came with what was complained about."""

    state: CorrectionState
    state_word: str
    due_on: date
    late: bool
    ended: bool
    may_reopen: bool
    lines: list[LineOut]


class OwnRatingOut(Schema):
    """One's own rating with what was added and what came of it."""

    grade: str
    grade_name: str
    bad: bool
    reasons: list[str]
    words: str
    rated_at: datetime
    additions: list[LineOut]
    may_add: bool
    correction: OwnCorrectionOut | None


class ServiceRatingOut(Schema):
    """A service with its rating; none yet is nothing, and counts as nothing."""

    number: str
    name: str
    office_name: str
    ended_at: datetime | None
    rate_until: Annotated[date | None, Field(description="可以评价到哪一天")]
    rating: OwnRatingOut | None


class CountsOut(Schema):
    """How often each grade was given, and what became of the bad ones."""

    total: int
    by_grade: dict[str, int]
    bad: int
    settled: int
    late: int


class GroupOut(Schema):
    """One line of the results; ``counts`` is nothing where too few have rated."""

    code: str
    name: str
    counts: CountsOut | None


class ResultsOut(Schema):
    """A month's results of a region, in counts, without any person."""

    region: str
    region_name: str
    first: date
    last: date
    by: str
    hidden_below: Annotated[int, Field(description="少于这个次数的不公开")]
    total: CountsOut | None
    groups: list[GroupOut]
