"""Taking tickets, and giving them back (取号、退号)."""

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db import transaction

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.queue.rules import BusinessKind
from tongban.core.queue.tickets import (
    Ending,
    Move,
    Priority,
    TicketState,
    after,
    number_of,
    priority_of,
)
from tongban.records.offices.models import Office
from tongban.records.queues.models import HallDay, QueueEvent, Ticket
from tongban.services.cases.envelope import Envelope
from tongban.services.parties.queries import party_card
from tongban.services.queues.refusals import (
    IdentityNeeded,
    KindUnknown,
    OfficeUnknown,
    TicketUnknown,
)
from tongban.services.queues.rules import queue_rules
from tongban.services.queues.scope import in_hall
from tongban.services.queues.views import TicketView, ticket_view

CODE_DIGITS: Final = 6
MATERIALS_MAX: Final = 40
TAKE: Final = "take"


@dataclass(frozen=True, slots=True)
class NewTicket:
    """What a ticket is taken for: an item (a pre-case), or a kind of business.

    ``materials`` are the codes of the papers ticked as brought; ``claimed`` is
    the priority the visitor says they have.
    """

    via: str
    kind: str = ""
    item: str = ""
    audience: str = ""
    party_id: int | None = None
    claimed: Priority = Priority.NONE
    materials: tuple[str, ...] = field(default=())


def take_ticket(envelope: Envelope, office: str, new: NewTicket) -> TicketView:
    """Return a new ticket of today, or the one the person holds for this kind.

    Refuses an unknown hall or kind, a nameless visitor where the kind asks for
    one, and a series that is used up.
    """
    hall = open_office(office)
    envelope.check()
    with in_hall(hall.path), transaction.atomic():
        kind = _kind_of(new, envelope.today)
        _check_identity(envelope.actor, kind, new)
        today = lock_day(hall, envelope.today)
        # Behind the lock: the same request sent twice at once is seen here.
        repeat = find_repeat(envelope)
        if repeat is not None and repeat.ticket is not None:
            return ticket_view(repeat.ticket, repeated=True)
        held = _held(hall, kind, new, envelope.today)
        if held is not None:
            return ticket_view(held, repeated=True)
        return ticket_view(_issue(envelope, today, kind, new))


def leave_queue(envelope: Envelope, office: str, ticket_id: int) -> TicketView:
    """Close a ticket its visitor gives back before being called."""
    hall = open_office(office)
    with in_hall(hall.path), transaction.atomic():
        row = (
            Ticket.objects.select_for_update(of=("self",))
            .select_related("office", "window", "case")
            .filter(pk=ticket_id, office=hall, day=envelope.today)
            .first()
        )
        if row is None:
            raise TicketUnknown
        if row.ending == Ending.LEFT:
            return ticket_view(row, repeated=True)
        row.state = after(TicketState(row.state), Move.LEAVE).value
        row.ending, row.ended_at = Ending.LEFT.value, envelope.now
        row.version += 1
        row.save(update_fields=["state", "ending", "ended_at", "version"])
        keep_event(envelope, row, what=Move.LEAVE)
        return ticket_view(row)


def open_office(code: str) -> Office:
    """Return an active office of a code; refuses ``queue.office_unknown``."""
    found = Office.objects.filter(code=code, is_active=True).first()
    if found is None:
        raise OfficeUnknown
    return found


def lock_day(office: Office, day: date) -> HallDay:
    """Return the office's row of the day, locked: takers and callers take turns."""
    HallDay.objects.bulk_create(
        [HallDay(office=office, office_path=office.path, day=day)],
        ignore_conflicts=True,
    )
    return HallDay.objects.select_for_update(of=("self",)).get(office=office, day=day)


def find_repeat(envelope: Envelope) -> QueueEvent | None:
    """Return what this very request did before, or nothing."""
    return (
        QueueEvent.objects.select_related(
            "ticket", "ticket__office", "ticket__window", "ticket__case", "window"
        )
        .filter(sender=envelope.sender, key=envelope.key)
        .first()
    )


def keep_event(
    envelope: Envelope,
    ticket: Ticket,
    *,
    what: str,
    words: str = "",
    window_id: int | None = None,
) -> None:
    """Write down what happened to a ticket, and at which window."""
    QueueEvent.objects.create(
        office_path=ticket.office_path,
        at=envelope.now,
        what=what,
        ticket=ticket,
        window_id=window_id,
        account_id=envelope.actor.account_id,
        words=words,
        sender=envelope.sender,
        key=envelope.key,
    )


def _kind_of(new: NewTicket, today: date) -> BusinessKind:
    rules = queue_rules(today)
    found = rules.find_kind_of_item(new.item) if new.item else rules.find_kind(new.kind)
    if found is None:
        raise KindUnknown
    return found


def _check_identity(actor: Actor, kind: BusinessKind, new: NewTicket) -> None:
    """Refuse the nameless, unless a clerk hands the ticket out or the kind allows."""
    nameless = new.party_id is None and not kind.anonymous
    if nameless and actor.kind is not ActorKind.STAFF:
        raise IdentityNeeded


def _held(
    hall: Office, kind: BusinessKind, new: NewTicket, today: date
) -> Ticket | None:
    if new.party_id is None:
        return None
    return (
        Ticket.objects.select_related("office", "window", "case")
        .exclude(state=TicketState.CLOSED.value)
        .filter(office=hall, day=today, kind=kind.code, party_id=new.party_id)
        .first()
    )


def _issue(
    envelope: Envelope, today: HallDay, kind: BusinessKind, new: NewTicket
) -> Ticket:
    serial = today.serials.get(kind.code, 0) + 1
    row = Ticket.objects.create(
        office=today.office,
        office_path=today.office_path,
        day=today.day,
        number=number_of(kind.letter, serial),
        code=f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}",
        kind=kind.code,
        state=TicketState.WAITING.value,
        priority=_priority(envelope, new).value,
        party_id=new.party_id,
        item=new.item,
        audience=new.audience,
        materials=sorted(set(new.materials))[:MATERIALS_MAX],
        taken_via=new.via,
        taken_at=envelope.now,
        since=envelope.now,
    )
    today.serials = {**today.serials, kind.code: serial}
    today.save(update_fields=["serials"])
    keep_event(envelope, row, what=TAKE)
    return row


def _priority(envelope: Envelope, new: NewTicket) -> Priority:
    born_on = None if new.party_id is None else party_card(new.party_id).born_on
    return priority_of(
        born_on=born_on,
        claimed=new.claimed,
        today=envelope.today,
        rules=queue_rules(envelope.today),
    )
