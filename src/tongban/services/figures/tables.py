"""Figures by item, office, window, person or time, and the cases behind each."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, Q
from django.db.models.functions import TruncDate, TruncMonth

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_name
from tongban.core.access.rights import Act, check_may
from tongban.core.figures.counting import Span, Tally
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.records.offices.models import Office
from tongban.services.cases.envelope import CHINA
from tongban.services.cases.words import state_word
from tongban.services.figures.measures import (
    Measure,
    counted,
    in_scope,
    within,
)

CASES_PER_PAGE: Final = 50
DAYS_BY_DAY_MAX: Final = 62
_COUNTS: Final = tuple(one.name for one in fields(Tally))


class By(StrEnum):
    """What a table has a row for."""

    ITEM = "item"
    OFFICE = "office"
    WINDOW = "window"
    CLERK = "clerk"


_KEYS: Final[Mapping[By, str]] = {
    By.ITEM: "item",
    By.OFFICE: "office_path",
    By.WINDOW: "received_path",
    By.CLERK: "assignee_id",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table; ``key`` narrows the list behind its numbers."""

    key: str
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures with its total."""

    by: By
    span: Span
    lines: tuple[Line, ...]
    total: Tally


@dataclass(frozen=True, slots=True)
class Point:
    """Figures of one day or month of a trend."""

    on: date
    received: int
    closed: int


@dataclass(frozen=True, slots=True)
class Behind:
    """Which cases are listed: a figure, its span, and the row it stands in."""

    measure: Measure
    span: Span
    by: By | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case behind a number; the applicant's name is masked."""

    number: str
    item_name: str
    office: str
    applicant: str
    state: str
    received_at: datetime
    due_on: date | None
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseList:
    """One page of the cases behind a number."""

    lines: tuple[CaseLine, ...]
    count: int
    page: int
    pages: int


def table(actor: Actor, *, by: By, span: Span) -> Table:
    """Return the figures of the actor's office and below, one row for each key."""
    check_may(actor, Act.SEE_FIGURES.value)
    rows = (
        in_scope(actor)
        .filter(within("received_at", span) | within("closed_at", span))
        .order_by()
        .values(_KEYS[by])
        .annotate(**_counts(span))
    )
    found = {str(row[_KEYS[by]] or ""): _tally(row) for row in rows}
    names = _names(by, found)
    lines = tuple(
        Line(key, names.get(key, key), tally)
        for key, tally in sorted(found.items(), key=lambda one: names.get(one[0], ""))
        if tally.received or tally.closed
    )
    return Table(by, span, lines, sum((line.tally for line in lines), Tally()))


def totals(actor: Actor, span: Span) -> Tally:
    """Return the figures of the actor's office and below as one row."""
    check_may(actor, Act.SEE_FIGURES.value)
    found = in_scope(actor).filter(
        within("received_at", span) | within("closed_at", span)
    )
    return _tally(found.aggregate(**_counts(span)))


def trend(actor: Actor, span: Span) -> tuple[Point, ...]:
    """Return received and closed by day, or by month for long spans."""
    check_may(actor, Act.SEE_FIGURES.value)
    by_day = (span.last - span.first).days < DAYS_BY_DAY_MAX
    truncate = TruncDate if by_day else TruncMonth
    by_receipt = truncate("received_at", tzinfo=CHINA)
    by_close = truncate("closed_at", tzinfo=CHINA)
    received = _by_time(actor, Measure.RECEIVED, span, by_receipt)
    closed = _by_time(actor, Measure.CLOSED, span, by_close)
    return tuple(
        Point(on, received.get(on, 0), closed.get(on, 0))
        for on in sorted({*received, *closed})
    )


def cases_behind(actor: Actor, behind: Behind, *, page: int = 1) -> CaseList:
    """Return the cases a number counts, the latest first."""
    check_may(actor, Act.SEE_FIGURES.value)
    found = in_scope(actor).filter(counted(behind.measure, behind.span))
    if behind.by is not None:
        found = found.filter(_row(behind.by, behind.key))
    count = found.count()
    pages = max(1, -(-count // CASES_PER_PAGE))
    number = min(max(1, page), pages)
    start = (number - 1) * CASES_PER_PAGE
    records = found.select_related("office", "party").order_by("-received_at", "-pk")
    lines = tuple(
        CaseLine(
            number=record.number,
            item_name=record.item_name,
            office=record.office.name,
            applicant=mask_name(record.party.name),
            state=state_word(record),
            received_at=record.received_at,
            due_on=record.due_on,
            closed_at=record.closed_at,
        )
        for record in records[start : start + CASES_PER_PAGE]
    )
    return CaseList(lines, count, number, pages)


def _counts(span: Span) -> dict[str, Count]:
    return {
        _column(name): Count("pk", filter=counted(Measure(name), span))
        for name in _COUNTS
    }


def _column(name: str) -> str:
    """Return the name of a count in a query, none that a column has already."""
    return f"count_{name}"


def _tally(row: Mapping[str, Any]) -> Tally:
    return Tally(**{name: row[_column(name)] for name in _COUNTS})


def _row(by: By, key: str) -> Q:
    if by is By.CLERK:
        return Q(assignee_id=int(key)) if key.isdigit() else Q(assignee_id=None)
    return Q(**{_KEYS[by]: key})


def _names(by: By, keys: Mapping[str, object]) -> dict[str, str]:
    if by is By.CLERK:
        accounts = Account.objects.filter(pk__in=[key for key in keys if key])
        names = {str(one.pk): one.display_name for one in accounts}
        return {**names, "": "还没有人在办"}
    if by is By.ITEM:
        return _item_names(keys)
    offices = Office.objects.filter(path__in=list(keys))
    return dict(offices.values_list("path", "name"))


def _item_names(keys: Mapping[str, object]) -> dict[str, str]:
    rows = (
        Case.objects.filter(item__in=list(keys))
        .order_by("item", "-received_at")
        .distinct("item")
        .values_list("item", "item_number", "item_name")
    )
    return {item: f"{number:02d} {name}" for item, number, name in rows}


def _by_time(
    actor: Actor, measure: Measure, span: Span, truncated: TruncDate | TruncMonth
) -> dict[date, int]:
    rows = (
        in_scope(actor)
        .filter(counted(measure, span))
        .order_by()
        .annotate(bucket=truncated)
        .values_list("bucket")
        .annotate(count=Count("pk"))
    )
    return {_day(bucket): count for bucket, count in rows}


def _day(bucket: date | datetime) -> date:
    return bucket.date() if isinstance(bucket, datetime) else bucket
