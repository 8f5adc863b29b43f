"""Payments as the API takes and answers them; amounts in whole fen."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from tongban.api.schemas.cases import LightOut
from tongban.api.schemas.values import Code

ORDERS_MAX = 6_000


class OrderIn(Schema):
    """The reviewed case to pay."""

    number: Code


class BatchIn(Schema):
    """The orders that go into one bank file."""

    orders: Annotated[list[Code], Field(max_length=ORDERS_MAX)]


class PayLineOut(Schema):
    """A reviewed case that waits for its order."""

    number: str
    item: str
    applicant: str
    amount_fen: int
    due_on: date | None
    light: LightOut
    again: str


class OrderOut(Schema):
    """One payment order; payee and account are masked."""

    number: str
    case: str
    item: str
    payee: str
    bank: str
    account: str
    amount_fen: int
    state: str
    words: str


class BatchOut(Schema):
    """One bank file with its total."""

    number: str
    made_at: datetime
    count: int
    total_fen: int
    returned_at: datetime | None


class BatchDetailOut(BatchOut):
    """One bank file with its orders."""

    orders: list[OrderOut]


class PaymentsOut(Schema):
    """Cases to order, and orders not yet in a bank file."""

    cases: list[PayLineOut]
    orders: list[OrderOut]


class BatchesOut(Schema):
    """The bank files, the latest first."""

    batches: list[BatchOut]


class ReturnOut(Schema):
    """How many orders the bank paid, and how many it sent back."""

    paid: int
    failed: int
