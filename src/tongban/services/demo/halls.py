"""Windows and tickets of the demo's halls, through the real commands."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from tongban.core.access.actor import Actor
from tongban.core.items.catalogue import Channel
from tongban.core.queue.tickets import Ending
from tongban.records.accounts.models import Account
from tongban.records.queues.models import ServiceWindow, Ticket
from tongban.services.access.queries import actor_of
from tongban.services.cases.envelope import CHINA, Envelope
from tongban.services.demo.roster import DemoHall, DemoTicket, halls
from tongban.services.queues.calling import call_next, finish, note_rating
from tongban.services.queues.tickets import NewTicket, take_ticket
from tongban.services.queues.windows import (
    NewWindow,
    close_window,
    open_window,
    set_up_window,
)

_MINUTE: Final = timedelta(minutes=1)
_SERVED_AFTER: Final = timedelta(hours=2)


def load_demo_halls(now: datetime) -> int:
    """Set up the demo's windows, and take its tickets once a day of loading.

    Returns how many tickets there are then.
    """
    for hall in halls():
        _set_up(hall, now)
        sent = _envelope(_actor(hall.clerk, now), now, key="")
        taken = Ticket.objects.filter(office__code=hall.office, day=sent.today)
        if not taken.exists():
            _visit(hall, now)
    return Ticket.objects.count()


def _set_up(hall: DemoHall, now: datetime) -> None:
    manager = _actor(hall.manager, now)
    for number, name, kinds in hall.windows:
        known = ServiceWindow.objects.filter(office__code=hall.office, number=number)
        if not known.exists():
            set_up_window(
                _envelope(manager, now, key=f"demo-window-{hall.office}-{number}"),
                office=hall.office,
                new=NewWindow(number, name, kinds),
            )


def _visit(hall: DemoHall, now: datetime) -> None:
    clerk = _actor(hall.clerk, now)
    mark = f"demo-hall-{hall.office}-{now:%Y%m%d}"
    windows = ServiceWindow.objects.filter(office__code=hall.office, account=None)
    served = [ticket for ticket in hall.tickets if ticket.ending]
    first = windows.first()
    # Shortly after midnight nobody can have been served today.
    if served and first is not None and now - _midnight(now) > _SERVED_AFTER:
        begun = _moment(now, hall.tickets[0].minutes_ago)
        seat = _envelope(clerk, begun, key=f"{mark}-sit")
        open_window(seat, window_id=first.pk)
        for place, ticket in enumerate(served):
            _serve(hall, ticket, clerk, now=now, key=f"{mark}-served-{place}")
        close_window(_envelope(clerk, now, key=f"{mark}-close"))
    for place, ticket in enumerate(hall.tickets):
        if not ticket.ending:
            _take(hall, ticket, clerk, now=now, key=f"{mark}-{place}")


def _serve(
    hall: DemoHall, ticket: DemoTicket, clerk: Actor, *, now: datetime, key: str
) -> None:
    _take(hall, ticket, clerk, now=now, key=key)
    called_at = _moment(now, ticket.minutes_ago - 1)
    called = call_next(
        _envelope(clerk, called_at, key=f"{key}-call"), unrated_is_fine=True
    )
    end = replace(
        _envelope(clerk, called_at, key=f"{key}-end"),
        now=called_at + ticket.served_minutes * _MINUTE,
    )
    finish(end, ticket_id=called.id, ending=Ending(ticket.ending))
    note_rating(end, ticket_id=called.id)


def _take(
    hall: DemoHall, ticket: DemoTicket, clerk: Actor, *, now: datetime, key: str
) -> None:
    account = Account.objects.filter(login_name=ticket.login).first()
    new = NewTicket(
        via="kiosk",
        kind=ticket.kind,
        item=ticket.item,
        audience=ticket.audience,
        party_id=None if account is None else account.party_id,
    )
    sent = _envelope(clerk, _moment(now, ticket.minutes_ago), key=f"{key}-take")
    take_ticket(sent, hall.office, new)


def _moment(now: datetime, minutes_ago: int) -> datetime:
    """Return a moment of the day of loading, never of the day before."""
    return max(now - minutes_ago * _MINUTE, _midnight(now))


def _midnight(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(CHINA).date(), time(0, 0), CHINA)


def _envelope(actor: Actor, moment: datetime, *, key: str) -> Envelope:
    return Envelope(actor=actor, now=moment, key=key, channel=Channel.COUNTER)


def _actor(login: str, now: datetime) -> Actor:
    return actor_of(Account.objects.get(login_name=login), now.date())
