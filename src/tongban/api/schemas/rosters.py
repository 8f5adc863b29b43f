"""Shapes of rosters in the API."""

from datetime import datetime

from ninja import Schema
from pydantic import Field

from tongban.core.rosters.states import RosterState


class RosterLineOut(Schema):
    """How a roster stands, with the counts of its rows."""

    code: str
    year: int
    file_name: str
    state: RosterState
    state_word: str
    problem: str = Field(description="没有办成的原因")
    received_at: datetime
    rows: int = Field(description="表格里的学生数")
    good: int = Field(description="核对通过、等登记")
    bad: int = Field(description="有问题")
    sent: int = Field(description="已登记")
    disputed: int = Field(description="已有其他参保，待核实")


class RosterFaultOut(Schema):
    """One fault in one cell; who it is about is masked."""

    cell: str = Field(description="单元格", examples=["B12"])
    column: str
    who: str
    identifier: str
    what: str
    how: str = Field(description="怎么改")


class RosterCaseOut(Schema):
    """One case students went into."""

    number: str
    state: str
    outcome: str
    students: int


class RosterOut(Schema):
    """One roster with a page of its faults and its cases."""

    line: RosterLineOut
    faults: list[RosterFaultOut]
    page: int
    pages: int
    cases: list[RosterCaseOut]
