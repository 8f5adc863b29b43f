"""Signing in and out: password with lockout, and a second step for staff."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

import django_otp
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_ip_address, get_cool_off
from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.http import HttpRequest

from tongban.core.access.actor import ActorKind
from tongban.core.cases.view import CHINA
from tongban.core.refusals import Refusal
from tongban.gateways.clock import real_now
from tongban.records.accounts.models import Account
from tongban.services.access.queries import check_papers
from tongban.services.access.rules import WrongDoor
from tongban.services.staff.devices import (
    DeviceCodeWrong,
    check_place,
    join_device,
)

SECOND_STEP_SECONDS_MAX: Final = 300
PASSWORD_CHARACTERS_MAX: Final = 128
_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
_PENDING: Final = "second_step"
_DEVICE_DOOR: Final = "device code"
DEVICE_COOKIE: Final = "tongban_device"
DEVICE_COOKIE_SECONDS: Final = 400 * 24 * 60 * 60


class Door(StrEnum):
    """Which sign-in page was used."""

    APPLICANTS = "applicants"
    STAFF = "staff"


class BadCredentials(Refusal):
    """No such account, or another password."""

    code = "access.bad_credentials"

    def __init__(self) -> None:
        super().__init__("Login name and password do not match an account.")


class LockedOut(Refusal):
    """Too many failures; the door opens again after a while."""

    code = "access.locked_out"

    def __init__(self, minutes: int) -> None:
        super().__init__(f"Locked out for {minutes} minutes.", minutes=minutes)


class SecondStepMissing(Refusal):
    """No TOTP device is registered for this member of staff."""

    code = "access.no_second_step"

    def __init__(self) -> None:
        super().__init__("No confirmed TOTP device.")


class SecondStepExpired(Refusal):
    """The password was given too long ago, or in another session."""

    code = "access.second_step_expired"

    def __init__(self) -> None:
        super().__init__("Give the password again.")


class BadCode(Refusal):
    """The one-time code is wrong or was used before."""

    code = "access.bad_code"

    def __init__(self) -> None:
        super().__init__("The one-time code does not match.")


def sign_in(
    request: HttpRequest, *, login_name: str, password: str, now: datetime
) -> None:
    """Sign a citizen, employer or institution in; refuse wrong or locked ones."""
    account = _checked_password(request, login_name, password, door=Door.APPLICANTS)
    _enter(request, account, now=now)


def begin_staff_sign_in(
    request: HttpRequest, *, login_name: str, password: str, now: datetime
) -> None:
    """Check the password of a member of staff and wait for the one-time code.

    Refuses without agreement and training in force, without a TOTP device,
    or from a computer or network that is not allowed.
    """
    account = _checked_password(request, login_name, password, door=Door.STAFF)
    check_place(
        token=request.COOKIES.get(DEVICE_COOKIE, ""),
        address=get_client_ip_address(request) or "",
        now=now,
    )
    check_papers(account, now.astimezone(CHINA).date())
    if not django_otp.user_has_device(account):
        raise SecondStepMissing
    request.session.cycle_key()
    request.session[_PENDING] = [account.pk, real_now().isoformat()]


def finish_staff_sign_in(request: HttpRequest, *, code: str, now: datetime) -> None:
    """Check the one-time code (TOTP) and sign the member of staff in.

    Wrong codes count for the lockout like wrong passwords.
    """
    account = _pending_account(request)
    _check_not_locked(request, account.login_name)
    device = django_otp.match_token(account, "".join(code.split()))
    if device is None:
        _count_failure(request, account.login_name)
        raise BadCode
    del request.session[_PENDING]
    _enter(request, account, now=now)
    django_otp.login(request, device)


def join_from_page(request: HttpRequest, *, code: str, now: datetime) -> str:
    """Turn a device code into the token of this computer; wrong ones lock out."""
    _check_not_locked(request, _DEVICE_DOOR)
    try:
        return join_device(code, now=now)
    except DeviceCodeWrong:
        _count_failure(request, _DEVICE_DOOR)
        raise


def pending_login_name(request: HttpRequest) -> str:
    """Return whose one-time code is awaited; refuse when nobody's is."""
    return _pending_account(request).login_name


def sign_out(request: HttpRequest) -> None:
    """End the session."""
    logout(request)


def _checked_password(
    request: HttpRequest, login_name: str, password: str, *, door: Door
) -> Account:
    name = login_name.strip().lower()
    _check_not_locked(request, name)
    found = authenticate(
        request, username=name, password=password[:PASSWORD_CHARACTERS_MAX]
    )
    if not isinstance(found, Account):
        _check_not_locked(request, name)
        raise BadCredentials
    if (found.kind == ActorKind.STAFF.value) is not (door is Door.STAFF):
        raise WrongDoor
    return found


def _check_not_locked(request: HttpRequest, login_name: str) -> None:
    credentials = {"username": login_name}
    if AxesProxyHandler.is_allowed(request, credentials):
        return
    # Our own page says so; the middleware's answer is in English.
    request.axes_locked_out = False  # type: ignore[attr-defined]  # set by axes
    cool_off = get_cool_off(request) or timedelta()
    raise LockedOut(minutes=max(int(cool_off.total_seconds()) // 60, 1))


def _count_failure(request: HttpRequest, login_name: str) -> None:
    AxesProxyHandler.user_login_failed(
        sender=__name__, credentials={"username": login_name}, request=request
    )
    _check_not_locked(request, login_name)


def _pending_account(request: HttpRequest) -> Account:
    pending = request.session.get(_PENDING)
    if not pending:
        raise SecondStepExpired
    account_id, since = pending
    age = real_now() - datetime.fromisoformat(since)
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None or age > timedelta(seconds=SECOND_STEP_SECONDS_MAX):
        del request.session[_PENDING]
        raise SecondStepExpired
    return account


@transaction.atomic
def _enter(request: HttpRequest, account: Account, *, now: datetime) -> None:
    login(request, account, backend=_BACKEND)
    account.last_seen_at = now
    account.save(update_fields=["last_seen_at"])
