"""A hall with three windows, its clerks and its visitors, for tests of queues."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

from tests.services.cases.stage import envelope

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.items.catalogue import Channel
from tongban.core.queue.tickets import Ending
from tongban.records.accounts.models import Account
from tongban.records.queues.models import ServiceWindow
from tongban.services.cases.envelope import Envelope
from tongban.services.queues.calling import call_next, finish
from tongban.services.queues.tickets import NewTicket, take_ticket
from tongban.services.queues.views import TicketView
from tongban.services.queues.windows import NewWindow, open_window, set_up_window

OFFICE = "370700"
VISITOR = Actor(kind=ActorKind.CITIZEN, account_id=None, name="自助终端")
KEYS = count(1)


def at(who: str, minute: int = 0, *, second: int = 0, key: str = "") -> Envelope:
    """An envelope so many minutes after nine in the morning."""
    sent = envelope(who, hour=9, key=key or f"queue-{next(KEYS)}")
    return replace(sent, now=sent.now + timedelta(minutes=minute, seconds=second))


def visitor(minute: int = 0, *, key: str = "") -> Envelope:
    """An envelope of somebody at a terminal."""
    sent = at("clerk1", minute, key=key)
    return replace(sent, actor=VISITOR, channel=Channel.KIOSK)


def party_of(login: str) -> int:
    party_id = Account.objects.get(login_name=login).party_id
    assert party_id is not None
    return party_id


def set_up(*kinds: tuple[str, ...]) -> list[int]:
    """Windows numbered from one; without kinds each serves everything."""
    return [
        set_up_window(
            at("supervisor"),
            office=OFFICE,
            new=NewWindow(number, f"{number}号窗口", served),
        ).id
        for number, served in enumerate(kinds, start=1)
    ]


def seated(login: str, window_id: int) -> None:
    open_window(at(login), window_id=window_id)


def consultation(minute: int = 0, *, key: str = "") -> TicketView:
    new = NewTicket(via="kiosk", kind="consult")
    return take_ticket(visitor(minute, key=key), OFFICE, new)


def call(login: str, minute: int) -> TicketView:
    """The next one; that the last has not rated is fine."""
    return call_next(at(login, minute), unrated_is_fine=True)


def done(
    login: str, ticket: TicketView, minute: int, ending: Ending = Ending.CONSULTED
) -> TicketView:
    return finish(at(login, minute), ticket_id=ticket.id, ending=ending)


def window(window_id: int) -> ServiceWindow:
    return ServiceWindow.objects.get(pk=window_id)
