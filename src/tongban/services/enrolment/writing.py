"""Writing rows of the register with their history, and taking changes back.

Whoever writes through here leaves an event for every row made or changed; the
undo of a case applies the mirrors of its events, last first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import QuerySet

from tongban.core.cases.view import CHINA
from tongban.core.enrolment.employers import EmployerState
from tongban.core.enrolment.kinds import CoverState
from tongban.core.json_values import Json, JsonObject
from tongban.core.refusals import Refusal
from tongban.records.enrolment.history import RegisterEvent
from tongban.records.enrolment.models import (
    ContributionMonth,
    Cover,
    Employer,
    EmployerEvent,
    EmployerLink,
    InsuredPerson,
    Overlap,
    PersonEvent,
    PremiumYear,
    Retirement,
    SpecialGroup,
    Waiting,
)
from tongban.records.parties.models import Party


class ChangedSince(Refusal):
    """A later change stands on this one; that one has to be taken back first."""

    code = "enrolment.changed_since"

    def __init__(self) -> None:
        super().__init__("The register changed again since.")


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why the register changes: a case, or a source outside; who; when."""

    at: datetime
    case_id: int | None = None
    source: str = ""
    by: int | None = None

    @property
    def today(self) -> date:
        """The calendar day of the change."""
        return self.at.astimezone(CHINA).date()


KINDS: Final[Mapping[str, type[models.Model]]] = {
    "cover": Cover,
    "employer": Employer,
    "group": SpecialGroup,
    "link": EmployerLink,
    "month": ContributionMonth,
    "overlap": Overlap,
    "party": Party,
    "person": InsuredPerson,
    "premium": PremiumYear,
    "retirement": Retirement,
    "waiting": Waiting,
}
_NAMES: Final = {model: name for name, model in KINDS.items()}
_UNTOLD: Final = frozenset({"version"})


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose history an event belongs to: one person's or one employer's."""

    person_id: int | None = None
    employer_id: int | None = None


def snapshot(row: models.Model) -> dict[str, Json]:
    """Return every column of a row, JSON-ready."""
    fields = row._meta.concrete_fields  # noqa: SLF001 - Django's public _meta
    return {
        field.attname: _said(getattr(row, field.attname))
        for field in fields
        if not field.primary_key and field.attname not in _UNTOLD
    }


def made(row: models.Model, *, subject: Subject, cause: Occasion) -> None:
    """Insert a row and say so in the history."""
    row.save(force_insert=True)
    _note(row, old={}, new=snapshot(row), subject=subject, cause=cause)


def changed(
    row: models.Model, before: JsonObject, *, subject: Subject, cause: Occasion
) -> None:
    """Save what differs from a snapshot, and say so; nothing when nothing does."""
    now = snapshot(row)
    names = [name for name, value in now.items() if value != before[name]]
    if not names:
        return
    row.save(update_fields=names)
    _note(
        row,
        old={name: before[name] for name in names},
        new={name: now[name] for name in names},
        subject=subject,
        cause=cause,
    )


def take_back(case_id: int, *, cause: Occasion) -> int:
    """Apply the mirrors of all events of a case; return how many there were.

    Refuses when a value was changed again since: nothing is then taken back.
    """
    return sum(
        _mirror_all(model.objects.filter(case_id=case_id), cause=cause)
        for model in (EmployerEvent, PersonEvent)
    )


def take_back_of(person_id: int, *, source: str, cause: Occasion) -> int:
    """Apply the mirrors of what a source outside changed of a person; as above."""
    events = PersonEvent.objects.filter(person_id=person_id, case=None, source=source)
    return _mirror_all(events, cause=cause)


def _mirror_all(
    events: QuerySet[PersonEvent] | QuerySet[EmployerEvent], *, cause: Occasion
) -> int:
    found: list[PersonEvent | EmployerEvent] = [
        *events.filter(reverses=None, reversed_by=None).order_by("-pk")
    ]
    for event in found:
        _mirror(event, cause=cause)
    return len(found)


def _mirror(event: PersonEvent | EmployerEvent, *, cause: Occasion) -> None:
    row = KINDS[event.what].objects.select_for_update().get(pk=event.row)  # type: ignore[attr-defined]  # every model has objects
    before = snapshot(row)
    if any(before[name] != value for name, value in _told(row, event).items()):
        raise ChangedSince
    if event.old:
        for name, value in event.old.items():
            setattr(row, name, _value(row, name, value))
    else:
        _unmake(row, cause=cause)
    now = snapshot(row)
    names = [name for name, value in now.items() if value != before[name]]
    if names:
        row.save(update_fields=names)
    _write(
        event=type(event)(
            what=event.what,
            row=event.row,
            old={name: before[name] for name in names},
            new={name: now[name] for name in names},
            reverses_id=event.pk,
        ),
        subject=_subject_of(event),
        cause=cause,
    )


def _told(row: models.Model, event: RegisterEvent) -> JsonObject:
    """Return what must still stand: of a person made, nothing; they stay known."""
    keeps = isinstance(row, Party | InsuredPerson) and not event.old
    return {} if keeps else event.new


def _unmake(row: models.Model, *, cause: Occasion) -> None:
    """Let a row that was made no longer count; rows are never removed."""
    if isinstance(row, Cover):
        row.state = CoverState.VOID.value
    elif isinstance(row, Employer):
        row.state, row.left_on = EmployerState.CANCELLED.value, row.registered_on
    elif isinstance(row, Overlap):
        row.resolved_at, row.resolution = cause.at, "undone"
    elif not isinstance(row, Party | InsuredPerson):
        row.void = True  # type: ignore[attr-defined]  # the other kinds all have it


def _subject_of(event: PersonEvent | EmployerEvent) -> Subject:
    if isinstance(event, PersonEvent):
        return Subject(person_id=event.person_id)
    return Subject(employer_id=event.employer_id)


def _note(
    row: models.Model,
    *,
    old: JsonObject,
    new: JsonObject,
    subject: Subject,
    cause: Occasion,
) -> None:
    model = EmployerEvent if subject.employer_id is not None else PersonEvent
    event = model(what=_NAMES[type(row)], row=row.pk, old=old, new=new)
    _write(event=event, subject=subject, cause=cause)


def _write(
    *, event: PersonEvent | EmployerEvent, subject: Subject, cause: Occasion
) -> None:
    if isinstance(event, EmployerEvent):
        event.employer_id = _known(subject.employer_id)
    else:
        event.person_id = _known(subject.person_id)
    event.case_id, event.source = cause.case_id, cause.source
    event.by, event.at = cause.by, cause.at
    event.save(force_insert=True)


def _known(one: int | None) -> int:
    if one is None:
        raise ValueError("An event belongs to a person or an employer.")
    return one


def _said(value: object) -> Json:
    if isinstance(value, DateRange):
        return [_said(value.lower), _said(value.upper)]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | str):
        return value
    raise TypeError(f"{type(value).__name__} has no place in the history.")


def _value(row: models.Model, name: str, said: Json) -> object:
    field = next(
        one
        for one in row._meta.concrete_fields  # noqa: SLF001 - Django's public _meta
        if one.attname == name
    )
    if isinstance(field, DateRangeField) and isinstance(said, list):
        first, last = (None if one is None else date.fromisoformat(one) for one in said)
        return DateRange(first, last)
    value: object = field.to_python(said)
    return value
