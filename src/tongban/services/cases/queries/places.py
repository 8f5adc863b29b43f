"""The order of a work list, and places in it that stay valid while it changes."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Case as Choose
from django.db.models import (
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from tongban.core.items.catalogue import Step
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case, PledgeBar, Recovery
from tongban.services.cases.queries.filters import Order

NO_DUE: Final = date(9999, 12, 31)
FALLING: Final = "_falling"


class CursorUnknown(Refusal):
    """The place in the list cannot be read."""

    code = "cases.cursor_unknown"

    def __init__(self) -> None:
        super().__init__("The cursor is not one of ours.")


@dataclass(frozen=True, slots=True)
class Column:
    """A column lists are sorted by: its field, and how a cursor writes its value."""

    field: str
    read: Callable[[str], object]
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list: behind this row, or before it when turning back."""

    text: str
    key: int
    back: bool = False


_COLUMNS: Final[Mapping[str, Column]] = {
    "due": Column("due_on", date.fromisoformat),
    "received": Column("received_at", datetime.fromisoformat),
    "number": Column("number", str),
    "item": Column("item_number", int),
    "applicant": Column("party_id", int),
    "region": Column("region", str),
    "step": Column("step_rank", int, computed=True),
    "risk": Column("risk_rank", int, computed=True),
    "pledged": Column("pledged_rank", int, computed=True),
}


def ordered(
    found: QuerySet[Case], order: Order, *, back: bool = False
) -> QuerySet[Case]:
    """Return the rows in an order, or from its end when turning back."""
    column, falling = _column(order)
    found = _computed(found, order)
    falls = falling != back
    sign = "-" if falls else ""
    if column.field == "due_on":
        due = F("due_on")
        first = due.desc(nulls_first=True) if falls else due.asc(nulls_last=True)
        return found.order_by(first, f"{sign}pk")
    return found.order_by(f"{sign}{column.field}", f"{sign}pk")


def beyond(found: QuerySet[Case], order: Order, place: Place) -> QuerySet[Case]:
    """Return the rows behind a place, or before it when turning back."""
    column, falling = _column(order)
    falls = falling != place.back
    value = column.read(place.text)
    if column.field == "due_on":
        return found.filter(_beyond_day(value, place.key, falls=falls))
    found = _computed(found, order)
    side = "lt" if falls else "gt"
    return found.filter(
        Q(**{f"{column.field}__{side}": value})
        | Q(**{column.field: value, f"pk__{side}": place.key})
    )


def place_of(record: Case, order: Order, *, back: bool = False) -> Place:
    """Return the place of a row that was read in this order."""
    value = getattr(record, _column(order)[0].field)
    if value is None:
        value = NO_DUE
    text = value.isoformat() if isinstance(value, date) else str(value)
    return Place(text, record.pk, back)


def write_cursor(place: Place) -> str:
    """Return a place as a word for an address."""
    parts = (place.text, place.key, *(("back",) if place.back else ()))
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


def read_cursor(cursor: str, order: Order) -> Place:
    """Return the place a cursor names; refuses what no list of this order wrote."""
    try:
        text, key, *rest = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        place = Place(str(text), int(key), rest == ["back"])
        _column(order)[0].read(place.text)
    except (ValueError, TypeError) as fault:
        raise CursorUnknown from fault
    return place


def located(number: str, order: Order) -> Case | None:
    """Return a case with what its place in this order needs, or nothing."""
    return _computed(Case.objects.filter(number=number), order).first()


def risky() -> Q:
    """Return the condition that something in the applicant's past calls for care.

    A false pledge not yet repaired, or money still to be paid back.
    """
    barred = PledgeBar.objects.filter(party=OuterRef("party"), repaired_at=None)
    owing = Recovery.objects.filter(case__party=OuterRef("party"), settled_at=None)
    return Q(Exists(barred)) | Q(Exists(owing))


def _column(order: Order) -> tuple[Column, bool]:
    if order in (Order.RECEIVED, Order.RECEIVED_RISING):
        return _COLUMNS["received"], order is Order.RECEIVED
    name = order.value.removesuffix(FALLING)
    return _COLUMNS[name], order.value.endswith(FALLING)


def _computed(found: QuerySet[Case], order: Order) -> QuerySet[Case]:
    column, _ = _column(order)
    if not column.computed or column.field in found.query.annotations:
        return found
    steps = [When(step=step.value, then=Value(rank)) for rank, step in enumerate(Step)]
    rank = {
        "step_rank": Choose(
            *steps, default=Value(len(Step)), output_field=IntegerField()
        ),
        "risk_rank": Choose(
            When(risky(), then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        ),
        "pledged_rank": Choose(
            When(pledged=True, then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        ),
    }[column.field]
    return found.annotate(**{column.field: rank})


def _beyond_day(day: object, key: int, *, falls: bool) -> Q:
    if falls:
        if day == NO_DUE:
            return Q(due_on__isnull=False) | Q(due_on=None, pk__lt=key)
        return Q(due_on__lt=day) | Q(due_on=day, pk__lt=key)
    if day == NO_DUE:
        return Q(due_on=None, pk__gt=key)
    return Q(due_on__gt=day) | Q(due_on=day, pk__gt=key) | Q(due_on=None)
