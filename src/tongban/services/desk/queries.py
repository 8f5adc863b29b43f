"""What only desk pages ask: offices to turn to, mandates of a region, looks."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.conf import settings

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_name
from tongban.core.access.rights import Act, check_may
from tongban.records.accounts.models import Account
from tongban.records.audit.models import AccessLook
from tongban.records.cases.models import Case, Mandate
from tongban.records.offices.models import Office
from tongban.records.security.row_conditions import below
from tongban.services.items.queries import (
    items_on,
    postings,
    region_named,
)

OFFICES_MAX: Final = 500
ROWS_MAX: Final = 200
LOOKS_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class OfficeName:
    """An office as a list of choices shows it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class MandateLine:
    """A mandate as a supervisor sees it; the principal's name is masked."""

    principal: str
    helper: str
    office: str
    items: tuple[str, ...]
    covers_pledges: bool
    from_on: date
    until_on: date
    has_evidence: bool
    standing: str


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look at a person's data as a supervisor sees it."""

    office: str
    seq: int
    at: datetime
    who: str
    party: str
    reason: str
    number: str


@dataclass(frozen=True, slots=True)
class ExtraAttempt:
    """Somebody asked for a material outside the published list."""

    office: str
    item: str
    material: str
    reason: str
    number: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PostedLine:
    """A local extra material that was announced to the public."""

    item: str
    material: str
    region: str
    on: date


def office_name(code: str) -> str:
    """Return the name of an office; empty when there is none of this code."""
    found = Office.objects.filter(code=code).values_list("name", flat=True).first()
    return found or ""


def office_region(code: str) -> str:
    """Return the region an office serves; the site's own when it is unknown."""
    found = Office.objects.filter(code=code).values_list("region", flat=True).first()
    return found or str(settings.TONGBAN_REGION)


def active_offices() -> tuple[OfficeName, ...]:
    """Return the offices a case may be passed to or asked of, from the top down."""
    rows = Office.objects.filter(is_active=True).order_by("path")
    pairs = rows.values_list("code", "name")[:OFFICES_MAX]
    return tuple(OfficeName(code, name) for code, name in pairs)


def offices_below(actor: Actor) -> tuple[OfficeName, ...]:
    """Return the actor's office and those below it, from the top down."""
    rows = Office.objects.filter(
        below("path", actor.office_path), is_active=True
    ).order_by("path")
    pairs = rows.values_list("code", "name")[:OFFICES_MAX]
    return tuple(OfficeName(code, name) for code, name in pairs)


def office_path_of_case(number: str) -> str:
    """Return the path of the office that handles a case; empty when unknown."""
    paths = Case.objects.filter(number=number).values_list("office_path", flat=True)
    return paths.first() or ""


def mandates_of_region(actor: Actor, *, today: date) -> tuple[MandateLine, ...]:
    """Return the latest mandates held by helpers of the actor's offices.

    Refuses who may not spot-check.
    """
    check_may(actor, Act.SPOT_CHECK)
    rows = (
        Mandate.objects.select_related("principal", "helper", "helper__office")
        .filter(below("helper__office__path", actor.office_path))
        .order_by("-given_at")[:ROWS_MAX]
    )
    return tuple(_mandate_line(mandate, today) for mandate in rows)


def _mandate_line(mandate: Mandate, today: date) -> MandateLine:
    office = mandate.helper.office
    return MandateLine(
        principal=mask_name(mandate.principal.name),
        helper=mandate.helper.display_name,
        office="" if office is None else office.name,
        items=tuple(mandate.items),
        covers_pledges=mandate.covers_pledges,
        from_on=mandate.from_on,
        until_on=mandate.until_on,
        has_evidence=mandate.evidence_id is not None,
        standing=_standing(mandate, today),
    )


def _standing(mandate: Mandate, today: date) -> str:
    if mandate.revoked_at is not None:
        return "revoked"
    if today < mandate.from_on:
        return "to_come"
    return "in_force" if today <= mandate.until_on else "over"


def latest_looks(
    actor: Actor, *, account_id: int | None = None
) -> tuple[LookLine, ...]:
    """Return the latest looks of the actor's offices, all or one colleague's.

    Refuses who may not spot-check.
    """
    check_may(actor, Act.SPOT_CHECK)
    rows = AccessLook.objects.select_related("account", "party").filter(
        below("office_path", actor.office_path)
    )
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    names = dict(Office.objects.values_list("code", "name"))
    return tuple(
        LookLine(
            office=names.get(look.office_code, look.office_code),
            seq=look.seq,
            at=look.at,
            who=look.account.display_name,
            party=_shown_name(look),
            reason=look.reason,
            number=look.case_number,
        )
        for look in rows.order_by("-at", "-seq")[:LOOKS_MAX]
    )


def _shown_name(look: AccessLook) -> str:
    party = look.party
    return mask_name(party.name) if party.kind == "person" else str(party.name)


def who_looks(actor: Actor) -> tuple[tuple[int, str], ...]:
    """Return the staff of the actor's offices, to choose whose looks to check.

    Refuses who may not spot-check.
    """
    check_may(actor, Act.SPOT_CHECK)
    rows = Account.objects.filter(
        below("office__path", actor.office_path), kind="staff"
    ).order_by("display_name")
    return tuple((account.pk, account.display_name) for account in rows[:OFFICES_MAX])


def posted_materials(region: str, *, today: date) -> tuple[PostedLine, ...]:
    """Return the local materials posted for a region, the latest first."""
    names = {str(item.code): item.name for item in items_on(region, today)}
    return tuple(
        PostedLine(
            item=names.get(row.item, row.item),
            material=row.name,
            region=region_named(row.region).name,
            on=row.posted_on,
        )
        for row in postings(region, today)
    )
