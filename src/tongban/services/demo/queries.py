"""The demo accounts, for the start page and the sign-in pages of demos only."""

import base64
import time
from binascii import unhexlify
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tongban.core.access.actor import ActorKind
from tongban.core.refusals import Refusal
from tongban.services.demo.people import persons_of
from tongban.services.demo.roster import (
    crowd,
    demo_password,
    logins,
    named_persons,
)

STAFF_DOOR: Final = "staff-sign-in"
APPLICANT_DOOR: Final = "sign-in"


class OnlyInDemo(Refusal):
    """Secrets of demo accounts are readable in demos only."""

    code = "demo.only_in_demo"

    def __init__(self) -> None:
        super().__init__("This is for demos only.")


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One demo account as the start page shows it; ``door`` is a URL name."""

    login_name: str
    display_name: str
    title: str
    hint: str
    password: str
    kind: ActorKind

    @property
    def is_staff(self) -> bool:
        """Whether the account signs in through the staff door."""
        return self.kind is ActorKind.STAFF

    @property
    def door(self) -> str:
        """The URL name of the sign-in page of this account."""
        return STAFF_DOOR if self.is_staff else APPLICANT_DOOR


def demo_accounts() -> tuple[DemoAccount, ...]:
    """Return the demo accounts; none outside a demo."""
    if not settings.TONGBAN_DEMO:
        return ()
    return tuple(
        DemoAccount(
            login_name=login.login_name,
            display_name=login.display_name,
            title=login.title,
            hint=login.hint,
            password=demo_password(),
            kind=login.kind,
        )
        for login in logins()
    )


def demo_papers() -> tuple[tuple[str, str], ...]:
    """Return paper numbers of demo people with their names; none outside a demo."""
    if not settings.TONGBAN_DEMO:
        return ()
    named = named_persons()
    return tuple(
        (party.identifier, party.name)
        for _, party in persons_of(named, crowd())[: len(named)]
    )


def demo_code(login_name: str) -> str:
    """Return the one-time code of a demo member of staff now; empty outside demos."""
    if not settings.TONGBAN_DEMO:
        return ""
    device = _device_of(login_name)
    if device is None:
        return ""
    totp = TOTP(unhexlify(device.key), device.step, device.t0, device.digits)
    totp.time = time.time()
    return f"{totp.token():0{device.digits}d}"


def demo_second_step_key(login_name: str) -> str:
    """Return the TOTP secret (base32) of a demo account; refused outside demos."""
    device = _device_of(login_name) if settings.TONGBAN_DEMO else None
    if device is None:
        raise OnlyInDemo
    return base64.b32encode(unhexlify(device.key)).decode()


def _device_of(login_name: str) -> TOTPDevice | None:
    names = {login.login_name for login in logins()}
    if login_name not in names:
        return None
    found: TOTPDevice | None = TOTPDevice.objects.filter(
        user__login_name=login_name, confirmed=True
    ).first()
    return found
