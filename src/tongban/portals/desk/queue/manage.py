"""Setting up a hall: its windows, and the codes for its screens and terminals."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.access.actor import Role
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import queue_managers
from tongban.portals.desk.queue.part import qr_of
from tongban.portals.desk.sending import (
    ChoiceMissing,
    envelope_of,
    fresh_key,
    needed_words,
    whole,
    words,
)
from tongban.portals.shared.layout.fields import Field, FieldKind, Option, Problem
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting
from tongban.services.desk.queries import active_offices
from tongban.services.messages.queries import sentence_of
from tongban.services.queues.devices import (
    DeviceView,
    NewDevice,
    devices_of,
    make_device,
    revoke_device,
)
from tongban.services.queues.panel import windows_to_manage
from tongban.services.queues.rules import queue_rules
from tongban.services.queues.views import WindowView
from tongban.services.queues.windows import NewWindow, set_up_window
from tongban.services.timekeeping.queries import today

MANAGERS: Final = (Role.SUPERVISOR, Role.ADMINISTRATOR)
NAME_MAX: Final = 60
NUMBER_MAX: Final = 999
KIND_WORDS: Final = {"screen": "大厅屏", "kiosk": "自助终端"}


@dataclass(frozen=True, slots=True)
class WindowRow:
    """One window with the names of what it serves."""

    window: WindowView
    kinds: str


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """One device in words."""

    device: DeviceView
    kind: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A code just made: shown once, with the address to open on the device."""

    new: NewDevice
    kind: str
    url: str
    qr: str


@dataclass(frozen=True, slots=True)
class ManagePage:
    """What the page draws."""

    office: str
    offices: tuple[Option, ...]
    windows: tuple[WindowRow, ...]
    devices: tuple[DeviceRow, ...]
    window_fields: tuple[Field, ...]
    device_fields: tuple[Field, ...]
    opening: Opening | None
    problems: tuple[Problem, ...]
    key: str
    crumbs: tuple[Crumb, ...]


@queue_managers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def manage_page(request: HttpRequest) -> HttpResponse:
    """Show a hall's windows and devices; set one up, or shut a device out."""
    opening, problem = None, ""
    if request.method == "POST":
        try:
            opening = _done(request)
        except Refusal as no:
            problem = sentence_of(no)
        else:
            if opening is None:
                return redirect(
                    f"{reverse('desk-queue-manage')}?office={_office(request)}"
                )
    page = _page(request, opening=opening, problem=problem)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "desk/queue/manage.html", {"page": page}, status=status)


def _done(request: HttpRequest) -> Opening | None:
    do = words(request.POST, "do")
    if do == "device":
        return _make(request)
    if do == "window":
        _set_up(request)
    elif do == "revoke":
        device_id = whole(request.POST, "device", field="设备")
        revoke_device(envelope_of(request), device_id=device_id)
        messages.success(request, "设备已停用，不能再打开大厅页面。")
    else:
        raise ChoiceMissing("操作")
    return None


def _set_up(request: HttpRequest) -> None:
    number = whole(request.POST, "number", field="窗口号")
    if not 1 <= number <= NUMBER_MAX:
        raise ChoiceMissing("窗口号")
    changed = words(request.POST, "window")
    set_up_window(
        envelope_of(request),
        office=_office(request),
        new=NewWindow(
            number=number,
            name=needed_words(request.POST, "name", field="窗口名称")[:NAME_MAX],
            kinds=tuple(request.POST.getlist("kinds")),
        ),
        window_id=int(changed) if changed.isascii() and changed.isdigit() else None,
    )
    messages.success(request, f"{number}号窗口已保存。")


def _make(request: HttpRequest) -> Opening:
    kind = words(request.POST, "kind")
    if kind not in KIND_WORDS:
        raise ChoiceMissing("设备种类")
    new = make_device(
        envelope_of(request),
        office=_office(request),
        kind=kind,
        name=needed_words(request.POST, "device_name", field="设备名称")[:NAME_MAX],
    )
    path = reverse("hall-open", args=[new.device.office])
    url = request.build_absolute_uri(path)
    return Opening(new, KIND_WORDS[kind], url, qr_of(url))


def _office(request: HttpRequest) -> str:
    asked = words(request.POST, "office") or request.GET.get("office", "").strip()
    return asked or acting(request).office_code


def _page(request: HttpRequest, *, opening: Opening | None, problem: str) -> ManagePage:
    actor, office = acting(request), _office(request)
    kinds = {kind.code: kind.name for kind in queue_rules(today()).kinds}
    return ManagePage(
        office=office,
        offices=tuple(
            Option(one.code, one.name, chosen=one.code == office)
            for one in active_offices()
        ),
        windows=tuple(
            WindowRow(one, "、".join(kinds.get(kind, kind) for kind in one.kinds))
            for one in windows_to_manage(actor, office)
        ),
        devices=tuple(
            DeviceRow(one, KIND_WORDS[one.kind]) for one in devices_of(actor, office)
        ),
        window_fields=_window_fields(request, kinds),
        device_fields=_device_fields(request),
        opening=opening,
        problems=(Problem(problem),) if problem else (),
        key=fresh_key(),
        crumbs=(Crumb("排队叫号", reverse("desk-queue")), Crumb("窗口和设备")),
    )


def _window_fields(request: HttpRequest, kinds: dict[str, str]) -> tuple[Field, ...]:
    sent = request.POST
    chosen = set(sent.getlist("kinds"))
    return (
        Field(
            name="number",
            label="窗口号",
            kind=FieldKind.WHOLE,
            value=words(sent, "number"),
            width="tiny",
            length_max=3,
        ),
        Field(
            name="name",
            label="窗口名称",
            value=words(sent, "name"),
            hint="例如：综合窗口",
            length_max=NAME_MAX,
        ),
        Field(
            name="kinds",
            label="只办这些业务",
            kind=FieldKind.CHECKBOXES,
            required=False,
            hint="都不选，就是什么都办（综合窗口）",
            options=tuple(
                Option(code, name, chosen=code in chosen)
                for code, name in kinds.items()
            ),
        ),
    )


def _device_fields(request: HttpRequest) -> tuple[Field, ...]:
    sent = request.POST
    return (
        Field(
            name="kind",
            label="设备种类",
            kind=FieldKind.RADIO,
            options=tuple(
                Option(code, name, chosen=code == (words(sent, "kind") or "screen"))
                for code, name in KIND_WORDS.items()
            ),
        ),
        Field(
            name="device_name",
            label="设备名称",
            value=words(sent, "device_name"),
            hint="例如：一楼大厅东侧",
            length_max=NAME_MAX,
        ),
    )
