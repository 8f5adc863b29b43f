"""Windows of a hall: setting them up, sitting down, pausing, leaving."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, NotAllowed, check_may, may
from tongban.core.queue.tickets import TicketState
from tongban.records.offices.models import Office
from tongban.records.queues.models import QueueEvent, ServiceWindow, Ticket
from tongban.services.cases.envelope import Envelope
from tongban.services.queues.refusals import (
    KindUnknown,
    NotYourWindow,
    ReasonUnknown,
    TicketStillOpen,
    WindowNumberTaken,
    WindowTaken,
    WindowUnknown,
)
from tongban.services.queues.rules import queue_rules
from tongban.services.queues.tickets import find_repeat, open_office
from tongban.services.queues.views import WindowView, window_view

OPEN: Final = "open"
PAUSE: Final = "pause"
RESUME: Final = "resume"
CLOSE: Final = "close"
SET_UP: Final = "set_up"


@dataclass(frozen=True, slots=True)
class NewWindow:
    """A window to set up; no kinds means that it serves all of them."""

    number: int
    name: str
    kinds: tuple[str, ...] = ()


def check_manager(actor: Actor, office_path: str) -> None:
    """Refuse who neither manages offices nor watches over this one."""
    if may(actor, Act.SPOT_CHECK, office_path=office_path):
        return
    if not may(actor, Act.MANAGE_OFFICES, office_path=office_path):
        raise NotAllowed(Act.MANAGE_OFFICES)


@transaction.atomic
def set_up_window(
    envelope: Envelope, *, office: str, new: NewWindow, window_id: int | None = None
) -> WindowView:
    """Set a window up, or change the name and kinds of one."""
    hall = open_office(office)
    check_manager(envelope.actor, hall.path)
    _check_kinds(new.kinds, envelope)
    if find_repeat(envelope) is None:
        row = _window_to_change(hall, new, window_id)
        row.number, row.name, row.kinds = new.number, new.name, list(new.kinds)
        row.version += 1
        row.save()
        _keep(envelope, row, what=SET_UP)
        return window_view(row)
    return window_view(ServiceWindow.objects.get(office=hall, number=new.number))


def _check_kinds(kinds: Sequence[str], envelope: Envelope) -> None:
    known = {kind.code for kind in queue_rules(envelope.today).kinds}
    if not known.issuperset(kinds):
        raise KindUnknown


def _window_to_change(
    hall: Office, new: NewWindow, window_id: int | None
) -> ServiceWindow:
    same = ServiceWindow.objects.filter(office=hall, number=new.number)
    if same.exclude(pk=window_id or 0).exists():
        raise WindowNumberTaken(new.number)
    if window_id is None:
        return ServiceWindow(office=hall, office_path=hall.path)
    row = (
        ServiceWindow.objects.select_for_update(of=("self",))
        .filter(pk=window_id, office=hall)
        .first()
    )
    if row is None:
        raise WindowUnknown
    return row


@transaction.atomic
def open_window(envelope: Envelope, *, window_id: int) -> WindowView:
    """Sit down at a window; the one sat at before is left."""
    row = (
        ServiceWindow.objects.select_for_update(of=("self",))
        .select_related("office")
        .filter(pk=window_id)
        .first()
    )
    if row is None:
        raise WindowUnknown
    check_may(envelope.actor, Act.ACCEPT, office_path=row.office_path)
    if find_repeat(envelope) is not None:
        return window_view(row)
    if row.account_id not in (None, envelope.actor.account_id):
        raise WindowTaken
    _leave_others(envelope, row)
    row.state, row.account_id = ServiceWindow.State.OPEN, envelope.actor.account_id
    row.pause_reason, row.last_call_at = "", None
    row.version += 1
    row.save()
    _keep(envelope, row, what=OPEN)
    return window_view(row)


def _leave_others(envelope: Envelope, chosen: ServiceWindow) -> None:
    """Leave the window sat at so far; a visitor there is finished first."""
    others = ServiceWindow.objects.select_for_update(of=("self",)).filter(
        account_id=envelope.actor.account_id or 0
    )
    for row in others.exclude(pk=chosen.pk):
        _check_empty(row)
        row.state, row.account = ServiceWindow.State.CLOSED, None
        row.save(update_fields=["state", "account"])


def pause_window(envelope: Envelope, *, reason: str) -> WindowView:
    """Let the window call nobody for a while; the hall sees that it paused."""
    if reason not in queue_rules(envelope.today).pause_reasons:
        raise ReasonUnknown

    def pause(row: ServiceWindow) -> None:
        row.state, row.pause_reason = ServiceWindow.State.PAUSED, reason

    return _change_own(envelope, what=PAUSE, words=reason, change=pause)


def resume_window(envelope: Envelope) -> WindowView:
    """Let the window call again."""

    def resume(row: ServiceWindow) -> None:
        row.state, row.pause_reason = ServiceWindow.State.OPEN, ""

    return _change_own(envelope, what=RESUME, words="", change=resume)


def close_window(envelope: Envelope) -> WindowView:
    """Leave the window; refuses while a visitor is there."""

    def close(row: ServiceWindow) -> None:
        _check_empty(row)
        row.state, row.account = ServiceWindow.State.CLOSED, None
        row.pause_reason = ""

    return _change_own(envelope, what=CLOSE, words="", change=close)


def own_window(envelope: Envelope) -> ServiceWindow:
    """Return the window the actor sits at, locked; refuses who sits at none."""
    row = (
        ServiceWindow.objects.select_for_update(of=("self",))
        .select_related("office", "account")
        .filter(account_id=envelope.actor.account_id or 0)
        .first()
    )
    if row is None:
        raise NotYourWindow
    return row


@transaction.atomic
def _change_own(
    envelope: Envelope,
    *,
    what: str,
    words: str,
    change: Callable[[ServiceWindow], None],
) -> WindowView:
    repeat = find_repeat(envelope)
    if repeat is not None and repeat.window is not None:
        return window_view(repeat.window)
    row = own_window(envelope)
    change(row)
    row.version += 1
    row.save()
    _keep(envelope, row, what=what, words=words)
    return window_view(row)


def _check_empty(row: ServiceWindow) -> None:
    there = Ticket.objects.filter(window=row, state=TicketState.CALLED.value).first()
    if there is not None:
        raise TicketStillOpen(there.number)


def _keep(
    envelope: Envelope, row: ServiceWindow, *, what: str, words: str = ""
) -> None:
    envelope.check()
    QueueEvent.objects.create(
        office_path=row.office_path,
        at=envelope.now,
        what=what,
        window=row,
        account_id=envelope.actor.account_id,
        words=words,
        sender=envelope.sender,
        key=envelope.key,
    )
