"""Screens and terminals of a hall: opened once with a code, known by a secret."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from tongban.core.access.actor import Actor
from tongban.records.queues.models import HallDevice
from tongban.records.security.row_conditions import below
from tongban.services.cases.envelope import Envelope
from tongban.services.queues.refusals import (
    DeviceCodeUnknown,
    DeviceLocked,
    DeviceUnknown,
)
from tongban.services.queues.rules import kiosk_rules
from tongban.services.queues.scope import as_device
from tongban.services.queues.tickets import open_office
from tongban.services.queues.windows import check_manager

CODE_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH: Final = 8
SECRET_BYTES: Final = 32
DEVICES_SHOWN_MAX: Final = 100
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DeviceView:
    """One device of a hall."""

    id: int
    kind: str
    name: str
    office: str
    office_name: str
    office_path: str
    region: str
    made_at: datetime
    opened_at: datetime | None
    revoked: bool


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device made, with the code that opens it; the code is shown once."""

    device: DeviceView
    code: str
    until: datetime


def make_device(envelope: Envelope, *, office: str, kind: str, name: str) -> NewDevice:
    """Make a device of a hall; whoever types its code in time opens it."""
    hall = open_office(office)
    check_manager(envelope.actor, hall.path)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    minutes = kiosk_rules(envelope.today).opening_code_minutes
    row = HallDevice.objects.create(
        office=hall,
        office_path=hall.path,
        kind=HallDevice.Kind(kind),
        name=name,
        code_digest=digest_of(code),
        code_until=envelope.now + minutes * _MINUTE,
        made_at=envelope.now,
        made_by_id=envelope.actor.account_id or 0,
    )
    return NewDevice(_view(row), code, row.code_until)


def open_device(code: str, *, now: datetime) -> tuple[DeviceView, str]:
    """Open the device that waits for this code; return it and its secret.

    A code opens once. Refuses one that is unknown, used, revoked or too old.
    """
    secret = secrets.token_urlsafe(SECRET_BYTES)
    asked, fresh = digest_of(plain_code(code)), digest_of(secret)
    with as_device(asked, fresh), transaction.atomic():
        row = (
            HallDevice.objects.select_for_update(of=("self",))
            .select_related("office")
            .filter(code_digest=asked, revoked_at=None, code_until__gt=now)
            .first()
        )
        if row is None:
            raise DeviceCodeUnknown
        row.code_digest, row.secret_digest = "", fresh
        row.opened_at = now
        row.save(update_fields=["code_digest", "secret_digest", "opened_at"])
        return _view(row), secret


def find_device(secret: str, *, kind: str, office: str) -> DeviceView | None:
    """Return the device of that secret if it is of this kind and hall, or nothing."""
    if not secret:
        return None
    asked = digest_of(secret)
    with as_device(asked):
        row = (
            HallDevice.objects.select_related("office")
            .filter(
                secret_digest=asked,
                kind=kind,
                office__code=office,
                office__is_active=True,
                revoked_at=None,
            )
            .first()
        )
    return None if row is None else _view(row)


@transaction.atomic
def revoke_device(envelope: Envelope, *, device_id: int) -> None:
    """Shut a device out; twice is harmless."""
    row = (
        HallDevice.objects.select_for_update(of=("self",)).filter(pk=device_id).first()
    )
    if row is None:
        raise DeviceUnknown
    check_manager(envelope.actor, row.office_path)
    if row.revoked_at is None:
        row.revoked_at = envelope.now
        row.save(update_fields=["revoked_at"])


def devices_of(actor: Actor, office: str) -> tuple[DeviceView, ...]:
    """Return the devices of a hall, the newest first; for its managers."""
    hall = open_office(office)
    check_manager(actor, hall.path)
    rows = (
        HallDevice.objects.select_related("office")
        .filter(below("office_path", hall.path), office=hall)
        .order_by("revoked_at", "-made_at")
    )
    return tuple(_view(row) for row in rows[:DEVICES_SHOWN_MAX])


def check_unlocked(secret: str, *, now: datetime) -> None:
    """Refuse to identify anybody at a terminal that is locked."""
    asked = digest_of(secret)
    with as_device(asked):
        row = HallDevice.objects.filter(secret_digest=asked).first()
    if row is not None and row.locked_until is not None and row.locked_until > now:
        raise DeviceLocked(-(-(row.locked_until - now) // _MINUTE))


def count_try(secret: str, *, found: bool, now: datetime) -> None:
    """Count a wrong entry at a terminal, and lock it after too many in a row."""
    rules = kiosk_rules(now.date())
    asked = digest_of(secret)
    with as_device(asked), transaction.atomic():
        row = (
            HallDevice.objects.select_for_update(of=("self",))
            .filter(secret_digest=asked)
            .first()
        )
        if row is None:
            return
        row.wrong_tries = 0 if found else row.wrong_tries + 1
        if row.wrong_tries >= rules.wrong_tries_max:
            row.wrong_tries = 0
            row.locked_until = now + rules.locked_minutes * _MINUTE
        row.save(update_fields=["wrong_tries", "locked_until"])


def digest_of(secret: str) -> str:
    """Return what is kept of a code or secret."""
    return hashlib.sha256(f"hall device {secret}".encode()).hexdigest()


def plain_code(typed: str) -> str:
    """Return a code as it was printed, however it was typed."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())[:CODE_LENGTH]


def _view(row: HallDevice) -> DeviceView:
    return DeviceView(
        id=row.pk,
        kind=row.kind,
        name=row.name,
        office=row.office.code,
        office_name=row.office.name,
        office_path=row.office_path,
        region=row.office.region,
        made_at=row.made_at,
        opened_at=row.opened_at,
        revoked=row.revoked_at is not None,
    )
