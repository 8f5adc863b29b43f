"""Two covers for the same days (重复参保): listed, and resolved by a reviewer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import QuerySet

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_identifier, mask_name
from tongban.core.access.rights import Act, check_may, may
from tongban.core.items.regions import digits_within
from tongban.records.enrolment.models import Cover, Overlap
from tongban.records.offices.models import Office
from tongban.records.parties.models import Party
from tongban.services.cases.routing import handling_office
from tongban.services.enrolment.own import CoverWords, cover_words
from tongban.services.enrolment.queries import HOLDING, line_of

ITEM: Final = "employee-registration"
LINES_PER_PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class OverlapLine:
    """One dispute: whose, the new cover, and those that hold its days already."""

    id: int
    party_id: int
    who: str
    identifier: str
    found_at: datetime
    new: CoverWords
    formers: tuple[CoverWords, ...]
    case_number: str
    may_resolve: bool


@dataclass(frozen=True, slots=True)
class OverlapPage:
    """One page of open disputes, the oldest first."""

    lines: tuple[OverlapLine, ...]
    page: int
    pages: int
    total: int


def check_may_resolve(actor: Actor, *, region: str) -> None:
    """Refuse whoever may not review registrations where the cover lies."""
    office = handling_office(region=region, item=ITEM)
    check_may(actor, Act.REVIEW, item=ITEM, office_path=office.path)


def open_overlaps(actor: Actor, *, page: int) -> OverlapPage:
    """Return a page of the open disputes of the actor's region."""
    rows = _open(actor)
    total = rows.count()
    pages = max(1, -(-total // LINES_PER_PAGE))
    place = min(max(page, 1), pages)
    shown = rows[(place - 1) * LINES_PER_PAGE : place * LINES_PER_PAGE]
    return OverlapPage(tuple(_line(actor, row) for row in shown), place, pages, total)


def overlaps_of(actor: Actor, party_id: int) -> tuple[OverlapLine, ...]:
    """Return the open disputes of one person."""
    rows = Overlap.objects.filter(person_id=party_id, resolved_at=None)
    found = rows.select_related("cover__case").order_by("found_at", "pk")
    return tuple(_line(actor, row) for row in found)


def _open(actor: Actor) -> QuerySet[Overlap]:
    office = Office.objects.filter(code=actor.office_code).first()
    rows = Overlap.objects.filter(resolved_at=None).select_related("cover__case")
    if office is None:
        return rows.none()
    within = rows.filter(region__startswith=digits_within(office.region))
    return within.order_by("found_at", "pk")


def _line(actor: Actor, row: Overlap) -> OverlapLine:
    party = Party.objects.get(pk=row.person_id)
    formers = Cover.objects.filter(
        person_id=row.person_id,
        state__in=HOLDING,
        in_force__overlap=row.cover.in_force,
    ).exclude(pk=row.cover_id)
    office = handling_office(region=row.region, item=ITEM)
    return OverlapLine(
        id=row.pk,
        party_id=row.person_id,
        who=mask_name(party.name),
        identifier=mask_identifier(party.identifier),
        found_at=row.found_at,
        new=cover_words(line_of(row.cover)),
        formers=tuple(cover_words(line_of(one)) for one in formers.order_by("pk")),
        case_number=row.cover.case.number if row.cover.case else "",
        may_resolve=may(actor, Act.REVIEW, item=ITEM, office_path=office.path),
    )
