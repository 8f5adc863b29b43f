"""Lists of cases: one's own, and the work lists of staff, page by page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.db.models import Q, QuerySet

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_name
from tongban.core.cases.clock_reading import Light
from tongban.core.cases.lifecycle import State
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case, PledgeBar, Recovery
from tongban.records.parties.models import Party
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases.queries.filters import (
    Filter,
    FilterUnknown,
    Order,
    Shelf,
    filter_of,
    in_office,
    light_is,
    narrowed,
)
from tongban.services.cases.queries.places import (
    CursorUnknown,
    beyond,
    located,
    ordered,
    place_of,
    read_cursor,
    write_cursor,
)
from tongban.services.cases.words import (
    LightView,
    light_of,
    state_word,
    step_word,
    word,
)

__all__ = [
    "COUNT_MAX",
    "PAGE_ROWS",
    "PAGE_ROWS_MAX",
    "CasePage",
    "CaseRow",
    "CursorUnknown",
    "Filter",
    "FilterUnknown",
    "Order",
    "Shelf",
    "filter_of",
    "is_listed",
    "light_counts",
    "my_cases",
    "neighbours",
    "open_cases_of",
    "rows_around",
    "rows_named",
    "shelf_counts",
    "work_list",
]
PAGE_ROWS: Final = 20
PAGE_ROWS_MAX: Final = 200
COUNT_MAX: Final = 1_000


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
    risk: str
    assignee: str


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list with the cursors of the pages behind and before it."""

    rows: tuple[CaseRow, ...]
    next: str
    previous: str = ""


def work_list(
    actor: Actor,
    chosen: Filter,
    *,
    today: date,
    cursor: str = "",
    rows: int = PAGE_ROWS,
) -> CasePage:
    """Return one page of the cases of the actor's office and below."""
    found = in_office(actor)
    return _page(
        narrowed(found, chosen, actor=actor, today=today),
        chosen.order,
        today=today,
        cursor=cursor,
        rows=rows,
    )


def shelf_counts(actor: Actor, *, today: date) -> dict[Shelf, int]:
    """Return how many cases lie in each tray, counted up to a limit."""
    return {
        shelf: narrowed(
            in_office(actor), Filter(shelf=shelf), actor=actor, today=today
        )[:COUNT_MAX].count()
        for shelf in Shelf
        if shelf not in _OWNERS_ONLY
    }


_OWNERS_ONLY: Final = (Shelf.ALL, Shelf.CLOSED, Shelf.TOLD, Shelf.RUNNING)


def my_cases(
    actor: Actor,
    *,
    today: date,
    shelf: Shelf = Shelf.ALL,
    text: str = "",
    cursor: str = "",
) -> CasePage:
    """Return one page of the cases of one's own parties, and those one filed.

    ``text`` is part of an item's name, or the beginning of a number.
    """
    found = Case.objects.filter(
        Q(party_id__in=actor.party_ids) | Q(account_id=actor.account_id)
    )
    if text:
        found = found.filter(Q(item_name__icontains=text) | Q(number__startswith=text))
    chosen = narrowed(found, Filter(shelf=shelf), actor=actor, today=today)
    return _page(chosen, Order.RECEIVED, today=today, cursor=cursor, rows=PAGE_ROWS)


def open_cases_of(party_id: int, *, today: date) -> tuple[CaseRow, ...]:
    """Return the open cases of one party, the latest first."""
    found = Case.objects.filter(party_id=party_id).exclude(state=State.CLOSED.value)
    return _rows(list(found.order_by("-received_at")[:PAGE_ROWS_MAX]), today=today)


def neighbours(
    actor: Actor, chosen: Filter, *, number: str, today: date
) -> tuple[str, str]:
    """Return the numbers before and after a case in a filtered list."""
    before, after = _beside(actor, chosen, number=number, today=today)
    return (
        before.values_list("number", flat=True).first() or "",
        after.values_list("number", flat=True).first() or "",
    )


def rows_around(
    actor: Actor, chosen: Filter, *, number: str, today: date, rows: int
) -> tuple[CaseRow, ...]:
    """Return the rows of a filtered list before, at and after a case."""
    before, after = _beside(actor, chosen, number=number, today=today)
    here = in_office(actor).filter(number=number)
    first = list(before[: rows // 2])
    records = [*reversed(first), *here]
    records += after[: max(0, rows - len(records))]
    return _rows(records, today=today)


def is_listed(actor: Actor, chosen: Filter, *, number: str, today: date) -> bool:
    """Say whether a filtered list holds a case."""
    found = narrowed(in_office(actor), chosen, actor=actor, today=today)
    return found.filter(number=number).exists()


def rows_named(
    actor: Actor, numbers: Sequence[str], *, today: date
) -> tuple[CaseRow, ...]:
    """Return the rows of these cases within the office, in the order asked for."""
    found = {row.number: row for row in in_office(actor).filter(number__in=numbers)}
    known = [found[number] for number in numbers if number in found]
    return _rows(known, today=today)


def light_counts(actor: Actor, chosen: Filter, *, today: date) -> dict[Light, int]:
    """Return how many cases of a filtered list show each light, up to a limit."""
    found = narrowed(
        in_office(actor), replace(chosen, light=""), actor=actor, today=today
    )
    return {
        light: found.filter(light_is(light, today))[:COUNT_MAX].count()
        for light in Light
    }


def _beside(
    actor: Actor, chosen: Filter, *, number: str, today: date
) -> tuple[QuerySet[Case], QuerySet[Case]]:
    here = located(number, chosen.order)
    found = narrowed(in_office(actor), chosen, actor=actor, today=today)
    if here is None:
        return found.none(), found.none()
    order = chosen.order
    back, forth = place_of(here, order, back=True), place_of(here, order)
    return (
        ordered(beyond(found, order, back), order, back=True),
        ordered(beyond(found, order, forth), order),
    )


def _page(
    found: QuerySet[Case], order: Order, *, today: date, cursor: str, rows: int
) -> CasePage:
    count = max(1, min(rows, PAGE_ROWS_MAX))
    place = read_cursor(cursor, order) if cursor else None
    back = place is not None and place.back
    if place is not None:
        found = beyond(found, order, place)
    records = list(ordered(found, order, back=back)[: count + 1])
    more, records = len(records) > count, records[:count]
    if back:
        records.reverse()
    forward, behind = more or back, (place is not None and not back) or (back and more)
    return CasePage(
        rows=_rows(records, today=today),
        next=_cursor(records[-1:], order, wanted=forward),
        previous=_cursor(records[:1], order, wanted=behind, back=True),
    )


def _cursor(
    records: list[Case], order: Order, *, wanted: bool, back: bool = False
) -> str:
    if not wanted or not records:
        return ""
    return write_cursor(place_of(records[0], order, back=back))


def _rows(records: list[Case], *, today: date) -> tuple[CaseRow, ...]:
    calendar = work_calendar()
    parties = Party.objects.in_bulk({record.party_id for record in records})
    risks, names = _risks(parties), _names(records)
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
            risk=risks.get(record.party_id, ""),
            assignee=names.get(record.assignee_id or 0, ""),
        )
        for record in records
    )


def _risks(parties: Collection[int]) -> dict[int, str]:
    """Return what in the applicants' past calls for care, in words."""
    owing = Recovery.objects.filter(case__party__in=parties, settled_at=None)
    barred = PledgeBar.objects.filter(party__in=parties, repaired_at=None)
    words = dict.fromkeys(owing.values_list("case__party_id", flat=True), "risk.owing")
    words |= dict.fromkeys(barred.values_list("party_id", flat=True), "risk.false")
    return {party_id: word(code) for party_id, code in words.items()}


def _names(records: list[Case]) -> dict[int, str]:
    wanted = {one for record in records if (one := record.assignee_id) is not None}
    if not wanted:
        return {}
    found = Account.objects.filter(pk__in=wanted)
    return dict(found.values_list("pk", "display_name"))


def _shown_name(party: Party | None) -> str:
    if party is None:
        return ""
    return mask_name(party.name) if party.kind == "person" else str(party.name)
