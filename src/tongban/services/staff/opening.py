"""Opening an account for a member of staff, and renewing what opens it."""

import secrets
from dataclasses import dataclass
from typing import Final

from django.db import IntegrityError, transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from tongban.core.access.actor import ActorKind
from tongban.core.access.rights import Act, check_may
from tongban.core.refusals import Refusal
from tongban.records.accounts.models import Account
from tongban.records.offices.models import Office
from tongban.records.staff.models import StaffEntry
from tongban.services.access.operations import hash_password, register_second_step
from tongban.services.cases.envelope import Envelope
from tongban.services.staff.register import (
    Line,
    NotStaff,
    open_file,
    write_line,
)

PASSWORD_BYTES: Final = 12
SECOND_STEP_BYTES: Final = 20


class LoginNameTaken(Refusal):
    """Another account has this login name."""

    code = "staff.login_name_taken"

    def __init__(self, login_name: str) -> None:
        super().__init__("The login name is taken.", login_name=login_name)


class OfficeUnknown(Refusal):
    """No active office has this code."""

    code = "staff.office_unknown"

    def __init__(self) -> None:
        super().__init__("No such office.")


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Who gets an account: login name, real name, code of the office."""

    login_name: str
    name: str
    office: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What is shown once and kept nowhere else in the clear.

    ``second_step`` is the otpauth address for the code app; both are empty when
    the request was sent again.
    """

    account_id: int
    password: str
    second_step: str


@transaction.atomic
def open_staff(envelope: Envelope, new: NewStaff) -> Opened:
    """Open an account; it sleeps until agreement and training are recorded."""
    envelope.check()
    office = Office.objects.filter(code=new.office, is_active=True).first()
    if office is None:
        raise OfficeUnknown
    check_may(envelope.actor, Act.MANAGE_STAFF.value, office_path=office.path)
    former = StaffEntry.objects.filter(key=envelope.key).first()
    if former is not None:
        return Opened(former.account_id, password="", second_step="")
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    account = _account(new, office=office, password=password)
    line = Line(StaffEntry.Kind.OPENED, envelope.today, None, new.login_name)
    write_line(envelope, account, line)
    return Opened(account.pk, password, _second_step(account))


@transaction.atomic
def renew_keys(envelope: Envelope, *, account_id: int, words: str) -> Opened:
    """Give a new password and a new code app secret; the old ones stop at once."""
    account = open_file(envelope, account_id)
    line = Line(StaffEntry.Kind.KEYS_RENEWED, envelope.today, None, words)
    if not write_line(envelope, account, line):
        return Opened(account.pk, password="", second_step="")
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    Account.objects.filter(pk=account.pk).update(password=hash_password(password))
    return Opened(account.pk, password, _second_step(account))


def _account(new: NewStaff, *, office: Office, password: str) -> Account:
    account = Account(
        login_name=new.login_name.strip().lower(),
        display_name=new.name.strip(),
        kind=ActorKind.STAFF.value,
        password=hash_password(password),
        office=office,
    )
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as fault:
        raise LoginNameTaken(new.login_name) from fault
    return account


def _second_step(account: Account) -> str:
    register_second_step(account.pk, key=secrets.token_hex(SECOND_STEP_BYTES))
    device = TOTPDevice.objects.filter(user=account).first()
    if device is None:
        raise NotStaff
    return str(device.config_url)
