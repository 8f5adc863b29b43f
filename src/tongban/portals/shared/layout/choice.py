"""What a visitor chose for all pages: elder layout and region, kept in cookies."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import url_has_allowed_host_and_scheme

ELDER_COOKIE: Final = "elder"
REGION_COOKIE: Final = "region"
LANGUAGE_COOKIE: Final = "language"
YEAR_SECONDS: Final = 365 * 24 * 60 * 60


def is_elder(request: HttpRequest) -> bool:
    """Say whether the visitor asked for the elder layout (长者版).

    What was chosen on this device goes before what the account remembers.
    """
    chosen = request.COOKIES.get(ELDER_COOKIE)
    if chosen is not None:
        return chosen == "yes"
    return bool(getattr(getattr(request, "user", None), "elder_mode", False))


def remember(response: HttpResponseBase, *, cookie: str, value: str) -> None:
    """Keep one choice on this device for a year."""
    response.set_cookie(
        cookie,
        value,
        max_age=YEAR_SECONDS,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )


def way_back(request: HttpRequest, *, fallback: str = "/") -> str:
    """Return the page of ours to go back to; never another site's."""
    wanted = request.POST.get("next") or request.GET.get("next") or fallback
    if url_has_allowed_host_and_scheme(
        wanted,
        allowed_hosts={request.get_host()},
        require_https=request.is_secure(),
    ):
        return wanted
    return fallback
