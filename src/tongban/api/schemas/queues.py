"""Queues as the API takes and answers them."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from tongban.api.schemas.values import Code, Id
from tongban.core.items.catalogue import Audience
from tongban.core.queue.tickets import Priority, TicketState

MATERIALS_MAX = 40
CodeOrNothing = Annotated[
    str, StringConstraints(max_length=80, pattern=r"^[A-Za-z0-9_.:-]*$")
]


class KindOut(Schema):
    """One kind of business: who waits, and about how long."""

    code: str
    letter: str
    name: str
    anonymous: bool
    waiting: int
    windows: int
    minutes: Annotated[int, Field(description="约需等候分钟数，向上取整")]


class HallOut(Schema):
    """A hall in counts, without any person."""

    office: str
    office_name: str
    day: date
    waiting: int
    windows_open: int
    kinds: list[KindOut]


class TicketIn(Schema):
    """What to take a ticket for: an item, or a kind of business."""

    party_id: Id
    kind: CodeOrNothing = ""
    item: CodeOrNothing = ""
    audience: Audience | None = None
    priority: Priority | None = None
    materials: Annotated[
        list[Code], Field(default_factory=list, max_length=MATERIALS_MAX)
    ]


class TicketFacts(Schema):
    """One ticket; ``code`` is what its visitor rates the visit with."""

    id: int
    number: str
    serial: str
    code: str
    day: date
    kind: str
    kind_name: str
    item: str
    state: TicketState
    state_word: str
    priority_word: str
    window: int | None
    taken_at: datetime
    called_at: datetime | None
    ended_at: datetime | None
    ending: str
    ending_word: str


class TicketOut(Schema):
    """A ticket and its place in the queue."""

    ticket: TicketFacts
    ahead: int
    minutes: Annotated[int, Field(description="约需等候分钟数，向上取整")]
