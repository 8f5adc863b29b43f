"""Lists of cases: one's own, and the work lists of staff, page by page."""

import base64
import json
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db.models import F, Q, QuerySet

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_name
from tongban.core.cases.lifecycle import State
from tongban.core.items.catalogue import Step
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.records.parties.models import Party
from tongban.records.security.row_conditions import below
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases.words import LightView, light_of, state_word, step_word
from tongban.services.staff.absences import answers_for

PAGE_ROWS: Final = 20
PAGE_ROWS_MAX: Final = 200
AFTER_EVERY_NUMBER: Final = "~"
NO_DUE: Final = date(9999, 12, 31)


class FilterUnknown(Refusal):
    """A filter was given a value it does not know."""

    code = "cases.filter_unknown"

    def __init__(self, value: str) -> None:
        super().__init__(f"{value!r} is not a filter.", value=value)


class CursorUnknown(Refusal):
    """The place in the list cannot be read."""

    code = "cases.cursor_unknown"

    def __init__(self) -> None:
        super().__init__("The cursor is not one of ours.")


class Shelf(StrEnum):
    """The trays of a work list."""

    ALL = "all"
    TO_ACCEPT = "to_accept"
    TO_HANDLE = "to_handle"
    TO_PAY = "to_pay"
    WAITING = "waiting"
    SOON = "soon"
    OVERDUE = "overdue"
    MINE = "mine"
    CLOSED = "closed"


class Order(StrEnum):
    """How a list is sorted."""

    DUE = "due"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a work list shows. ``text`` is a case number, or its beginning."""

    shelf: Shelf = Shelf.ALL
    item: str = ""
    step: str = ""
    text: str = ""
    party_id: int | None = None
    order: Order = Order.DUE


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One line of a list; the applicant's name is masked."""

    number: str
    item: str
    item_number: int
    item_name: str
    applicant: str
    region: str
    state: str
    state_word: str
    step: str
    step_word: str
    received_at: datetime
    due_on: date | None
    provisional: bool
    closed_at: datetime | None
    light: LightView
    pledged: bool
    amount_fen: int
    version: int


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list; ``next`` is the cursor of the following page."""

    rows: tuple[CaseRow, ...]
    next: str


def filter_of(values: dict[str, str]) -> Filter:
    """Read a filter from the words of an address; refuses unknown ones."""
    try:
        return Filter(
            shelf=Shelf(values.get("shelf") or Shelf.ALL.value),
            item=values.get("item", ""),
            step=Step(values["step"]).value if values.get("step") else "",
            text=values.get("text", "").strip(),
            order=Order(values.get("order") or Order.DUE.value),
        )
    except ValueError as fault:
        raise FilterUnknown(str(fault)) from fault


def work_list(
    actor: Actor,
    chosen: Filter,
    *,
    today: date,
    cursor: str = "",
    rows: int = PAGE_ROWS,
) -> CasePage:
    """Return one page of the cases of the actor's office and below."""
    found = _in_office(actor)
    return _page(
        _narrowed(found, chosen, actor=actor, today=today),
        chosen.order,
        today=today,
        cursor=cursor,
        rows=rows,
    )


def shelf_counts(actor: Actor, *, today: date) -> dict[Shelf, int]:
    """Return how many cases lie in each tray, counted up to a limit."""
    return {
        shelf: _narrowed(
            _in_office(actor), Filter(shelf=shelf), actor=actor, today=today
        )[:COUNT_MAX].count()
        for shelf in Shelf
        if shelf not in (Shelf.ALL, Shelf.CLOSED)
    }


COUNT_MAX: Final = 1_000


def my_cases(
    actor: Actor, *, today: date, shelf: Shelf = Shelf.ALL, cursor: str = ""
) -> CasePage:
    """Return one page of the cases of one's own parties, and those one filed."""
    found = Case.objects.filter(
        Q(party_id__in=actor.party_ids) | Q(account_id=actor.account_id)
    )
    narrowed = _narrowed(found, Filter(shelf=shelf), actor=actor, today=today)
    return _page(narrowed, Order.RECEIVED, today=today, cursor=cursor, rows=PAGE_ROWS)


def open_cases_of(party_id: int, *, today: date) -> tuple[CaseRow, ...]:
    """Return the open cases of one party, the latest first."""
    found = Case.objects.filter(party_id=party_id).exclude(state=State.CLOSED.value)
    return _rows(list(found.order_by("-received_at")[:PAGE_ROWS_MAX]), today=today)


def neighbours(
    actor: Actor, chosen: Filter, *, number: str, today: date
) -> tuple[str, str]:
    """Return the numbers before and after a case in a filtered list."""
    found = _narrowed(_in_office(actor), chosen, actor=actor, today=today)
    here = Case.objects.filter(number=number).first()
    if here is None:
        return "", ""
    following = _ordered(
        _after(found, chosen.order, _place(here, chosen.order)), chosen.order
    )
    before = _reversed(
        _before(found, chosen.order, _place(here, chosen.order)), chosen.order
    )
    return (
        before.values_list("number", flat=True).first() or "",
        following.values_list("number", flat=True).first() or "",
    )


def _in_office(actor: Actor) -> QuerySet[Case]:
    return Case.objects.filter(below("office_path", actor.office_path))


def _narrowed(
    found: QuerySet[Case], chosen: Filter, *, actor: Actor, today: date
) -> QuerySet[Case]:
    found = found.filter(_shelf(chosen.shelf, actor=actor, today=today))
    if chosen.item:
        found = found.filter(item=chosen.item)
    if chosen.step:
        found = found.filter(step=chosen.step)
    if chosen.text:
        found = found.filter(
            number__gte=chosen.text, number__lt=chosen.text + AFTER_EVERY_NUMBER
        )
    if chosen.party_id is not None:
        found = found.filter(party_id=chosen.party_id)
    return found


def _shelf(shelf: Shelf, *, actor: Actor, today: date) -> Q:
    is_open = ~Q(state=State.CLOSED.value)
    running = is_open & Q(state=State.OPEN.value)
    if shelf is Shelf.MINE:
        return is_open & Q(assignee_id__in=_hands_of(actor, today))
    shelves = {
        Shelf.ALL: is_open if actor.office_path else Q(),
        Shelf.CLOSED: Q(state=State.CLOSED.value),
        Shelf.TO_ACCEPT: running & Q(step=Step.ACCEPT.value),
        Shelf.TO_HANDLE: running
        & Q(step__in=[step.value for step in Step if step not in _OWN_TRAY]),
        Shelf.TO_PAY: running & Q(step=Step.PAY.value),
        Shelf.WAITING: is_open & Q(stopped=True),
        Shelf.SOON: running & Q(yellow_from__lte=today, overdue_on__gt=today),
        Shelf.OVERDUE: running & Q(overdue_on__lte=today),
    }
    return shelves[shelf]


def _hands_of(actor: Actor, today: date) -> tuple[int, ...]:
    """Return the accounts whose work is the actor's today: stand-ins included."""
    return () if actor.account_id is None else answers_for(actor.account_id, today)


_OWN_TRAY: Final = (Step.APPLY, Step.ACCEPT, Step.PAY)


def _page(
    found: QuerySet[Case], order: Order, *, today: date, cursor: str, rows: int
) -> CasePage:
    count = max(1, min(rows, PAGE_ROWS_MAX))
    if cursor:
        found = _after(found, order, _read_cursor(cursor, order))
    records = list(_ordered(found, order)[: count + 1])
    following = ""
    if len(records) > count:
        following = _write_cursor(_place(records[count - 1], order))
    return CasePage(rows=_rows(records[:count], today=today), next=following)


def _ordered(found: QuerySet[Case], order: Order) -> QuerySet[Case]:
    if order is Order.RECEIVED:
        return found.order_by("-received_at", "-pk")
    return found.order_by(F("due_on").asc(nulls_last=True), "pk")


def _reversed(found: QuerySet[Case], order: Order) -> QuerySet[Case]:
    if order is Order.RECEIVED:
        return found.order_by("received_at", "pk")
    return found.order_by(F("due_on").desc(nulls_first=True), "-pk")


Place = tuple[str, int]


def _place(record: Case, order: Order) -> Place:
    if order is Order.RECEIVED:
        return record.received_at.isoformat(), record.pk
    return (record.due_on or NO_DUE).isoformat(), record.pk


def _after(found: QuerySet[Case], order: Order, place: Place) -> QuerySet[Case]:
    text, key = place
    if order is Order.RECEIVED:
        at = datetime.fromisoformat(text)
        return found.filter(Q(received_at__lt=at) | Q(received_at=at, pk__lt=key))
    day = date.fromisoformat(text)
    if day == NO_DUE:
        return found.filter(due_on=None, pk__gt=key)
    return found.filter(Q(due_on__gt=day) | Q(due_on=day, pk__gt=key) | Q(due_on=None))


def _before(found: QuerySet[Case], order: Order, place: Place) -> QuerySet[Case]:
    text, key = place
    if order is Order.RECEIVED:
        at = datetime.fromisoformat(text)
        return found.filter(Q(received_at__gt=at) | Q(received_at=at, pk__gt=key))
    day = date.fromisoformat(text)
    if day == NO_DUE:
        return found.filter(Q(due_on__isnull=False) | Q(due_on=None, pk__lt=key))
    return found.filter(Q(due_on__lt=day) | Q(due_on=day, pk__lt=key))


def _write_cursor(place: Place) -> str:
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode()


def _read_cursor(cursor: str, order: Order) -> Place:
    read = datetime if order is Order.RECEIVED else date
    try:
        text, key = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        read.fromisoformat(text)
        return str(text), int(key)
    except (ValueError, TypeError) as fault:
        raise CursorUnknown from fault


def _rows(records: list[Case], *, today: date) -> tuple[CaseRow, ...]:
    calendar = work_calendar()
    parties = Party.objects.in_bulk({record.party_id for record in records})
    return tuple(
        CaseRow(
            number=record.number,
            item=record.item,
            item_number=record.item_number,
            item_name=record.item_name,
            applicant=_shown_name(parties.get(record.party_id)),
            region=record.region,
            state=record.state,
            state_word=state_word(record),
            step=record.step,
            step_word=step_word(record.step),
            received_at=record.received_at,
            due_on=record.due_on,
            provisional=record.provisional,
            closed_at=record.closed_at,
            light=light_of(record, today=today, calendar=calendar),
            pledged=record.pledged,
            amount_fen=record.amount_fen,
            version=record.version,
        )
        for record in records
    )


def _shown_name(party: Party | None) -> str:
    if party is None:
        return ""
    return mask_name(party.name) if party.kind == "person" else str(party.name)
