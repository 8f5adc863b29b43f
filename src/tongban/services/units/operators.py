"""Who acts for a unit (经办人): added, changed and removed by the unit itself."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.access.parties import DUTY_WORDS, Duty
from tongban.core.access.rights import check_duty
from tongban.core.refusals import Refusal
from tongban.records.accounts.models import Account
from tongban.records.parties.models import Party, PartyLink
from tongban.records.units.models import OperatorChange
from tongban.services.access.operations import hash_password
from tongban.services.cases.engine import RequestKeyReused
from tongban.services.cases.envelope import Envelope
from tongban.services.staff.opening import LoginNameTaken

PASSWORD_BYTES: Final = 12
UNITS: Final = frozenset({ActorKind.EMPLOYER, ActorKind.INSTITUTION})
HISTORY_MAX: Final = 100


class NotAUnit(Refusal):
    """Only employers and institutions have operators."""

    code = "units.not_a_unit"

    def __init__(self) -> None:
        super().__init__("The account acts for no unit.")


class OperatorUnknown(Refusal):
    """No account of this kind has the login name, or acts for the unit."""

    code = "units.operator_unknown"

    def __init__(self) -> None:
        super().__init__("No such operator.")


class LastSigner(Refusal):
    """Somebody must be left who signs, and who can change this."""

    code = "units.last_signer"

    def __init__(self) -> None:
        super().__init__("The last account that signs cannot lose that duty.")


class DutiesMissing(Refusal):
    """A new operator has something to do."""

    code = "units.duties_missing"

    def __init__(self) -> None:
        super().__init__("Choose at least one duty.")


@dataclass(frozen=True, slots=True)
class OperatorLine:
    """One account that acts for the unit."""

    account_id: int
    name: str
    login_name: str
    duties: tuple[Duty, ...]
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of who may do what."""

    at: datetime
    by: str
    name: str
    duties: str


@dataclass(frozen=True, slots=True)
class NewOperator:
    """Somebody who begins to act for the unit."""

    login_name: str
    name: str
    duties: frozenset[Duty]


def unit_of(actor: Actor) -> int:
    """Return the party a unit's account acts for; refuse persons and staff."""
    if actor.kind not in UNITS or not actor.party_ids:
        raise NotAUnit
    return actor.party_ids[0]


def operators_of(actor: Actor) -> tuple[OperatorLine, ...]:
    """Return who acts for the unit, by name."""
    rows = (
        PartyLink.objects.filter(party_id=unit_of(actor), account__is_active=True)
        .select_related("account")
        .order_by("account__display_name", "account_id", "duty")
    )
    duties: dict[int, list[Duty]] = {}
    accounts: dict[int, Account] = {}
    for row in rows:
        accounts[row.account_id] = row.account
        duties.setdefault(row.account_id, []).append(Duty(row.duty))
    return tuple(
        OperatorLine(
            account_id=pk,
            name=account.display_name,
            login_name=account.login_name,
            duties=tuple(duty for duty in Duty if duty in duties[pk]),
            last_seen_at=account.last_seen_at,
        )
        for pk, account in accounts.items()
    )


def history_of(actor: Actor) -> tuple[ChangeLine, ...]:
    """Return the changes of the unit's operators, the latest first."""
    rows = (
        OperatorChange.objects.filter(party_id=unit_of(actor))
        .select_related("account", "by")
        .order_by("-pk")[:HISTORY_MAX]
    )
    return tuple(
        ChangeLine(
            at=row.at,
            by=row.by.display_name,
            name=row.account.display_name,
            duties="、".join(DUTY_WORDS[Duty(duty)] for duty in row.duties)
            or "不再经办",
        )
        for row in rows
    )


@transaction.atomic
def open_operator(envelope: Envelope, new: NewOperator) -> str:
    """Open an account for somebody new; return the password, shown once.

    The same request again returns an empty password.
    """
    party_id = _signing_for(envelope)
    if not new.duties:
        raise DutiesMissing
    if OperatorChange.objects.filter(key=_key(envelope)).exists():
        return ""
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    account = Account(
        login_name=new.login_name.strip().lower(),
        display_name=new.name.strip(),
        kind=envelope.actor.kind.value,
        password=hash_password(password),
        party_id=party_id,
    )
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as fault:
        raise LoginNameTaken(new.login_name) from fault
    _give(envelope, account, party_id, new.duties)
    return password


@transaction.atomic
def set_duties(envelope: Envelope, *, account_id: int, duties: frozenset[Duty]) -> None:
    """Give an operator exactly these duties from now on; none removes them.

    Refuses to take the last signing away from the unit.
    """
    party_id = _signing_for(envelope)
    links = PartyLink.objects.select_for_update().filter(party_id=party_id)
    held = list(links.values_list("account_id", "duty"))
    account = Account.objects.filter(
        pk=account_id, pk__in=[account for account, _ in held]
    ).first()
    former = OperatorChange.objects.filter(key=_key(envelope)).first()
    if former is not None:
        if former.account_id != account_id or set(former.duties) != _values(duties):
            raise RequestKeyReused
        return
    if account is None:
        raise OperatorUnknown
    signers = {who for who, duty in held if duty == Duty.SIGN.value} - {account_id}
    if not signers and Duty.SIGN not in duties:
        raise LastSigner
    _give(envelope, account, party_id, duties)


def _give(
    envelope: Envelope, account: Account, party_id: int, duties: frozenset[Duty]
) -> None:
    PartyLink.objects.filter(account=account, party_id=party_id).exclude(
        duty__in=_values(duties)
    ).delete()
    for duty in duties:
        PartyLink.objects.get_or_create(
            account=account, party_id=party_id, duty=duty.value
        )
    if not duties and account.party_id == party_id:
        # Without its own party the account acts for nobody at once.
        Account.objects.filter(pk=account.pk).update(party=None)
    elif account.party_id is None:
        Account.objects.filter(pk=account.pk).update(party_id=party_id)
    OperatorChange.objects.create(
        party_id=party_id,
        account=account,
        duties=sorted(_values(duties)),
        by_id=envelope.actor.account_id or 0,
        at=envelope.now,
        key=_key(envelope),
    )


def _signing_for(envelope: Envelope) -> int:
    envelope.check()
    party_id = unit_of(envelope.actor)
    check_duty(envelope.actor, party_id, Duty.SIGN)
    Party.objects.select_for_update().get(pk=party_id)
    return party_id


def _values(duties: Iterable[Duty]) -> set[str]:
    return {duty.value for duty in duties}


def _key(envelope: Envelope) -> str:
    return f"{envelope.sender} {envelope.key}"
