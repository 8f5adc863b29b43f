"""What a clerk sees of the queue: own window, the visitor, who waits, where to send."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tongban.core.access.actor import Actor
from tongban.core.items.catalogue import Audience
from tongban.core.queue.calling import seconds_locked
from tongban.core.queue.handling import (
    HANDLING_CLASS_WORDS,
    days_promised,
    handling_class,
)
from tongban.core.queue.tickets import TicketState
from tongban.core.refusals import Refusal
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.queues.models import ServiceWindow, Ticket
from tongban.services.cases.envelope import Envelope
from tongban.services.items.queries import item_on, terms_on
from tongban.services.parties.queries import party_card
from tongban.services.queues.calling import find_unrated
from tongban.services.queues.queries import HallState, hall_state
from tongban.services.queues.rules import queue_rules
from tongban.services.queues.tickets import open_office
from tongban.services.queues.views import (
    TicketView,
    WindowView,
    ticket_view,
    window_view,
)
from tongban.services.queues.windows import check_manager

WAITING_SHOWN_MAX: Final = 50
CASES_SHOWN_MAX: Final = 5


@dataclass(frozen=True, slots=True)
class PreCase:
    """What a visitor came for, as far as the ticket says."""

    item: str
    item_name: str
    audience: str
    handling: str
    brought: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """A case handed in during the visit, to be linked to the ticket."""

    number: str
    item_name: str


@dataclass(frozen=True, slots=True)
class QueuePanel:
    """Everything the queue column of the counter shows.

    ``window`` is nothing before the clerk has sat down. ``unrated`` is the
    number of the last visitor while their rating is missing.
    """

    state: HallState
    windows: tuple[WindowView, ...]
    window: WindowView | None
    current: TicketView | None
    visitor: str
    pre_case: PreCase | None
    cases: tuple[CaseChoice, ...]
    waiting: tuple[TicketView, ...]
    locked_seconds: int
    unrated: str
    colleagues: tuple[tuple[int, str], ...]
    skip_reasons: Mapping[str, str]
    pause_reasons: Mapping[str, str]
    kind_names: Mapping[str, str]


def queue_panel(envelope: Envelope, *, standing: int | None = None) -> QueuePanel:
    """Return the clerk's panel; ``standing`` is the person now at the counter."""
    actor, today = envelope.actor, envelope.today
    rules = queue_rules(today)
    windows = windows_of(actor.office_code)
    own = next((one for one in windows if _is_own(one, actor)), None)
    current = None if own is None else _current(own)
    unrated = None if own is None else _unrated(own, envelope)
    return QueuePanel(
        state=hall_state(actor.office_code, today=today),
        windows=windows,
        window=own,
        current=current,
        visitor=_visitor_name(current),
        pre_case=None if current is None else pre_case_of(current, today=today),
        cases=() if current is None else _cases(current, standing),
        waiting=_waiting(actor, today),
        locked_seconds=0
        if own is None
        else seconds_locked(own.last_call_at, now=envelope.now, rules=rules),
        unrated="" if unrated is None else unrated.number,
        colleagues=_colleagues(actor),
        skip_reasons=rules.skip_reasons,
        pause_reasons=rules.pause_reasons,
        kind_names={kind.code: kind.name for kind in rules.kinds},
    )


def has_hall(office: str) -> bool:
    """Say whether an office calls by numbers: whether it has windows."""
    return ServiceWindow.objects.filter(office__code=office).exists()


def windows_of(office: str) -> tuple[WindowView, ...]:
    """Return the windows of an office by number."""
    rows = ServiceWindow.objects.select_related("account").filter(office__code=office)
    return tuple(window_view(row) for row in rows.order_by("number"))


def windows_to_manage(actor: Actor, office: str) -> tuple[WindowView, ...]:
    """Return the windows of an office for who manages it."""
    check_manager(actor, open_office(office).path)
    return windows_of(office)


def pre_case_of(ticket: TicketView, *, today: date) -> PreCase | None:
    """Return what a ticket says of the business, in words; nothing without an item."""
    if not ticket.item or not ticket.audience:
        return None
    region = open_office(ticket.office).region
    try:
        found = item_on(ticket.item, region, today)
    except Refusal:
        return None  # the item has ended since; the number is still called
    return PreCase(
        item=ticket.item,
        item_name=found.name,
        audience=ticket.audience,
        handling=handling_words(ticket.item, ticket.audience, region, today),
        brought=_brought(ticket, region, today),
    )


def handling_words(item: str, audience: str, region: str, today: date) -> str:
    """Return how an item is handled, so that people know whether to wait."""
    terms = terms_on(item, Audience(audience), region, today)
    words = HANDLING_CLASS_WORDS[handling_class(terms, queue_rules(today))]
    days = days_promised(terms)
    return f"{words}（{days}个工作日内）" if days else words


def _brought(ticket: TicketView, region: str, today: date) -> tuple[str, ...]:
    terms = terms_on(ticket.item, Audience(ticket.audience), region, today)
    return tuple(one.name for one in terms.materials if one.code in ticket.materials)


def _is_own(window: WindowView, actor: Actor) -> bool:
    return actor.account_id is not None and window.person_id == actor.account_id


def _current(window: WindowView) -> TicketView | None:
    row = (
        Ticket.objects.select_related("office", "window", "case")
        .filter(window_id=window.id, state=TicketState.CALLED.value)
        .first()
    )
    return None if row is None else ticket_view(row)


def _unrated(window: WindowView, envelope: Envelope) -> Ticket | None:
    return find_unrated(ServiceWindow.objects.get(pk=window.id), envelope)


def _visitor_name(ticket: TicketView | None) -> str:
    if ticket is None or ticket.party_id is None:
        return ""
    return party_card(ticket.party_id).masked_name


def _cases(ticket: TicketView, standing: int | None) -> tuple[CaseChoice, ...]:
    """Return what the visitor handed in since being called, the latest first."""
    party_id = ticket.party_id or standing
    if party_id is None or ticket.called_at is None:
        return ()
    rows = Case.objects.filter(party_id=party_id, received_at__gte=_since(ticket))
    return tuple(
        CaseChoice(row.number, row.item_name)
        for row in rows.order_by("-received_at", "-pk")[:CASES_SHOWN_MAX]
    )


def _since(ticket: TicketView) -> datetime:
    return ticket.called_at or ticket.taken_at


def _waiting(actor: Actor, today: date) -> tuple[TicketView, ...]:
    rows = (
        Ticket.objects.select_related("office", "window", "case")
        .filter(
            office__code=actor.office_code,
            day=today,
            state__in=[TicketState.WAITING.value, TicketState.SKIPPED.value],
        )
        .order_by("since", "pk")
    )
    return tuple(ticket_view(row) for row in rows[:WAITING_SHOWN_MAX])


def _colleagues(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Return who else sits at a window of the hall now."""
    rows = Account.objects.filter(
        pk__in=ServiceWindow.objects.filter(office__code=actor.office_code)
        .exclude(account=None)
        .values("account_id")
    ).exclude(pk=actor.account_id or 0)
    return tuple(rows.order_by("display_name").values_list("pk", "display_name"))
