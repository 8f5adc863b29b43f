"""Registering the computers staff sign in from (设备登记)."""

from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import administrators
from tongban.portals.desk.sending import (
    envelope_of,
    fresh_key,
    needed_words,
    whole,
    words,
)
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.messages.queries import sentence_of
from tongban.services.staff.devices import (
    DeviceCode,
    DeviceLine,
    devices_of,
    register_device,
    revoke_device,
)
from tongban.services.staff.queries import offices_below


@dataclass(frozen=True, slots=True)
class DevicesPage:
    """The computers of the office and below, and the code of a new one."""

    lines: tuple[DeviceLine, ...]
    offices: tuple[Option, ...]
    code: DeviceCode | None
    required: bool
    networks: str
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@administrators
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def devices_page(request: HttpRequest) -> HttpResponse:
    """Show the computers; expect a new one or strike one off."""
    code, refusal = None, None
    if request.method == "POST":
        try:
            code = _run(request)
        except Refusal as no:
            refusal = no
        else:
            if code is None:
                messages.success(request, "设备已注销，不能再从它登录。")
                return redirect("desk-devices")
    page = DevicesPage(
        lines=devices_of(acting(request)),
        offices=tuple(
            Option(one, name) for one, name in offices_below(acting(request))
        ),
        code=code,
        required=settings.TONGBAN_STAFF_DEVICES == "required",
        networks="、".join(settings.TONGBAN_STAFF_NETWORKS),
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(Crumb("设备登记"),),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/staff/devices.html", {"page": page}, status=status)


def _run(request: HttpRequest) -> DeviceCode | None:
    sent = request.POST
    if words(sent, "do") == "revoke":
        revoke_device(
            envelope_of(request), device_id=whole(sent, "device", field="设备")
        )
        return None
    return register_device(
        envelope_of(request),
        office=needed_words(sent, "office", field="机构"),
        name=needed_words(sent, "name", field="设备名称"),
    )
