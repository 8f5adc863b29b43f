"""The ladder of warnings and the re-projection of due days, for background jobs."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from tongban.core.access.actor import SYSTEM
from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.cases.clock import due_rungs
from tongban.core.cases.clock_rules import Rung
from tongban.core.cases.decisions.teamwork import decide_due_moved, decide_rung
from tongban.core.cases.lifecycle import State
from tongban.core.items.catalogue import Channel
from tongban.records.cases.models import Alert, Case, OpinionRequest
from tongban.services.calendar.queries import clock_rules, work_calendar
from tongban.services.cases import engine, projection
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.moving import touched_cases

CASES_PER_SWEEP_MAX: Final = 5_000


def job_envelope(now: datetime, key: str) -> Envelope:
    """Return the envelope the background uses: the system itself, at this moment."""
    return Envelope(actor=SYSTEM, now=now, key=key, channel=Channel.OTHER)


def fire_rungs(now: datetime) -> int:
    """Fire every rung that has come due and has not fired; return how many.

    Safe to run twice and after a stop of days: a rung is an event of its case
    and fires once.
    """
    envelope = job_envelope(now, "rungs")
    fired = 0
    for number in _reached(envelope.today):
        fired += _fire(number, envelope)
    return fired


def _reached(today: date) -> list[str]:
    return list(
        Case.objects.filter(state=State.OPEN.value, started_on__isnull=False)
        .filter(
            Q(half_on__lte=today)
            | Q(warn_on__lte=today)
            | Q(due_on__lte=today)
            | Q(overdue_on__lte=today)
        )
        .order_by("due_on", "pk")
        .values_list("number", flat=True)[:CASES_PER_SWEEP_MAX]
    )


@transaction.atomic
def _fire(number: str, envelope: Envelope) -> int:
    loaded = engine.load(number, envelope)
    if loaded.view.state is not State.OPEN:
        return 0
    reading = projection.reading_of(
        loaded.view, terms=loaded.terms, calendar=loaded.calendar, today=loaded.today
    )
    if reading is None:
        return 0
    fired = frozenset(Rung(rung) for rung in loaded.view.rungs)
    due = due_rungs(reading, fired=fired, rules=clock_rules())
    events = [
        event
        for rung in due
        for event in decide_rung(loaded.view, rung=rung.value, due_on=reading.due_on)
    ]
    if events:
        engine.append(loaded, events)
    return len(events)


def note_late_opinions(now: datetime) -> int:
    """Put every opinion that is late on the supervision list, once."""
    today = job_envelope(now, "opinions").today
    late = (
        OpinionRequest.objects.filter(given_at=None, due_on__lt=today)
        .exclude(case__state=State.CLOSED.value)
        .select_related("case")
    )
    noted = 0
    for opinion in late:
        _, is_new = Alert.objects.get_or_create(
            case=opinion.case,
            kind=Alert.Kind.LATE_OPINION,
            detail=opinion.code,
            defaults={"office_path": opinion.case.office_path, "raised_at": now},
        )
        noted += is_new
    return noted


def reproject(calendar: WorkCalendar, *, now: datetime, why: str) -> int:
    """Move every open case the calendar moves, one journal entry for each.

    Cases that were stopped in the middle are found again by the next run.
    """
    envelope = job_envelope(now, "reproject")
    numbers = [one.number for one in touched_cases(calendar, now=now)]
    return sum(_move(one, envelope, calendar=calendar, why=why) for one in numbers)


@transaction.atomic
def _move(number: str, envelope: Envelope, *, calendar: WorkCalendar, why: str) -> int:
    loaded = engine.load(number, envelope, calendar=calendar)
    before = loaded.record.due_on
    projection.project(
        loaded.record,
        loaded.view,
        terms=loaded.terms,
        calendar=calendar,
        now=envelope.now,
    )
    now_due = loaded.record.due_on
    if before is None or now_due is None or before == now_due:
        return 0
    events = decide_due_moved(loaded.view, before=before, now=now_due, why=why)
    engine.append(loaded, events)
    return 1


def refresh_stopped(now: datetime) -> int:
    """Project stopped cases again, whose due day moves with every day of waiting.

    Only those whose stored day has passed need it before a list shows them.
    """
    today_envelope = job_envelope(now, "refresh")
    refreshed = 0
    stopped = Case.objects.filter(stopped=True, due_on__lt=today_envelope.today)
    for number in stopped.values_list("number", flat=True).order_by("pk"):
        with transaction.atomic():
            loaded = engine.load(number, today_envelope)
            projection.project(
                loaded.record,
                loaded.view,
                terms=loaded.terms,
                calendar=work_calendar(),
                now=now,
            )
        refreshed += 1
    return refreshed
