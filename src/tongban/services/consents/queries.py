"""Consents and reports, as their owner and the office see them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_name
from tongban.records.consents.models import Consent, WrongData
from tongban.records.security.row_conditions import below
from tongban.services.consents.operations import PREFILL

LINES_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """One yes, in force or taken back."""

    id: int
    item: str
    purpose: str
    what: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report with its answer."""

    id: int
    who: str
    item: str
    label: str
    held: str
    right: str
    words: str
    state: str
    is_open: bool
    told_at: datetime
    answer: str
    answered_at: datetime | None


def consents_of(actor: Actor) -> tuple[ConsentLine, ...]:
    """Return the consents of one's parties, the latest first."""
    rows = Consent.objects.filter(party_id__in=actor.party_ids).order_by("-pk")
    return tuple(
        ConsentLine(
            row.pk, row.item, row.purpose, row.what, row.given_at, row.withdrawn_at
        )
        for row in rows[:LINES_MAX]
    )


def agreed(party_id: int, item: str) -> bool:
    """Say whether a yes to prefilling this item's form is in force."""
    return Consent.objects.filter(
        party_id=party_id, item=item, purpose=PREFILL, withdrawn_at=None
    ).exists()


def own_reports(actor: Actor) -> tuple[ReportLine, ...]:
    """Return what one reported, the latest first."""
    rows = WrongData.objects.filter(party_id__in=actor.party_ids)
    return tuple(_line(row) for row in rows.order_by("-pk")[:LINES_MAX])


def reports_to_answer(
    actor: Actor, *, answered: bool = False
) -> tuple[ReportLine, ...]:
    """Return the reports to the actor's office and those below."""
    rows = WrongData.objects.filter(below("office_path", actor.office_path))
    is_open = {"state": WrongData.State.OPEN}
    rows = rows.exclude(**is_open) if answered else rows.filter(**is_open)
    found = rows.select_related("party").order_by("told_at")
    return tuple(_line(row) for row in found[:LINES_MAX])


def _line(row: WrongData) -> ReportLine:
    return ReportLine(
        id=row.pk,
        who=mask_name(row.party.name),
        item=row.item,
        label=row.label,
        held=row.held,
        right=row.right,
        words=row.words,
        state=WrongData.State(row.state).label,
        is_open=row.state == WrongData.State.OPEN,
        told_at=row.told_at,
        answer=row.answer,
        answered_at=row.answered_at,
    )
