"""The monthly progress table: filled in, closed on its day, corrected by edition."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from tongban.core.access.rights import Act, check_may
from tongban.core.cases.view import CHINA
from tongban.core.crossing.progress import (
    SUMMARY,
    TEXT_MAX,
    NoProgressTable,
    NotACell,
    ProgressTable,
    TextTooLong,
    cell_name,
    due_on,
    has_summary,
    progress_table,
)
from tongban.core.exchange.peers import is_inside
from tongban.core.items.catalogue import Level
from tongban.core.items.scope import ScopeTable
from tongban.core.json_values import JsonObject, canonical
from tongban.core.refusals import Refusal
from tongban.policy.book import ScopeUnknown
from tongban.records.crossing.models import (
    REASON_MAX,
    ProgressEntry,
    ProgressIssue,
)
from tongban.records.offices.models import Office
from tongban.records.turns import take_turn
from tongban.services.cases.envelope import Envelope
from tongban.services.items.queries import scope


class NotClosed(Refusal):
    """Only the table of a month that is closed is corrected."""

    code = "crossing.not_closed"

    def __init__(self) -> None:
        super().__init__("The month is not closed yet.")


class CorrectionUnexplained(Refusal):
    """Who corrects a closed month says why."""

    code = "crossing.correction_unexplained"

    def __init__(self) -> None:
        super().__init__("Say why.", most=REASON_MAX)


def scope_for(region: str) -> ScopeTable:
    """Return the list of a region's province, or refuse when there is none."""
    try:
        return scope(region)
    except ScopeUnknown:
        raise NoProgressTable from None


def entries_of(
    region: str, *, until: datetime | None = None
) -> Mapping[tuple[int, str], str]:
    """Return the latest text of every cell, as entered before a moment."""
    rows = ProgressEntry.objects.filter(region=region)
    if until is not None:
        rows = rows.filter(at__lt=until)
    return {(row.sequence, row.column): row.text for row in rows.order_by("pk")}


def table_now(region: str, day: date) -> ProgressTable:
    """Return the table of the month that runs, as it stands."""
    month = month_of_report(region, day)
    return progress_table(scope_for(region), entries_of(region), month=month.month)


def month_of_report(region: str, day: date) -> date:
    """Return the first of the month whose table is filled in on a day.

    After the day it is due the next month's begins.
    """
    due = due_on(scope_for(region), year=day.year, month=day.month)
    first = day.replace(day=1)
    return first if day <= due else (first + timedelta(days=31)).replace(day=1)


@transaction.atomic
def enter_cells(
    envelope: Envelope, *, region: str, sequence: int, texts: Mapping[str, str]
) -> int:
    """Enter cells of one row, or of the head (row 0); return how many changed.

    Refuses a cell that is none, and the summary outside its month.
    """
    check_may(envelope.actor, Act.DISTRIBUTE)
    table, held = scope_for(region), entries_of(region)
    month = month_of_report(region, envelope.today).month
    changed = []
    for column, text in texts.items():
        name = cell_name(table, sequence, column)
        if column == SUMMARY and not has_summary(table, month):
            raise NotACell
        if len(text) > TEXT_MAX:
            raise TextTooLong(name)
        if held.get((sequence, column), "") != text:
            changed.append(
                ProgressEntry(
                    region=region,
                    sequence=sequence,
                    column=column,
                    text=text,
                    by_id=envelope.actor.account_id,
                    at=envelope.now,
                    request_key=envelope.key,
                )
            )
    ProgressEntry.objects.bulk_create(changed, ignore_conflicts=True)
    return len(changed)


def close_due(now: datetime) -> int:
    """Close every month whose day has passed; return how many were closed.

    Each city of the deployment has its own table. What was entered until the end
    of the day counts, however late this runs.
    """
    cities = Office.objects.filter(is_active=True, level=Level.CITY.value)
    regions = sorted(set(cities.values_list("region", flat=True)))
    served = str(settings.TONGBAN_REGION)
    return sum(_close_in(one, now) for one in regions if is_inside(one, served))


def _close_in(region: str, now: datetime) -> int:
    try:
        table = scope_for(region)
        days = _due_days(table, now.astimezone(CHINA).date())
    except NoProgressTable:
        return 0
    return sum(_close(table, region, due, now) for due in days)


def _due_days(table: ScopeTable, today: date) -> tuple[date, ...]:
    """Return the due days of this month and the last that have passed."""
    this = due_on(table, year=today.year, month=today.month)
    before = today.replace(day=1) - timedelta(days=1)
    last = due_on(table, year=before.year, month=before.month)
    return tuple(due for due in (last, this) if table.effective_on <= due < today)


@transaction.atomic
def _close(table: ScopeTable, region: str, due: date, now: datetime) -> int:
    known = ProgressIssue.objects.filter(region=region, year=due.year, month=due.month)
    if known.exists():
        return 0
    until = datetime.combine(due + timedelta(days=1), time(), CHINA)
    found = progress_table(table, entries_of(region, until=until), month=due.month)
    _, first = ProgressIssue.objects.get_or_create(
        region=region,
        year=due.year,
        month=due.month,
        edition=1,
        defaults=_kept(found.as_json(), due) | {"at": now},
    )
    return int(first)


@transaction.atomic
def correct(
    envelope: Envelope, *, region: str, year: int, month: int, reason: str
) -> int:
    """Issue a closed month again as the table stands now; return the edition.

    Refuses a month that is not closed, and a correction without a reason.
    """
    check_may(envelope.actor, Act.DISTRIBUTE)
    if not 0 < len(reason.strip()) <= REASON_MAX:
        raise CorrectionUnexplained
    known = ProgressIssue.objects.filter(region=region, year=year, month=month)
    take_turn(f"progress {region} {year} {month}")
    first = known.order_by("edition").first()
    if first is None:
        raise NotClosed
    found = progress_table(scope_for(region), entries_of(region), month=month)
    last = known.aggregate(last=Max("edition"))["last"]
    content = found.as_json()
    latest = known.get(edition=last)
    if latest.content == content and latest.reason == reason.strip():
        return int(last)
    ProgressIssue.objects.create(
        region=region,
        year=year,
        month=month,
        edition=last + 1,
        reason=reason.strip(),
        by_id=envelope.actor.account_id,
        at=envelope.now,
        **_kept(content, first.due_on),
    )
    return int(last) + 1


def _kept(content: JsonObject, due: date) -> dict[str, object]:
    digest = hashlib.sha256(canonical(content).encode()).hexdigest()
    return {"content": content, "digest": digest, "due_on": due}
