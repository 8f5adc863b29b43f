"""What a supervisor looks through: alerts, pledges to check, bars, mandates."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_name
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Alert, Mandate, PledgeBar, Recovery
from tongban.services.cases.words import word

ROWS_MAX: Final = 200


@dataclass(frozen=True, slots=True)
class AlertRow:
    """One line of the supervision list."""

    id: int
    number: str
    item_name: str
    kind: str
    kind_word: str
    detail: str
    raised_at: datetime
    settled_at: datetime | None
    answer: str


def alert_row(alert: Alert) -> AlertRow:
    """Return an alert as a list shows it."""
    return AlertRow(
        id=alert.pk,
        number=alert.case.number,
        item_name=alert.case.item_name,
        kind=alert.kind,
        kind_word=word(f"alert.{alert.kind}"),
        detail=_detail(alert),
        raised_at=alert.raised_at,
        settled_at=alert.settled_at,
        answer=alert.answer,
    )


def _detail(alert: Alert) -> str:
    if alert.kind == Alert.Kind.RUNG:
        return word(f"rung.{alert.detail}")
    return alert.detail


@dataclass(frozen=True, slots=True)
class BarRow:
    """A party that may not pledge until it is repaired."""

    party_id: int
    name: str
    number: str
    since: datetime


def pledge_bars() -> tuple[BarRow, ...]:
    """Return the parties now barred from pledging."""
    found = PledgeBar.objects.filter(repaired_at=None).select_related("party", "case")
    return tuple(
        BarRow(
            party_id=bar.party_id,
            name=mask_name(bar.party.name),
            number=bar.case.number,
            since=bar.since,
        )
        for bar in found.order_by("-since")[:ROWS_MAX]
    )


def recoveries() -> QuerySet[Recovery]:
    """Return money still to be asked back."""
    return (
        Recovery.objects.filter(settled_at=None)
        .select_related("case")
        .order_by("opened_at")[:ROWS_MAX]
    )


@dataclass(frozen=True, slots=True)
class MandateRow:
    """One mandate as its principal or helper sees it."""

    id: int
    principal: str
    principal_id: int
    helper: str
    items: tuple[str, ...]
    covers_pledges: bool
    from_on: date
    until_on: date
    revoked_at: datetime | None
    in_force: bool


def mandates_given(actor: Actor, *, today: date) -> tuple[MandateRow, ...]:
    """Return the mandates one's parties gave, the latest first."""
    found = Mandate.objects.filter(principal_id__in=actor.party_ids)
    return _mandates(found, today)


def mandates_held(actor: Actor, *, today: date) -> tuple[MandateRow, ...]:
    """Return the mandates others gave this account, the latest first."""
    return _mandates(Mandate.objects.filter(helper_id=actor.account_id), today)


def _mandates(found: QuerySet[Mandate], today: date) -> tuple[MandateRow, ...]:
    rows = found.select_related("principal", "helper").order_by("-given_at")
    return tuple(
        MandateRow(
            id=mandate.pk,
            principal=mask_name(mandate.principal.name),
            principal_id=mandate.principal_id,
            helper=mandate.helper.display_name,
            items=tuple(mandate.items),
            covers_pledges=mandate.covers_pledges,
            from_on=mandate.from_on,
            until_on=mandate.until_on,
            revoked_at=mandate.revoked_at,
            in_force=mandate.revoked_at is None
            and mandate.from_on <= today <= mandate.until_on,
        )
        for mandate in rows[:ROWS_MAX]
    )


def colleagues(actor: Actor, *, office_path: str) -> tuple[tuple[int, str], ...]:
    """Return active staff who could take a case of that office: id and name."""
    found = Account.objects.filter(
        kind="staff", is_active=True, office__isnull=False
    ).select_related("office")
    return tuple(
        (account.pk, f"{account.display_name}（{account.office.name}）")
        for account in found.order_by("display_name")[:ROWS_MAX]
        if account.office is not None
        and office_path.startswith(account.office.path)
        and account.pk != actor.account_id
    )
