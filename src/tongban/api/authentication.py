"""Who sends a request: a bearer token, or the session of a browser.

A token names an account and dies with its password; it is bound to nothing the
server keeps, so its life is short.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core import signing
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from tongban.core.access.actor import Actor
from tongban.core.refusals import Refusal
from tongban.services.access.queries import find_actor
from tongban.services.access.rules import WrongDoor, actor_of_request
from tongban.services.access.scope import enter_scope
from tongban.services.access.sign_in import (
    begin_staff_sign_in,
    finish_staff_sign_in,
    sign_in,
)
from tongban.services.timekeeping.queries import now, today

TOKEN_SECONDS: Final = 4 * 60 * 60
_SALT: Final = "tongban.api.token"
_CSRF_MARKS: Final = ("CSRF_COOKIE", "CSRF_COOKIE_NEEDS_UPDATE")


class TokenUnknown(Refusal):
    """The bearer token is not ours, too old, or its account has changed."""

    code = "api.token_unknown"

    def __init__(self) -> None:
        super().__init__("The token is not valid (any more).")


class ForgerySuspected(Refusal):
    """A browser's session changes something only with its CSRF token."""

    code = "api.forgery_suspected"

    def __init__(self) -> None:
        super().__init__("Send X-CSRFToken with a session cookie.")


class CodeMissing(Refusal):
    """Members of staff give their one-time code as well."""

    code = "api.code_missing"

    def __init__(self) -> None:
        super().__init__("Send the one-time code.")


class BearerToken(HttpBearer):
    """The token of POST /tokens in the header Authorization."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """Return the actor a token stands for and enter its database scope."""
        actor = _actor_of(token)
        request.actor = actor  # type: ignore[attr-defined]  # our own attribute
        enter_scope(actor)
        return actor


class SessionCookie(APIKeyCookie):
    """The session of the site; changes need X-CSRFToken too."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        return request.COOKIES.get(self.param_name)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Return the actor of the session; the site's middleware found it."""
        actor = actor_of_request(request)
        if key is not None and actor is not None and check_csrf(request) is not None:
            raise ForgerySuspected
        return actor


def issue_token(
    request: HttpRequest, *, login_name: str, password: str, code: str
) -> str:
    """Check the password, for staff the one-time code too, and return a token.

    Refuses and locks out exactly as the sign-in pages do; no session is opened.
    """
    with _session_not_kept(request):
        if code:
            begin_staff_sign_in(
                request, login_name=login_name, password=password, now=now()
            )
            finish_staff_sign_in(request, code=code, now=now())
        else:
            _sign_applicant_in(request, login_name=login_name, password=password)
        if not isinstance(request.user, AbstractBaseUser):
            raise TokenUnknown
        account = request.user
        return signing.dumps([account.pk, _mark_of(account)], salt=_SALT)


def _sign_applicant_in(request: HttpRequest, *, login_name: str, password: str) -> None:
    try:
        sign_in(request, login_name=login_name, password=password, now=now())
    except WrongDoor as staff:
        raise CodeMissing from staff


def _actor_of(token: str) -> Actor:
    try:
        account_id, mark = signing.loads(token, salt=_SALT, max_age=TOKEN_SECONDS)
    except (signing.BadSignature, ValueError) as fault:
        raise TokenUnknown from fault
    account = get_user_model().objects.filter(pk=account_id).first()
    if account is None or not constant_time_compare(mark, _mark_of(account)):
        raise TokenUnknown
    # A token of staff exists only after the second step.
    actor = find_actor(account, is_verified=True, today=today())
    if actor is None:
        raise TokenUnknown
    return actor


def _mark_of(account: AbstractBaseUser) -> str:
    """Return what changes with the password, without telling its hash."""
    return salted_hmac(_SALT, account.get_session_auth_hash()).hexdigest()


@contextmanager
def _session_not_kept(request: HttpRequest) -> Iterator[None]:
    """Let the sign-in services work on a session that ends with this block."""
    session, user = request.session, request.user
    marks = {name: request.META.get(name) for name in _CSRF_MARKS}
    request.session = SessionStore()
    try:
        yield
    finally:
        request.session, request.user = session, user
        for name, value in marks.items():
            request.META.pop(name, None)
            if value is not None:
                request.META[name] = value
