"""What a hall shows: its board, its counts, a visitor's place, waiting times."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, check_may
from tongban.core.days import Period
from tongban.core.queue.rules import BusinessKind, QueueRules
from tongban.core.queue.tickets import SERVED_ENDINGS, TicketState
from tongban.core.queue.waiting import WaitFigures, estimate_minutes, wait_figures
from tongban.records.offices.models import Office
from tongban.records.queues.models import ServiceWindow, Ticket
from tongban.records.security.row_conditions import below
from tongban.services.queues.refusals import TicketUnknown
from tongban.services.queues.rules import queue_rules
from tongban.services.queues.scope import in_hall
from tongban.services.queues.tickets import open_office
from tongban.services.queues.views import TicketView, ticket_view

CALLS_SHOWN_MAX: Final = 7
OWN_SHOWN_MAX: Final = 10
TICKETS_READ_MAX: Final = 20_000
_READY: Final = (TicketState.WAITING.value, TicketState.SKIPPED.value)
_SERVED: Final = tuple(sorted(ending.value for ending in SERVED_ENDINGS))


@dataclass(frozen=True, slots=True)
class KindState:
    """How one kind of business stands: who waits, and about how long."""

    code: str
    letter: str
    name: str
    anonymous: bool
    at_once: bool
    waiting: int
    windows: int
    minutes: int


@dataclass(frozen=True, slots=True)
class HallState:
    """How a hall stands at a moment, in counts only."""

    office: str
    office_name: str
    day: date
    waiting: int
    windows_open: int
    kinds: tuple[KindState, ...]


@dataclass(frozen=True, slots=True)
class CalledLine:
    """One number called to a window, for everybody to see."""

    number: str
    window: int
    window_name: str
    called_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Board:
    """What the hall's screen shows: the latest call first, and who waits."""

    state: HallState
    called: tuple[CalledLine, ...]
    paused: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """How a visitor stands in the queue."""

    ticket: TicketView
    ahead: int
    minutes: int


def hall_state(office: str, *, today: date) -> HallState:
    """Return the counts of a hall; anybody may ask."""
    hall = open_office(office)
    with in_hall(hall.path):
        return _state(hall, today)


def board(office: str, *, today: date) -> Board:
    """Return what a hall's screen shows: numbers, windows and counts, no person."""
    hall = open_office(office)
    with in_hall(hall.path):
        rows = (
            Ticket.objects.select_related("window")
            .filter(office=hall, day=today, state=TicketState.CALLED.value)
            .order_by("-called_at", "-pk")
        )
        called = tuple(
            CalledLine(
                number=row.number,
                window=0 if row.window is None else row.window.number,
                window_name="" if row.window is None else row.window.name,
                called_at=row.called_at or row.taken_at,
                version=row.version,
            )
            for row in rows[:CALLS_SHOWN_MAX]
        )
        paused = ServiceWindow.objects.filter(
            office=hall, state=ServiceWindow.State.PAUSED
        ).values_list("number", flat=True)
        return Board(_state(hall, today), called, tuple(paused))


def place_of(office: str, ticket_id: int, *, today: date) -> Place:
    """Return how a ticket of today stands in the queue of its hall."""
    hall = open_office(office)
    with in_hall(hall.path):
        row = (
            Ticket.objects.select_related("office", "window", "case")
            .filter(pk=ticket_id, office=hall, day=today)
            .first()
        )
        if row is None:
            raise TicketUnknown
        return _place(hall, row, today)


@dataclass(frozen=True, slots=True)
class OwnTicket:
    """A ticket of today as its visitor sees it; ``may_rate`` once it was served."""

    ticket: TicketView
    office_name: str
    may_rate: bool


def own_tickets(actor: Actor, *, today: date) -> tuple[OwnTicket, ...]:
    """Return the tickets of today that parties of the actor hold, the latest first."""
    rows = Ticket.objects.select_related("office", "window", "case").filter(
        party_id__in=actor.party_ids, day=today
    )
    return tuple(
        OwnTicket(
            ticket=ticket_view(row),
            office_name=row.office.name,
            may_rate=row.ending in SERVED_ENDINGS and row.rated_at is None,
        )
        for row in rows.order_by("-pk")[:OWN_SHOWN_MAX]
    )


def find_ticket(actor: Actor, text: str, *, today: date) -> TicketView | None:
    """Return the ticket of today that was typed or scanned at the actor's office.

    Takes the number (A007), the whole serial, or the address in the QR code.
    """
    text = text.strip().rstrip("/").rpartition("/")[2]
    number = text.strip().upper().rpartition("-")[2]
    row = (
        Ticket.objects.select_related("office", "window", "case")
        .filter(
            below("office_path", actor.office_path),
            office__code=_office_in(text) or actor.office_code,
            day=today,
            number=number,
        )
        .first()
    )
    return None if row is None else ticket_view(row)


def waiting_times(
    actor: Actor, *, office_path: str, period: Period
) -> Mapping[str, WaitFigures]:
    """Return how long people waited in an office and below, by kind of business.

    The empty kind is the total. Refuses who may not see figures there.
    """
    check_may(actor, Act.SEE_FIGURES, office_path=office_path)
    rows = Ticket.objects.filter(
        below("office_path", office_path), day__gte=period.start
    )
    if period.end is not None:
        rows = rows.filter(day__lt=period.end)
    found = list(
        rows.values_list("kind", "taken_at", "first_called_at", "ending")[
            :TICKETS_READ_MAX
        ]
    )
    kinds = ("", *sorted({kind for kind, *_ in found}))
    return {
        kind: _figures([row for row in found if kind in ("", row[0])]) for kind in kinds
    }


def _figures(
    rows: list[tuple[str, datetime, datetime | None, str]],
) -> WaitFigures:
    waits = [None if called is None else called - at for _, at, called, _ in rows]
    return wait_figures(waits, served=sum(row[3] in SERVED_ENDINGS for row in rows))


def _office_in(text: str) -> str:
    office, _, rest = text.strip().partition("-")
    return office if rest else ""


def _state(hall: Office, today: date) -> HallState:
    rules = queue_rules(today)
    waiting = list(
        Ticket.objects.filter(office=hall, day=today, state__in=_READY).values_list(
            "kind", flat=True
        )
    )
    windows = _open_windows(hall)
    served = _service_times(hall, today)
    kinds = tuple(
        _kind_state(kind, rules, waiting=waiting, windows=windows, served=served)
        for kind in rules.kinds
    )
    return HallState(
        office=hall.code,
        office_name=hall.name,
        day=today,
        waiting=len(waiting),
        windows_open=len(windows),
        kinds=kinds,
    )


def _kind_state(
    kind: BusinessKind,
    rules: QueueRules,
    *,
    waiting: list[str],
    windows: list[frozenset[str]],
    served: list[tuple[str, timedelta]],
) -> KindState:
    serving = sum(not kinds or kind.code in kinds for kinds in windows)
    ahead = waiting.count(kind.code)
    return KindState(
        code=kind.code,
        letter=kind.letter,
        name=kind.name,
        anonymous=kind.anonymous,
        at_once=kind.at_once,
        waiting=ahead,
        windows=serving,
        minutes=estimate_minutes(
            ahead=ahead,
            windows=serving,
            services=[time for code, time in served if code == kind.code],
            rules=rules,
        ),
    )


def _open_windows(hall: Office) -> list[frozenset[str]]:
    rows = ServiceWindow.objects.filter(office=hall, state=ServiceWindow.State.OPEN)
    return [frozenset(kinds) for kinds in rows.values_list("kinds", flat=True)]


def _service_times(hall: Office, today: date) -> list[tuple[str, timedelta]]:
    rows = Ticket.objects.filter(
        office=hall, day=today, ending__in=_SERVED, called_at__isnull=False
    ).values_list("kind", "called_at", "ended_at")
    return [
        (kind, ended - called)
        for kind, called, ended in rows
        if called is not None and ended is not None
    ]


def _place(hall: Office, row: Ticket, today: date) -> Place:
    rules = queue_rules(today)
    waits = row.state in _READY
    ahead = Ticket.objects.filter(
        office=hall, day=today, kind=row.kind, state__in=_READY, since__lt=row.since
    ).count()
    windows = _open_windows(hall)
    minutes = estimate_minutes(
        ahead=ahead,
        windows=sum(not kinds or row.kind in kinds for kinds in windows),
        services=[
            time for kind, time in _service_times(hall, today) if kind == row.kind
        ],
        rules=rules,
    )
    return Place(ticket_view(row), ahead if waits else 0, minutes if waits else 0)
