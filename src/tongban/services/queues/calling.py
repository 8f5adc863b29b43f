"""Calling and serving: next, recall, skip, forward, finish (叫号和办理)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, check_may
from tongban.core.queue.calling import (
    Post,
    Turn,
    Waiting,
    check_call_lock,
    choose_next,
)
from tongban.core.queue.tickets import (
    SERVED_ENDINGS,
    Ending,
    Move,
    Priority,
    TicketState,
    after,
    check_ending,
    skip_move,
)
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.queues.models import HallDay, ServiceWindow, Ticket
from tongban.services.cases.envelope import Envelope
from tongban.services.queues.refusals import (
    CaseNotOfVisitor,
    ForwardNowhere,
    LastUnrated,
    NotYourWindow,
    ReasonUnknown,
    TicketChanged,
    TicketStillOpen,
    TicketUnknown,
    WindowPaused,
)
from tongban.services.queues.rules import queue_rules
from tongban.services.queues.tickets import find_repeat, keep_event, lock_day
from tongban.services.queues.views import TicketView, ticket_view
from tongban.services.queues.windows import own_window


@dataclass(frozen=True, slots=True)
class Target:
    """Where a ticket is forwarded to: a window or a person of the hall."""

    window_id: int | None = None
    account_id: int | None = None


@transaction.atomic
def call_next(envelope: Envelope, *, unrated_is_fine: bool = False) -> TicketView:
    """Return whom the clerk's window calls next.

    Takers and callers of one office take turns, so no two windows call one
    ticket. Refuses while a visitor is still there, within the locked seconds,
    when the last visitor has not rated (unless said to be fine), and when
    nobody waits.
    """
    window = own_window(envelope)
    check_may(envelope.actor, Act.ACCEPT, office_path=window.office_path)
    today = lock_day(window.office, envelope.today)
    # Behind the lock: the same request sent twice at once is seen here.
    repeat = find_repeat(envelope)
    if repeat is not None and repeat.ticket is not None:
        return ticket_view(repeat.ticket, repeated=True)
    window.refresh_from_db(fields=["last_call_at", "state"])
    _check_free(envelope, window, unrated_is_fine=unrated_is_fine)
    rules = queue_rules(envelope.today)
    check_call_lock(window.last_call_at, now=envelope.now, rules=rules)
    called = choose_next(
        _waiting(today),
        post=Post(window.pk, window.account_id or 0, frozenset(window.kinds)),
        turn=Turn(today.calls, today.priority_run),
        rules=rules,
    )
    today.calls, today.priority_run = called.turn.calls, called.turn.priority_run
    today.save(update_fields=["calls", "priority_run"])
    window.last_call_at = envelope.now
    window.save(update_fields=["last_call_at"])
    return _call(envelope, called.ticket.id, window)


def _check_free(
    envelope: Envelope, window: ServiceWindow, *, unrated_is_fine: bool
) -> None:
    if window.state != ServiceWindow.State.OPEN:
        raise WindowPaused
    there = Ticket.objects.filter(window=window, state=TicketState.CALLED.value).first()
    if there is not None:
        raise TicketStillOpen(there.number)
    unrated = find_unrated(window, envelope)
    if unrated is not None and not unrated_is_fine:
        raise LastUnrated(unrated.number)


def find_unrated(window: ServiceWindow, envelope: Envelope) -> Ticket | None:
    """Return the last visitor served here today when they have not rated yet."""
    last = (
        Ticket.objects.filter(
            window=window,
            day=envelope.today,
            account_id=envelope.actor.account_id or 0,
            ended_at__isnull=False,
        )
        .order_by("-ended_at")
        .first()
    )
    if last is None or last.rated_at is not None:
        return None
    return last if last.ending in SERVED_ENDINGS else None


def _waiting(today: HallDay) -> tuple[Waiting, ...]:
    rows = Ticket.objects.filter(
        office=today.office_id,
        day=today.day,
        state__in=[TicketState.WAITING.value, TicketState.SKIPPED.value],
    )
    return tuple(
        Waiting(
            id=row.pk,
            kind=row.kind,
            priority=Priority(row.priority),
            since=row.since,
            skipped=row.state == TicketState.SKIPPED,
            returns_at=row.returns_at,
            window=row.for_window_id,
            person=row.for_account_id,
        )
        for row in rows
    )


def _call(envelope: Envelope, ticket_id: int, window: ServiceWindow) -> TicketView:
    row = _locked(ticket_id)
    row.state = after(TicketState(row.state), Move.CALL).value
    row.window, row.account_id = window, window.account_id
    row.called_at = envelope.now
    row.first_called_at = row.first_called_at or envelope.now
    row.for_window = row.for_account = None
    row.version += 1
    row.save()
    keep_event(envelope, row, what=Move.CALL, window_id=window.pk)
    return ticket_view(row)


def recall(envelope: Envelope, *, ticket_id: int) -> TicketView:
    """Call the visitor of this window once more."""

    def again(row: Ticket) -> str:
        row.state = after(TicketState(row.state), Move.RECALL).value
        row.called_at = envelope.now
        return ""

    return _move(envelope, ticket_id, what=Move.RECALL, change=again)


def skip(envelope: Envelope, *, ticket_id: int, reason: str) -> TicketView:
    """Let a visitor who is not there wait again, or lapse after too many skips."""
    rules = queue_rules(envelope.today)
    if reason not in rules.skip_reasons:
        raise ReasonUnknown

    def pass_over(row: Ticket) -> str:
        move = skip_move(row.skips, rules)
        row.state = after(TicketState(row.state), move).value
        row.skips += 1
        calls = HallDay.objects.get(office=row.office_id, day=row.day).calls
        row.returns_at = calls + rules.skip_returns_after
        if move is Move.LAPSE:
            row.ending, row.ended_at = Ending.MISSED.value, envelope.now
        return rules.skip_reasons[reason]

    return _move(envelope, ticket_id, what=Move.SKIP, change=pass_over)


def forward(envelope: Envelope, *, ticket_id: int, target: Target) -> TicketView:
    """Send a visitor to another window or person; they go first there."""

    def send_on(row: Ticket) -> str:
        row.state = after(TicketState(row.state), Move.FORWARD).value
        words = _aim(row, target)
        row.window, row.account = None, None
        return words

    return _move(envelope, ticket_id, what=Move.FORWARD, change=send_on)


def _aim(row: Ticket, target: Target) -> str:
    windows = ServiceWindow.objects.filter(office=row.office_id)
    window = (
        windows.filter(pk=target.window_id or 0).exclude(pk=row.window_id or 0).first()
    )
    if window is not None:
        row.for_window = window
        return f"{window.number}号窗口"
    person = (
        Account.objects.filter(pk=target.account_id or 0, office=row.office_id)
        .exclude(pk=row.account_id or 0)
        .first()
    )
    if person is None:
        raise ForwardNowhere
    row.for_account = person
    return str(person.display_name)


def finish(
    envelope: Envelope, *, ticket_id: int, ending: Ending, case_number: str = ""
) -> TicketView:
    """End a visit with what came of it; a case made of it is linked."""
    check_ending(ending)

    def end(row: Ticket) -> str:
        row.state = after(TicketState(row.state), Move.FINISH).value
        row.ending, row.ended_at = ending.value, envelope.now
        if case_number:
            row.case = _case_of(row, case_number)
        return ""

    return _move(envelope, ticket_id, what=Move.FINISH, change=end)


def _case_of(row: Ticket, number: str) -> Case:
    found = Case.objects.filter(number=number).first()
    if found is None or row.party_id not in (None, found.party_id):
        raise CaseNotOfVisitor
    return found


@transaction.atomic
def _move(
    envelope: Envelope, ticket_id: int, *, what: str, change: Callable[[Ticket], str]
) -> TicketView:
    """Change the visitor's ticket of the clerk's own window, once per request."""
    row = _locked(ticket_id)
    repeat = find_repeat(envelope)
    if repeat is not None and repeat.ticket is not None:
        return ticket_view(repeat.ticket, repeated=True)
    _check_own(envelope.actor, row)
    if envelope.version is not None and envelope.version != row.version:
        raise TicketChanged
    window_id = row.window_id
    words = change(row)
    row.version += 1
    row.save()
    keep_event(envelope, row, what=what, words=words, window_id=window_id)
    return ticket_view(row)


def _check_own(actor: Actor, row: Ticket) -> None:
    check_may(actor, Act.ACCEPT, office_path=row.office_path)
    if row.account_id is None or row.account_id != actor.account_id:
        raise NotYourWindow


def _locked(ticket_id: int) -> Ticket:
    row = (
        Ticket.objects.select_for_update(of=("self",))
        .select_related("office", "window", "case")
        .filter(pk=ticket_id)
        .first()
    )
    if row is None:
        raise TicketUnknown
    return row


@transaction.atomic
def note_rating(envelope: Envelope, *, ticket_id: int) -> None:
    """Remember that the visit was rated; called by whoever takes ratings."""
    Ticket.objects.filter(pk=ticket_id, rated_at=None).update(rated_at=envelope.now)
