"""Takers and callers at one moment: no number twice, no visitor called twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from tests.region import LOADED_AT
from tests.services.queues.hall import (
    OFFICE,
    at,
    consultation,
    seated,
    set_up,
    visitor,
)

from tongban.core.access.actor import ActorKind, Role
from tongban.core.days import Period
from tongban.core.refusals import Refusal
from tongban.records.queues.models import HallDay, QueueEvent, Ticket
from tongban.services.access.operations import (
    NewAccount,
    NewGrant,
    give_grant,
    open_account,
    record_training,
    sign_agreement,
)
from tongban.services.demo.operations import load_demo
from tongban.services.queues.calling import call_next
from tongban.services.queues.tickets import NewTicket, take_ticket
from tongban.services.queues.views import TicketView

pytestmark = pytest.mark.django_db(transaction=True)
CLERKS = ("clerk1", "hall-2", "hall-3", "hall-4")


@pytest.fixture(autouse=True)
def _region_again(
    _staged: None, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Load the region for each test: threads commit, so each test is emptied."""
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    load_demo(LOADED_AT)


def clerk(login: str) -> None:
    """One more clerk of the hall."""
    new = NewAccount(login, login, ActorKind.STAFF, "!", office=OFFICE)
    account_id = open_account(new)
    first, last = date(2021, 1, 1), date(2030, 1, 1)
    sign_agreement(account_id, signed_on=first, until=last)
    record_training(account_id, trained_on=first, until=last)
    give_grant(account_id, NewGrant(Role.CLERK, OFFICE, Period(first, None)))


def together(*commands: Callable[[], TicketView]) -> list[TicketView | Refusal]:
    """Run the commands in threads, each with its connection, from one moment on."""
    barrier = Barrier(len(commands))

    def run(command: Callable[[], TicketView]) -> TicketView | Refusal:
        try:
            barrier.wait()
            return command()
        except Refusal as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(run, commands))


def test_many_takers_at_once_get_one_number_each():
    senders = [visitor() for _ in range(8)]
    new = NewTicket(via="kiosk", kind="consult")
    taken = together(*(lambda s=sent: take_ticket(s, OFFICE, new) for sent in senders))
    assert sorted(one.number for one in taken) == [f"Z{n:03d}" for n in range(1, 9)]


def test_one_request_sent_twice_at_once_takes_one_ticket():
    sent = visitor(key="same")
    new = NewTicket(via="kiosk", kind="consult")
    first, again = together(*[lambda: take_ticket(sent, OFFICE, new)] * 2)
    assert first.number == again.number
    assert sorted((first.repeated, again.repeated)) == [False, True]
    assert Ticket.objects.count() == 1


def test_four_clerks_calling_at_once_get_four_visitors():
    for login in CLERKS[1:]:
        clerk(login)
    for login, window_id in zip(CLERKS, set_up((), (), (), ()), strict=True):
        seated(login, window_id)
    for minute in range(4):
        consultation(minute)
    senders = [at(login, 10) for login in CLERKS]
    called = together(*(lambda s=sent: call_next(s) for sent in senders))
    assert sorted(one.number for one in called) == ["Z001", "Z002", "Z003", "Z004"]
    assert sorted(one.window for one in called) == [1, 2, 3, 4]
    assert HallDay.objects.get().calls == 4


def test_two_clerks_and_one_visitor_make_one_call():
    clerk("hall-2")
    for login, window_id in zip(CLERKS[:2], set_up((), ()), strict=True):
        seated(login, window_id)
    consultation()
    senders = [at(login, 10) for login in CLERKS[:2]]
    answers = together(*(lambda s=sent: call_next(s) for sent in senders))
    refused = [answer.code for answer in answers if isinstance(answer, Refusal)]
    assert refused == ["queue.nobody_waits"]
    assert QueueEvent.objects.filter(what="call").count() == 1


def test_two_clicks_of_one_clerk_call_one_visitor():
    (window_id,) = set_up(())
    seated("clerk1", window_id)
    consultation(0)
    consultation(1)
    senders = [at("clerk1", 10), at("clerk1", 10)]
    answers = together(*(lambda s=sent: call_next(s) for sent in senders))
    refused = [answer.code for answer in answers if isinstance(answer, Refusal)]
    assert refused == ["queue.ticket_still_open"]
    assert Ticket.objects.filter(state="called").count() == 1
