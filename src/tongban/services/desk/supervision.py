"""Supervision lists, narrowed and page by page: alerts, repeated notices, papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Generic, TypeVar

from django.db.models import Count, Max, Q, QuerySet

from tongban.core.access.actor import Actor
from tongban.core.access.offices import covers
from tongban.core.access.rights import Act, check_may
from tongban.core.cases.lifecycle import EventKind
from tongban.core.json_values import text_of, texts_of
from tongban.records.cases.models import Alert, CaseEvent, Pledge
from tongban.records.items.models import ExtraMaterialAttempt
from tongban.records.offices.models import Office
from tongban.records.security.row_conditions import below
from tongban.services.cases.queries.supervision import AlertRow, alert_row
from tongban.services.desk.queries import ExtraAttempt, office_region
from tongban.services.items.queries import items_on

PAGE_ROWS: Final = 20
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Watch:
    """What narrows a supervision list; ``office`` and those below, ``item``, page."""

    office: str = ""
    item: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Paged(Generic[R]):
    """One page of a list: its rows, its number, and how many pages there are."""

    rows: tuple[R, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class RepeatedNotice:
    """A second notice about what could be seen before: a breach on record."""

    number: str
    item_name: str
    office: str
    subjects: tuple[str, ...]
    told_on: str
    sent_at: datetime
    sent_by: str


@dataclass(frozen=True, slots=True)
class OfficeCount:
    """How often something happened at one office."""

    office: str
    count: int


def alert_groups(
    actor: Actor, watch: Watch, *, kind: str, settled: bool
) -> Paged[tuple[AlertRow, ...]]:
    """Return the alerts, those of one kind about one case together, latest first."""
    check_may(actor, Act.SPOT_CHECK)
    found = Alert.objects.filter(
        _within(actor, watch, "office_path"), settled_at__isnull=not settled
    )
    if kind:
        found = found.filter(kind=kind)
    if watch.item:
        found = found.filter(case__item=watch.item)
    groups = (
        found.values("case_id", "kind")
        .annotate(latest=Max("raised_at"), last=Max("pk"))
        .order_by("-latest", "-last")
    )
    chosen, paged = _cut(groups, watch.page)
    rows = found.select_related("case").filter(
        case_id__in=[one["case_id"] for one in chosen]
    )
    by_group: dict[tuple[int, str], list[AlertRow]] = {}
    for alert in rows.order_by("pk"):
        by_group.setdefault((alert.case_id, alert.kind), []).append(alert_row(alert))
    return Paged(
        tuple(tuple(by_group[one["case_id"], one["kind"]]) for one in chosen), *paged
    )


def repeated_notices(actor: Actor, watch: Watch) -> Paged[RepeatedNotice]:
    """Return the notices that were sent twice about the same, the latest first."""
    found = _breaches(actor, watch).select_related("case", "case__office")
    chosen, paged = _cut(found.order_by("-at", "-pk"), watch.page)
    return Paged(
        tuple(
            RepeatedNotice(
                number=event.case.number,
                item_name=event.case.item_name,
                office=event.case.office.name,
                subjects=texts_of(event.data, "subjects"),
                told_on=text_of(event.data, "told_on"),
                sent_at=event.at,
                sent_by=text_of(event.data, "supervisor"),
            )
            for event in chosen
        ),
        *paged,
    )


def repeated_by_office(actor: Actor, watch: Watch) -> tuple[OfficeCount, ...]:
    """Return how often each office told twice, the most often first."""
    counts = (
        _breaches(actor, watch)
        .values("case__office__name")
        .annotate(times=Count("pk"))
        .order_by("-times", "case__office__name")
    )
    return tuple(OfficeCount(one["case__office__name"], one["times"]) for one in counts)


def extra_attempts(actor: Actor, watch: Watch, *, today: date) -> Paged[ExtraAttempt]:
    """Return the attempts to ask for unposted materials, the latest first."""
    check_may(actor, Act.SPOT_CHECK)
    found = ExtraMaterialAttempt.objects.filter(_within(actor, watch, "office_path"))
    if watch.item:
        found = found.filter(item=watch.item)
    chosen, paged = _cut(found.order_by("-asked_at", "-pk"), watch.page)
    offices = dict(Office.objects.values_list("code", "name"))
    items = items_on(office_region(actor.office_code), today)
    names = {str(item.code): item.name for item in items}
    return Paged(
        tuple(
            ExtraAttempt(
                office=offices.get(one.office_code, one.office_code),
                item=names.get(one.item, one.item),
                material=one.name,
                reason=one.reason,
                number=one.case_number,
                at=one.asked_at,
            )
            for one in chosen
        ),
        *paged,
    )


def pledges_due(
    actor: Actor, watch: Watch, *, today: date, late_only: bool
) -> Paged[Pledge]:
    """Return the pledges waiting for their check, the soonest first."""
    found = Pledge.objects.select_related("case", "party").filter(
        _within(actor, watch, "case__office_path"), state=Pledge.State.TO_CHECK
    )
    if watch.item:
        found = found.filter(case__item=watch.item)
    if late_only:
        found = found.filter(check_due_on__lt=today)
    chosen, paged = _cut(found.order_by("check_due_on", "pk"), watch.page)
    return Paged(tuple(chosen), *paged)


def _breaches(actor: Actor, watch: Watch) -> QuerySet[CaseEvent]:
    check_may(actor, Act.SPOT_CHECK)
    found = CaseEvent.objects.filter(
        _within(actor, watch, "case__office_path"),
        kind=EventKind.BREACH_RECORDED.value,
    )
    return found.filter(case__item=watch.item) if watch.item else found


def _within(actor: Actor, watch: Watch, column: str) -> Q:
    """Return the condition for the office asked for, within the actor's own."""
    return below(column, path_within(actor, watch.office))


def path_within(actor: Actor, office: str) -> str:
    """Return the path of an office below the actor's; theirs when it is none."""
    asked = Office.objects.filter(code=office).values_list("path", flat=True).first()
    return asked if asked and covers(actor.office_path, asked) else actor.office_path


def _cut(
    found: QuerySet[Any, Any], page: int
) -> tuple[Sequence[Any], tuple[int, int, int]]:
    """Return the rows of a page, its number, how many pages and rows there are."""
    total = found.count()
    pages = max(1, -(-total // PAGE_ROWS))
    here = min(max(1, page), pages)
    first = (here - 1) * PAGE_ROWS
    return list(found[first : first + PAGE_ROWS]), (here, pages, total)
