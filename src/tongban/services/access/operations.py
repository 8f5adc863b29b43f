"""Opening accounts, offices and grants, with what belongs to each."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django_otp.plugins.otp_totp.models import TOTPDevice

from tongban.core.access.actor import ActorKind, Role
from tongban.core.access.offices import OfficeKind, child_path
from tongban.core.access.parties import Duty
from tongban.core.days import Period
from tongban.core.items.catalogue import Level
from tongban.records.accounts.models import Account
from tongban.records.offices.models import Office, StaffGrant, StaffProfile
from tongban.records.parties.models import Party, PartyLink

TOTP_NAME: Final = "动态口令"


@dataclass(frozen=True, slots=True)
class NewOffice:
    """An office to open; ``parent`` is the code of the one above, or empty."""

    code: str
    name: str
    region: str
    level: Level
    kind: OfficeKind
    parent: str = ""
    address: str = ""
    hours: str = ""
    phone: str = ""
    supervision_phone: str = ""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to open; the password arrives hashed (``hash_password``)."""

    login_name: str
    display_name: str
    kind: ActorKind
    password_hash: str
    office: str = ""
    party_id: int | None = None
    elder_mode: bool = False


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A right to give: role in an office and below, for a time."""

    role: Role
    office: str
    in_force: Period
    items: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()


def hash_password(password: str) -> str:
    """Return the hash of a password, as an account keeps it."""
    return make_password(password)


@transaction.atomic
def open_office(new: NewOffice) -> str:
    """Open an office, or renew what is known of it; return its path."""
    parent = Office.objects.get(code=new.parent) if new.parent else None
    path = child_path(parent.path if parent else "", new.code)
    Office.objects.update_or_create(
        code=new.code,
        defaults={
            "name": new.name,
            "region": new.region,
            "level": new.level.value,
            "kind": new.kind.value,
            "parent": parent,
            "path": path,
            "address": new.address,
            "hours": new.hours,
            "phone": new.phone,
            "supervision_phone": new.supervision_phone,
        },
    )
    return path


@transaction.atomic
def open_account(new: NewAccount) -> int:
    """Open an account, or renew it with its password; return its id."""
    account, _ = Account.objects.update_or_create(
        login_name=new.login_name,
        defaults={
            "display_name": new.display_name,
            "kind": new.kind.value,
            "password": new.password_hash,
            "office": Office.objects.get(code=new.office) if new.office else None,
            "party_id": new.party_id,
            "elder_mode": new.elder_mode,
        },
    )
    return account.pk


@transaction.atomic
def sign_agreement(account_id: int, *, signed_on: date, until: date) -> None:
    """Record the confidentiality agreement: in force up to, not including, a day."""
    StaffProfile.objects.update_or_create(
        account_id=account_id,
        defaults={"agreement_signed_on": signed_on, "agreement_until": until},
    )


@transaction.atomic
def record_training(account_id: int, *, trained_on: date, until: date) -> None:
    """Record a finished training: it counts up to, not including, a day."""
    StaffProfile.objects.update_or_create(
        account_id=account_id,
        defaults={"trained_on": trained_on, "trained_until": until},
    )


@transaction.atomic
def give_grant(account_id: int, new: NewGrant) -> None:
    """Give a right; the same right given again is one."""
    StaffGrant.objects.get_or_create(
        account_id=account_id,
        role=new.role.value,
        office=Office.objects.get(code=new.office),
        items=sorted(new.items),
        steps=sorted(new.steps),
        in_force=DateRange(new.in_force.start, new.in_force.end),
    )


@transaction.atomic
def register_second_step(account_id: int, *, key: str) -> None:
    """Register the TOTP key (hex) of a member of staff, replacing a former one."""
    TOTPDevice.objects.filter(user_id=account_id).exclude(key=key).delete()
    TOTPDevice.objects.get_or_create(
        user_id=account_id, key=key, defaults={"name": TOTP_NAME}
    )


@transaction.atomic
def give_duties(account_id: int, *, party_id: int, duties: tuple[Duty, ...]) -> None:
    """Let an account act for an employer or institution with exactly these duties."""
    account = Account.objects.select_for_update().get(pk=account_id)
    party = Party.objects.get(pk=party_id)
    PartyLink.objects.filter(account=account, party=party).exclude(
        duty__in=[duty.value for duty in duties]
    ).delete()
    for duty in duties:
        PartyLink.objects.get_or_create(account=account, party=party, duty=duty.value)


@transaction.atomic
def choose_elder_mode(account_id: int, *, on: bool) -> None:
    """Keep whether the account's pages use the elder layout."""
    Account.objects.filter(pk=account_id).update(elder_mode=on)
