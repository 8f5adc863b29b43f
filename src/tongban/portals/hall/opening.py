"""Opening a device: staff type its code once, and the browser is the device."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.core.refusals import Refusal
from tongban.portals.hall.doors import KIOSK, keep_secret
from tongban.portals.shared.layout.fields import Field, Problem
from tongban.services.access.rules import public
from tongban.services.messages.queries import sentence_of
from tongban.services.queues.devices import open_device
from tongban.services.queues.queries import hall_state
from tongban.services.timekeeping.queries import now, today

CODE_MAX: Final = 12


@dataclass(frozen=True, slots=True)
class OpeningPage:
    """What the page draws."""

    office_name: str
    field: Field
    problems: tuple[Problem, ...]


@public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def open_page(request: HttpRequest, office: str) -> HttpResponse:
    """Ask for a device code; the right one makes this browser a device."""
    problem = ""
    if request.method == "POST":
        try:
            device, secret = open_device(request.POST.get("code", ""), now=now())
        except Refusal as no:
            problem = sentence_of(no)
        else:
            request.session.flush()
            name = "kiosk" if device.kind == KIOSK else "hall-screen"
            response = redirect(name, device.office)
            keep_secret(response, secret)
            return response
    page = OpeningPage(
        office_name=hall_state(office, today=today()).office_name,
        field=Field(
            name="code",
            label="设备码",
            hint="由本单位监督员或者系统管理员在“排队叫号—窗口和设备”里生成",
            error=problem,
            length_max=CODE_MAX,
            width="short",
        ),
        problems=(Problem(problem, "f-code"),) if problem else (),
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "hall/open.html", {"page": page}, status=status)
