"""Telling the stations below what changed, and who has read it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from tongban.core.access.actor import Actor
from tongban.core.refusals import Refusal
from tongban.policy.overlays import Publication as Published
from tongban.policy.overlays import book_of, narrowed
from tongban.records.catalogue.models import Acknowledgement, Publication
from tongban.records.offices.models import Office
from tongban.records.security.row_conditions import below
from tongban.services.cases.envelope import Envelope
from tongban.services.catalogue.drafting import ChangedField, changes_between
from tongban.services.catalogue.queries import subject_name
from tongban.services.items.catalogue import book, catalogue

NOTICES_MAX: Final = 20
SHOWN_FOR: Final = timedelta(days=60)  # a newcomer is not told what is long known


class NotTold(Refusal):
    """The publication concerns another region."""

    code = "catalogue.not_told"

    def __init__(self) -> None:
        super().__init__("No such notice for this office.")


@dataclass(frozen=True, slots=True)
class StationNotice:
    """What a station is told: a change that begins, or one that was taken back."""

    id: int
    number: str
    withdrawn: bool
    region_name: str
    subject: str
    subject_name: str
    effective_on: date
    reason: str
    at: datetime
    changes: tuple[ChangedField, ...]


@dataclass(frozen=True, slots=True)
class StationLine:
    """One office that is told, and when somebody there first read it."""

    name: str
    read_at: datetime | None


def notices_for(actor: Actor, *, today: date) -> tuple[StationNotice, ...]:
    """Return the changes this person has not yet said they read, the oldest first."""
    if actor.account_id is None or not actor.office_path:
        return ()
    read = Acknowledgement.objects.filter(account_id=actor.account_id)
    rows = (
        Publication.objects.filter(
            region_path__in=_paths_above(actor.office_path),
            at__date__gt=today - SHOWN_FOR,
        )
        .exclude(pk__in=read.values("publication_id"))
        .order_by("id")[:NOTICES_MAX]
    )
    return tuple(_notice(row, today) for row in rows)


@transaction.atomic
def acknowledge(envelope: Envelope, *, publication_id: int) -> None:
    """Note that somebody has read a change; once more changes nothing."""
    actor = envelope.actor
    row = Publication.objects.filter(
        pk=publication_id, region_path__in=_paths_above(actor.office_path)
    ).first()
    if row is None or actor.account_id is None:
        raise NotTold
    Acknowledgement.objects.get_or_create(
        publication=row,
        account_id=actor.account_id,
        defaults={
            "office_code": actor.office_code,
            "office_path": actor.office_path,
            "at": envelope.now,
        },
    )


def stations_of(number: str) -> tuple[StationLine, ...]:
    """Return the offices a published change concerns, and who has read it."""
    row = Publication.objects.filter(
        number=number, kind=Publication.Kind.PUBLISHED
    ).first()
    if row is None:
        return ()
    first: dict[str, datetime] = {}
    for read in row.acknowledgements.order_by("-at"):
        first[read.office_code] = read.at
    offices = Office.objects.filter(below("path", row.region_path), is_active=True)
    return tuple(
        StationLine(office.name, first.get(office.code))
        for office in offices.order_by("path")
    )


def _paths_above(path: str) -> list[str]:
    """Return the paths of an office and of every office above it."""
    parts = [part for part in path.split("/") if part]
    return ["/" + "/".join(parts[:end]) + "/" for end in range(1, len(parts) + 1)]


def _notice(row: Publication, today: date) -> StationNotice:
    withdrawn = row.kind == Publication.Kind.WITHDRAWN
    return StationNotice(
        id=row.pk,
        number=row.number,
        withdrawn=withdrawn,
        region_name=book().regions.full_name(row.region),
        subject=row.subject,
        subject_name=subject_name(row.subject, row.region, today),
        effective_on=row.effective_on,
        reason=row.reason,
        at=row.at,
        changes=published_fields(row),
    )


def published_fields(row: Publication) -> tuple[ChangedField, ...]:
    """Return what a publication changes on its first day, against what was before."""
    one = Published(row.region, row.subject, row.number, row.text)
    known = catalogue()
    narrow = narrowed(known.files, one.subject)
    others = [
        other
        for other in known.published
        if other.subject == one.subject and other.number != one.number
    ]
    return changes_between(
        book_of(narrow, others), book_of(narrow, (*others, one)), one, row.effective_on
    )
