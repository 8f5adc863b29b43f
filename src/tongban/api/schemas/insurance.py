"""Shapes of one's own insurance and certificates in the API."""

from datetime import date

from ninja import Schema
from pydantic import Field

from tongban.api.schemas.papers import PaperOut
from tongban.api.schemas.values import Code, Day

FEN = "金额，单位为分"


class CoverOut(Schema):
    """One period of cover; both days are included."""

    scheme: str
    kind: str
    state: str
    first: date
    last: date | None = Field(description="空表示没有结束")
    employer: str


class MonthOut(Schema):
    """One contribution month of an employee."""

    month: date = Field(description="当月第一天")
    payer: str
    base_fen: int = Field(description=FEN)
    unit_fen: int = Field(description=FEN)
    own_fen: int = Field(description=FEN)
    paid_on: date | None = Field(description="空表示没有到账")
    deemed: bool = Field(description="是否视同缴费")


class PremiumOut(Schema):
    """One year of a resident."""

    year: int
    tier: str = Field(description="缴费档次")
    enjoyed: str = Field(description="享受档次")
    own_fen: int = Field(description=FEN)
    aided_fen: int = Field(description=FEN)
    paid_on: date | None = Field(description="空表示没有到账")


class WaitOut(Schema):
    """Days on which the fund pays nothing, and why."""

    first: date
    last: date | None
    why: list[str]
    source: str


class InsuranceOut(Schema):
    """What the register says of the person."""

    now: CoverOut | None = Field(description="今天在保的险种，没有则为空")
    wait: WaitOut | None = Field(description="今天所在的待遇等待期，没有则为空")
    covers: list[CoverOut]
    months: list[MonthOut]
    premiums: list[PremiumOut]
    waits: list[WaitOut]
    paid: str = Field(description="累计缴费年限")


class MonthsQuery(Schema):
    """The months looked at; any day of a month stands for it."""

    first: Day
    last: Day


class CertificateOut(Schema):
    """One certificate; its PDF is fetched from its case."""

    case_number: str
    paper: PaperOut


class CertificatesOut(Schema):
    """One's certificates, the latest first."""

    certificates: list[CertificateOut]


class CertificateIn(MonthsQuery):
    """Which certificate: enrolment, contributions, account; a unit also roster."""

    subject: Code
