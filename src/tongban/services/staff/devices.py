"""Computers staff may sign in from (设备登记): a code joins one, a cookie proves it.

Only digests are kept: neither the code nor the token can be read back.
"""

import hashlib
import ipaddress
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.conf import settings
from django.db import transaction

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, check_may
from tongban.core.refusals import Refusal
from tongban.records.offices.models import Office
from tongban.records.security.row_conditions import below
from tongban.records.staff.models import NAME_MAX, StaffDevice
from tongban.services.cases.envelope import Envelope
from tongban.services.staff.opening import OfficeUnknown
from tongban.services.staff.register import sender_of
from tongban.services.staff.rules import staff_rules

CODE_DIGITS: Final = 10
TOKEN_BYTES: Final = 32


class DevicePolicy(StrEnum):
    """What signing in from a computer nobody registered means."""

    NOTED = "noted"
    REQUIRED = "required"


class DeviceUnknown(Refusal):
    """Staff sign in from registered computers only."""

    code = "access.device_unknown"

    def __init__(self) -> None:
        super().__init__("This computer is not registered.")


class NetworkUnknown(Refusal):
    """Staff sign in from the networks of the settings only."""

    code = "access.network_unknown"

    def __init__(self) -> None:
        super().__init__("This network is not among those allowed.")


class DeviceCodeWrong(Refusal):
    """The code is wrong, used or too old."""

    code = "staff.device_code_wrong"

    def __init__(self) -> None:
        super().__init__("No device waits for this code.")


class DeviceGone(Refusal):
    """The device is none of this office, or was struck off before."""

    code = "staff.device_gone"

    def __init__(self) -> None:
        super().__init__("No such device.")


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """The code to type on the computer; empty when the request was repeated."""

    device_id: int
    code: str
    until: datetime


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """One registered computer as its office sees it."""

    id: int
    name: str
    office: str
    registered_by: str
    registered_at: datetime
    joined_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


@transaction.atomic
def register_device(envelope: Envelope, *, office: str, name: str) -> DeviceCode:
    """Expect a computer of an office; its code holds for the minutes of the rules."""
    envelope.check()
    place = Office.objects.filter(code=office, is_active=True).first()
    if place is None:
        raise OfficeUnknown
    check_may(envelope.actor, Act.MANAGE_OFFICES.value, office_path=place.path)
    until = envelope.now + timedelta(minutes=staff_rules().device_code_minutes)
    code = "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))
    device, is_new = StaffDevice.objects.get_or_create(
        key=envelope.key,
        defaults={
            "office": place,
            "name": name[:NAME_MAX],
            "token_digest": _digest(code),
            "code_until": until,
            "registered_by_id": sender_of(envelope),
            "registered_at": envelope.now,
        },
    )
    return DeviceCode(device.pk, code if is_new else "", until)


@transaction.atomic
def join_device(code: str, *, now: datetime) -> str:
    """Turn a code into the token the computer keeps; a code serves once."""
    device = (
        StaffDevice.objects.select_for_update()
        .filter(
            token_digest=_digest("".join(code.split())),
            joined_at=None,
            revoked_at=None,
            code_until__gt=now,
        )
        .first()
    )
    if device is None:
        raise DeviceCodeWrong
    token = secrets.token_urlsafe(TOKEN_BYTES)
    device.token_digest, device.joined_at = _digest(token), now
    device.save(update_fields=["token_digest", "joined_at"])
    return token


@transaction.atomic
def revoke_device(envelope: Envelope, *, device_id: int) -> None:
    """Strike a computer off; who signs in from it next is refused."""
    device = (
        StaffDevice.objects.select_for_update(of=("self",))
        .select_related("office")
        .filter(pk=device_id)
        .first()
    )
    if device is None:
        raise DeviceGone
    check_may(envelope.actor, Act.MANAGE_OFFICES.value, office_path=device.office.path)
    if device.revoked_at is None:
        device.revoked_at = envelope.now
        device.save(update_fields=["revoked_at"])


def check_place(*, token: str, address: str, now: datetime) -> None:
    """Refuse a sign-in of staff from an unknown computer or network (PT25 4).

    ``address`` is the caller's IP address. Whether devices are needed and which
    networks count is the installation's to set.
    """
    networks = [ipaddress.ip_network(one) for one in settings.TONGBAN_STAFF_NETWORKS]
    if networks and not _is_inside(address, networks):
        raise NetworkUnknown
    known = bool(token) and bool(
        StaffDevice.objects.filter(
            token_digest=_digest(token), joined_at__isnull=False, revoked_at=None
        ).update(last_used_at=now)
    )
    if not known and DevicePolicy.REQUIRED.value == settings.TONGBAN_STAFF_DEVICES:
        raise DeviceUnknown


def devices_of(actor: Actor) -> tuple[DeviceLine, ...]:
    """Return the computers of the actor's office and those below, newest first."""
    rows = StaffDevice.objects.filter(
        below("office__path", actor.office_path)
    ).select_related("office", "registered_by")
    return tuple(
        DeviceLine(
            id=row.pk,
            name=row.name,
            office=row.office.name,
            registered_by=row.registered_by.display_name,
            registered_at=row.registered_at,
            joined_at=row.joined_at,
            last_used_at=row.last_used_at,
            revoked_at=row.revoked_at,
        )
        for row in rows
    )


def _is_inside(
    address: str, networks: list[ipaddress.IPv4Network | ipaddress.IPv6Network]
) -> bool:
    try:
        caller = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(caller in network for network in networks)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
