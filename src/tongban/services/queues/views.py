"""What doors get to know of tickets and windows: plain values."""

from dataclasses import dataclass
from datetime import date, datetime

from tongban.core.queue.tickets import (
    ENDING_WORDS,
    PRIORITY_WORDS,
    TICKET_STATE_WORDS,
    Ending,
    Priority,
    TicketState,
)
from tongban.records.queues.models import ServiceWindow, Ticket
from tongban.services.queues.refusals import TicketUnknown
from tongban.services.queues.rules import queue_rules


@dataclass(frozen=True, slots=True)
class WindowView:
    """One window; ``person`` is who sits there."""

    id: int
    number: int
    name: str
    kinds: tuple[str, ...]
    state: str
    person_id: int | None
    person: str
    pause_reason: str
    last_call_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class TicketView:
    """One ticket as its hall and its visitor know it, without personal data.

    ``serial`` names it over all halls and days; its QR code leads to its rating.
    """

    id: int
    number: str
    serial: str
    code: str
    office: str
    day: date
    kind: str
    kind_name: str
    item: str
    audience: str
    materials: tuple[str, ...]
    state: TicketState
    state_word: str
    priority_word: str
    party_id: int | None
    window: int | None
    window_name: str
    taken_at: datetime
    called_at: datetime | None
    ended_at: datetime | None
    ending: str
    ending_word: str
    case_number: str
    skips: int
    version: int
    repeated: bool = False


def window_view(row: ServiceWindow) -> WindowView:
    """Return a window as a plain value."""
    account = row.account
    return WindowView(
        id=row.pk,
        number=row.number,
        name=row.name,
        kinds=tuple(row.kinds),
        state=row.state,
        person_id=row.account_id,
        person="" if account is None else account.display_name,
        pause_reason=row.pause_reason,
        last_call_at=row.last_call_at,
        version=row.version,
    )


def ticket_view(row: Ticket, *, repeated: bool = False) -> TicketView:
    """Return a ticket as a plain value."""
    kind = queue_rules(row.day).find_kind(row.kind)
    state, window = TicketState(row.state), row.window
    return TicketView(
        id=row.pk,
        number=row.number,
        serial=serial_of(row.office.code, row.day, row.number),
        code=row.code,
        office=row.office.code,
        day=row.day,
        kind=row.kind,
        kind_name=row.kind if kind is None else kind.name,
        item=row.item,
        audience=row.audience,
        materials=tuple(row.materials),
        state=state,
        state_word=TICKET_STATE_WORDS[state],
        priority_word=PRIORITY_WORDS.get(Priority(row.priority), ""),
        party_id=row.party_id,
        window=None if window is None else window.number,
        window_name="" if window is None else window.name,
        taken_at=row.taken_at,
        called_at=row.called_at,
        ended_at=row.ended_at,
        ending=row.ending,
        ending_word=ENDING_WORDS[Ending(row.ending)] if row.ending else "",
        case_number="" if row.case is None else row.case.number,
        skips=row.skips,
        version=row.version,
        repeated=repeated,
    )


def serial_of(office: str, day: date, number: str) -> str:
    """Return the name of a ticket over all halls and days: office-day-number."""
    return f"{office}-{day:%Y%m%d}-{number}"


def read_serial(text: str) -> tuple[str, date, str]:
    """Return office, day and number of a serial; refuses ``queue.ticket.unknown``."""
    try:
        office, day, number = text.strip().rsplit("-", 2)
        return office, date.fromisoformat(day), number.upper()
    except ValueError as fault:
        raise TicketUnknown from fault
