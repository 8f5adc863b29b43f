"""Which cases a figure counts: one condition serves the number and its list."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from tongban.core.access.actor import Actor
from tongban.core.cases.lifecycle import EventKind, Outcome
from tongban.core.figures.counting import Span
from tongban.core.items.catalogue import Channel
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case, CaseEvent
from tongban.records.security.row_conditions import below
from tongban.services.cases.envelope import CHINA

DECIDED: Final = (
    Outcome.GRANTED.value,
    Outcome.REJECTED.value,
    Outcome.REFUSED.value,
)
ONLINE: Final = (Channel.ONLINE.value,)


class MeasureUnknown(Refusal):
    """No figure has this name."""

    code = "figures.measure_unknown"

    def __init__(self) -> None:
        super().__init__("No such figure.")


class Measure(StrEnum):
    """A figure that counts cases; the values are codes of the dictionary."""

    RECEIVED = "received"
    ONLINE = "online"
    TOLD = "told"
    CLOSED = "closed"
    INSTANT = "instant"
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"
    UNDATED = "undated"


def in_scope(actor: Actor) -> QuerySet[Case]:
    """Return the cases of the actor's office and below, with what figures need."""
    return Case.objects.filter(below("office_path", actor.office_path)).annotate(
        closed_on=TruncDate("closed_at", tzinfo=CHINA),
        was_told=Exists(
            CaseEvent.objects.filter(
                case=OuterRef("pk"), kind=EventKind.NOTICE_SENT.value
            )
        ),
    )


def within(column: str, span: Span) -> Q:
    """Return the condition that a moment lies in the span, by China's calendar."""
    after = span.last + timedelta(days=1)
    first, end = _midnight(span.first), _midnight(after)
    return Q(**{f"{column}__gte": first, f"{column}__lt": end})


def counted(measure: Measure, span: Span) -> Q:
    """Return the condition for the cases a figure counts in a span."""
    return _CONDITIONS[measure](span)


def _received(span: Span) -> Q:
    return within("received_at", span)


def _closed(span: Span) -> Q:
    return within("closed_at", span) & Q(outcome__in=DECIDED)


_IN_TIME: Final = Q(closed_on__lte=F("due_on"))
_CONDITIONS: Final[Mapping[Measure, Callable[[Span], Q]]] = {
    Measure.RECEIVED: _received,
    Measure.ONLINE: lambda span: _received(span) & Q(channel__in=ONLINE),
    Measure.TOLD: lambda span: _received(span) & Q(was_told=True),
    Measure.CLOSED: _closed,
    Measure.INSTANT: lambda span: _closed(span) & Q(instant=True) & _IN_TIME,
    Measure.EARLY: lambda span: (
        _closed(span) & Q(instant=False, closed_on__lt=F("due_on"))
    ),
    Measure.ON_TIME: lambda span: (
        _closed(span) & Q(instant=False, closed_on=F("due_on"))
    ),
    Measure.LATE: lambda span: _closed(span) & Q(closed_on__gt=F("due_on")),
    Measure.UNDATED: lambda span: _closed(span) & Q(due_on__isnull=True),
}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, CHINA)
