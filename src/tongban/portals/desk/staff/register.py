"""The register of staff: who works here, and whether they may (人员登记)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.access.actor import ROLE_WORDS, Role
from tongban.core.days import Period
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import administrators
from tongban.portals.desk.sending import (
    envelope_of,
    fresh_key,
    needed_words,
    one_of,
    whole,
    words,
)
from tongban.portals.desk.staff.dates import optional_day, typed_day
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb, Tone
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.items.queries import items_on
from tongban.services.messages.queries import sentence_of
from tongban.services.staff import register
from tongban.services.staff.opening import NewStaff, Opened, open_staff, renew_keys
from tongban.services.staff.queries import (
    STATE_WORDS,
    StaffFile,
    StaffList,
    StaffSearch,
    StaffState,
    offices_below,
    staff_file,
    staff_list,
)
from tongban.services.timekeeping.queries import today

TONES: Final[Mapping[StaffState, tuple[Tone, str]]] = {
    StaffState.AWAKE: (Tone.GOOD, "check"),
    StaffState.SOON: (Tone.WARN, "clock"),
    StaffState.ASLEEP: (Tone.BAD, "alert"),
    StaffState.AWAY: (Tone.INFO, "info"),
    StaffState.LEFT: (Tone.CALM, "minus"),
}


@dataclass(frozen=True, slots=True)
class StateTab:
    """One state with its count, as a filter."""

    words: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One line of the register with its chip."""

    line: object
    words: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The register, filtered and paged."""

    rows: tuple[StaffRow, ...]
    tabs: tuple[StateTab, ...]
    text: str
    state: str
    number: int
    pages: int
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class FilePage:
    """One person's file with the forms that add to it."""

    file: StaffFile
    account_id: int
    state: StaffRow
    roles: tuple[Option, ...]
    offices: tuple[Option, ...]
    items: tuple[Option, ...]
    today: str
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class OpenPage:
    """The form for a new account; afterwards the keys, shown once."""

    offices: tuple[Option, ...]
    login_name: str
    name: str
    opened: Opened | None
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@administrators
@never_cache
@require_safe
def register_page(request: HttpRequest) -> HttpResponse:
    """Show the register of the office and those below."""
    asked = request.GET
    given = words(asked, "state")
    state = StaffState(given) if given in set(StaffState) else None
    number = words(asked, "page")
    search = StaffSearch(
        text=words(asked, "q"),
        state=state,
        page=int(number) if number.isascii() and number.isdigit() else 1,
    )
    found = staff_list(acting(request), search, today())
    page = RegisterPage(
        rows=tuple(row_of(line.state, line) for line in found.lines),
        tabs=tuple(_tabs(found, search)),
        text=search.text,
        state="" if state is None else state.value,
        number=found.page,
        pages=found.pages,
        crumbs=(Crumb("人员登记"),),
    )
    return render(request, "desk/staff/register.html", {"page": page})


def row_of(state: StaffState, line: object) -> StaffRow:
    """Return a line with the chip of its state."""
    tone, icon = TONES[state]
    return StaffRow(line, STATE_WORDS[state], tone.value, icon)


def _tabs(found: StaffList, search: StaffSearch) -> list[StateTab]:
    tabs = [_tab("全部", sum(found.counts.values()), "", search)]
    for state, count in found.counts.items():
        tabs.append(_tab(STATE_WORDS[state], count, state.value, search))
    return tabs


def _tab(name: str, count: int, state: str, search: StaffSearch) -> StateTab:
    asked = {key: one for key, one in (("q", search.text), ("state", state)) if one}
    url = reverse("desk-staff") + (f"?{urlencode(asked)}" if asked else "")
    chosen = "" if search.state is None else search.state.value
    return StateTab(name, count, url, state == chosen)


@administrators
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def file_page(request: HttpRequest, account_id: int) -> HttpResponse:
    """Show one person's file; add a line to it."""
    if request.method != "POST":
        return _file(request, account_id)
    command = _COMMANDS.get(words(request.POST, "do"))
    if command is None:
        return _file(request, account_id)
    try:
        done = command(request, account_id)
    except Refusal as no:
        return _file(request, account_id, refusal=no)
    messages.success(request, done)
    return redirect("desk-staff-file", account_id=account_id)


def _agreement(request: HttpRequest, account_id: int) -> str:
    sent = request.POST
    register.sign_agreement(
        envelope_of(request),
        account_id=account_id,
        signed_on=typed_day(sent, "signed_on", field="签订日期"),
        last_on=typed_day(sent, "last_on", field="到期日期"),
        words=words(sent, "words"),
    )
    return "保密协议已登记。"


def _end_agreement(request: HttpRequest, account_id: int) -> str:
    register.end_agreement(
        envelope_of(request),
        account_id=account_id,
        words=needed_words(request.POST, "words", field="解除原因"),
    )
    return "保密协议已解除，账号随即休眠。"


def _training(request: HttpRequest, account_id: int) -> str:
    sent = request.POST
    register.record_training(
        envelope_of(request),
        account_id=account_id,
        finished_on=typed_day(sent, "finished_on", field="完成日期"),
        course=needed_words(sent, "words", field="培训内容"),
    )
    return "培训已登记。"


def _give(request: HttpRequest, account_id: int) -> str:
    sent = request.POST
    first = typed_day(sent, "first", field="开始日期")
    register.give_right(
        envelope_of(request),
        account_id=account_id,
        role=one_of(sent, "role", Role, field="岗位"),
        office=needed_words(sent, "office", field="机构"),
        days=Period.through(first, optional_day(sent, "last", field="结束日期")),
        items=tuple(item for item in sent.getlist("items") if item),
    )
    return "岗位已授予。"


def _end_right(request: HttpRequest, account_id: int) -> str:
    sent = request.POST
    register.end_right(
        envelope_of(request),
        account_id=account_id,
        grant_id=whole(sent, "grant", field="岗位"),
        words=words(sent, "words"),
    )
    return "岗位已收回，立即生效。"


def _leave(request: HttpRequest, account_id: int) -> str:
    register.leave(
        envelope_of(request),
        account_id=account_id,
        words=needed_words(request.POST, "words", field="离岗原因"),
    )
    return "已办理离岗：账号停用，全部岗位收回，手中办件可在派件页面转给他人。"


def _come_back(request: HttpRequest, account_id: int) -> str:
    register.come_back(
        envelope_of(request),
        account_id=account_id,
        words=needed_words(request.POST, "words", field="启用原因"),
    )
    return "账号已启用，岗位需要重新授予。"


_COMMANDS: Final[Mapping[str, Callable[[HttpRequest, int], str]]] = {
    "agreement": _agreement,
    "end_agreement": _end_agreement,
    "training": _training,
    "give": _give,
    "end_right": _end_right,
    "leave": _leave,
    "come_back": _come_back,
}


def _file(
    request: HttpRequest, account_id: int, *, refusal: Refusal | None = None
) -> HttpResponse:
    actor, sent = acting(request), request.POST
    items = items_on(settings.TONGBAN_REGION, today())
    found = staff_file(
        actor,
        account_id,
        today=today(),
        item_names={str(one.code): one.name for one in items},
    )
    page = FilePage(
        file=found,
        account_id=account_id,
        state=row_of(found.line.state, found.line),
        roles=tuple(
            Option(role.value, word, chosen=sent.get("role") == role.value)
            for role, word in ROLE_WORDS.items()
        ),
        offices=_offices(request),
        items=tuple(Option(str(one.code), f"{one.number} {one.name}") for one in items),
        today=today().isoformat(),
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(Crumb("人员登记", reverse("desk-staff")), Crumb(found.line.name)),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/staff/file.html", {"page": page}, status=status)


@administrators
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_page(request: HttpRequest) -> HttpResponse:
    """Open an account and show its keys once."""
    opened, refusal = None, None
    if request.method == "POST":
        try:
            opened = _open(request)
        except Refusal as no:
            refusal = no
    page = OpenPage(
        offices=_offices(request),
        login_name=words(request.POST, "login_name"),
        name=words(request.POST, "name"),
        opened=opened,
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(Crumb("人员登记", reverse("desk-staff")), Crumb("开通账号")),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/staff/open.html", {"page": page}, status=status)


def _open(request: HttpRequest) -> Opened:
    sent = request.POST
    if words(sent, "account"):
        return renew_keys(
            envelope_of(request),
            account_id=whole(sent, "account", field="工作人员"),
            words=needed_words(sent, "words", field="重置原因"),
        )
    return open_staff(
        envelope_of(request),
        NewStaff(
            login_name=needed_words(sent, "login_name", field="账号"),
            name=needed_words(sent, "name", field="姓名"),
            office=needed_words(sent, "office", field="机构"),
        ),
    )


def _offices(request: HttpRequest) -> tuple[Option, ...]:
    chosen = words(request.POST, "office")
    return tuple(
        Option(code, name, chosen=code == chosen)
        for code, name in offices_below(acting(request))
    )
