"""Who may open a page of the hall: a device of that hall, known by its cookie.

No account signs in here. A terminal's visitor is kept in its session, which
ends with them; what the database shows is that visitor's, or nobody's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from tongban.core.queue.rules import KioskRules
from tongban.core.refusals import Refusal
from tongban.portals.hall.kiosk.visit import Visit, visit_of
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import RULE_ATTRIBUTE, AccessRule
from tongban.services.access.scope import enter_scope
from tongban.services.messages.queries import sentence_of
from tongban.services.queues.devices import DeviceView, find_device
from tongban.services.queues.rules import kiosk_rules
from tongban.services.timekeeping.queries import today

DEVICE_COOKIE: Final = "hall_device"
DEVICE_SECONDS: Final = 365 * 24 * 60 * 60
SESSION_GRACE_SECONDS: Final = 5
SCREEN: Final = "screen"
KIOSK: Final = "kiosk"
SCREEN_RULE: Final = AccessRule("a screen of the hall")
KIOSK_RULE: Final = AccessRule("a terminal of the hall")


@dataclass(frozen=True, slots=True)
class Station:
    """The terminal a page is drawn on, its rules, and who stands there.

    ``code`` is the item the address names, if it names one.
    """

    device: DeviceView
    secret: str
    rules: KioskRules
    visit: Visit | None
    code: str = ""

    @property
    def office(self) -> str:
        """The code of the hall."""
        return self.device.office


ScreenView = Callable[[HttpRequest, DeviceView], HttpResponse]
ScreenPage = Callable[[HttpRequest, str], HttpResponse]
KioskView = Callable[[HttpRequest, Station], HttpResponse]
KioskPage = Callable[..., HttpResponse]


def screen(view: ScreenView) -> ScreenPage:
    """Let screens of the hall in; others are asked for a code."""

    @wraps(view)
    def checked(request: HttpRequest, office: str) -> HttpResponse:
        device = find_device(secret_of(request), kind=SCREEN, office=office)
        if device is None:
            return redirect("hall-open", office)
        return view(request, device)

    setattr(checked, RULE_ATTRIBUTE, SCREEN_RULE)
    return checked


def kiosk(view: KioskView) -> KioskPage:
    """Let terminals of the hall in, each request in the scope of its visitor."""

    @wraps(view)
    def checked(request: HttpRequest, office: str, code: str = "") -> HttpResponse:
        device = find_device(secret_of(request), kind=KIOSK, office=office)
        if device is None:
            return redirect("hall-open", office)
        return _served(view, request, device, code)

    setattr(checked, RULE_ATTRIBUTE, KIOSK_RULE)
    return checked


def _served(
    view: KioskView, request: HttpRequest, device: DeviceView, code: str
) -> HttpResponse:
    rules = kiosk_rules(today())
    request.session.set_expiry(rules.idle_seconds + SESSION_GRACE_SECONDS)
    visit = visit_of(request)
    station = Station(device, secret_of(request), rules, visit, code)
    enter_scope(None if visit is None else visit.actor)
    try:
        return view(request, station)
    except Refusal as no:
        page = {"sentence": sentence_of(no), "code": no.code}
        return render(
            request,
            "hall/refusal.html",
            {"station": station, "page": page},
            status=status_of(no),
        )
    finally:
        enter_scope(None)


def secret_of(request: HttpRequest) -> str:
    """Return the device's secret, if this browser is one."""
    return request.COOKIES.get(DEVICE_COOKIE, "")


def keep_secret(response: HttpResponseBase, secret: str) -> None:
    """Make this browser the device; staff sign in elsewhere."""
    response.set_cookie(
        DEVICE_COOKIE,
        secret,
        max_age=DEVICE_SECONDS,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Strict",
    )
