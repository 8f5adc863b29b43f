"""The terminal's first page: who is there, for whom, progress, and the end."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from tongban.core.refusals import Refusal
from tongban.portals.hall.doors import Station, kiosk
from tongban.portals.hall.kiosk.items import ItemTile, tiles_of
from tongban.portals.hall.kiosk.visit import KEY_FIELD, Shown, act_for, welcome
from tongban.portals.shared.layout.choice import way_back
from tongban.portals.shared.layout.fields import Field, FieldKind, Problem
from tongban.portals.shared.templatetags.components import day, moment
from tongban.services.cases.envelope import REQUEST_KEY_MAX
from tongban.services.cases.queries.public import Progress, progress
from tongban.services.cases.queries.supervision import MandateRow, mandates_held
from tongban.services.collecting.queries import PublicParcel
from tongban.services.credentials.proving import is_code
from tongban.services.items.queries import items_on
from tongban.services.messages.queries import sentence_of
from tongban.services.parties.queries import PartyCard, party_card, party_cards
from tongban.services.queues.queries import HallState, hall_state
from tongban.services.queues.visitors import (
    CODE_MAX,
    identify_by_code,
    identify_by_credential,
    identify_by_number,
)
from tongban.services.queues.visitors import Shown as ShownCode
from tongban.services.timekeeping.queries import now, today

NUMBER_MAX: Final = 40
NAME_MAX: Final = 60
CASE_MAX: Final = 24
QUERY_MAX: Final = 8


@dataclass(frozen=True, slots=True)
class StartPage:
    """What the first page draws."""

    visitor: str
    served: str
    has_mandates: bool
    tiles: tuple[ItemTile, ...]
    state: HallState
    key: str


@dataclass(frozen=True, slots=True)
class WhoPage:
    """The two ways to show who one is."""

    number_fields: tuple[Field, ...]
    code_fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    next: str
    key: str


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who lets the visitor act for them; the name is masked."""

    party_id: int
    name: str
    items: str
    until: str


@dataclass(frozen=True, slots=True)
class ForPage:
    """Whom the visitor may act for."""

    principals: tuple[Principal, ...]
    chosen: int | None


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """Progress by number and code."""

    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    item: str
    rows: tuple[tuple[str, str], ...]


@kiosk
@never_cache
@require_safe
def start_page(request: HttpRequest, station: Station) -> HttpResponse:
    """Show what can be done here, in big type."""
    visit = station.visit
    visitor = None if visit is None else party_card(visit.party_id)
    page = StartPage(
        visitor=_name(visitor),
        served="" if visit is None else _served(visit.principal_id),
        has_mandates=visit is not None and bool(_principals(station)),
        tiles=tiles_of(station),
        state=hall_state(station.office, today=today()),
        key=uuid4().hex,
    )
    return render(request, "hall/start.html", {"station": station, "page": page})


@kiosk
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def who_page(request: HttpRequest, station: Station) -> HttpResponse:
    """Take in who is there: by number and name, or by the code of their phone."""
    home = reverse("kiosk", args=[station.office])
    after = way_back(request, fallback=home)
    after = after if after.startswith(home) else home
    problem = ""
    if request.method == "POST":
        try:
            _identify(request, station)
        except Refusal as no:
            problem = sentence_of(no)
        else:
            return redirect(after)
    by_code = bool(request.POST.get("code"))
    page = WhoPage(
        number_fields=_number_fields(request, "" if by_code else problem),
        code_fields=(_code_field(problem if by_code else ""),),
        problems=(Problem(problem),) if problem else (),
        next=after,
        key=uuid4().hex,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    context = {"station": station, "page": page}
    return render(request, "hall/who.html", context, status=status)


def _identify(request: HttpRequest, station: Station) -> None:
    code = request.POST.get("code", "").strip()[:CODE_MAX]
    if is_code(code):
        shown = ShownCode(code, station.office, _key(request))
        found = identify_by_credential(station.secret, shown, now=now())
        return welcome(request, found, Shown.CODE)
    if code:
        found = identify_by_code(station.secret, code=code, now=now())
        return welcome(request, found, Shown.CODE)
    found = identify_by_number(
        station.secret,
        identifier=request.POST.get("identifier", "")[:NUMBER_MAX],
        name=request.POST.get("name", "")[:NAME_MAX],
        now=now(),
    )
    return welcome(request, found, Shown.NUMBER)


def _key(request: HttpRequest) -> str:
    return request.POST.get(KEY_FIELD, "")[:REQUEST_KEY_MAX] or uuid4().hex


@kiosk
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def for_page(request: HttpRequest, station: Station) -> HttpResponse:
    """Let the visitor choose for whom they act, among those who said so."""
    if station.visit is None:
        return redirect("kiosk-who", station.office)
    principals = _principals(station)
    if request.method == "POST":
        sent = request.POST.get("principal", "")
        chosen = [one for one in principals if str(one.party_id) == sent]
        act_for(request, chosen[0].party_id if chosen else None)
        return redirect("kiosk", station.office)
    page = ForPage(principals, station.visit.principal_id)
    return render(request, "hall/for.html", {"station": station, "page": page})


@kiosk
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def progress_page(request: HttpRequest, station: Station) -> HttpResponse:
    """Show how a case stands to who holds its number and code."""
    problem, item = "", ""
    rows: tuple[tuple[str, str], ...] = ()
    if request.method == "POST":
        number = "".join(request.POST.get("number", "").split())[:CASE_MAX]
        code = request.POST.get("code", "").strip()[:QUERY_MAX]
        try:
            found = progress(number, code, today=today())
        except Refusal as no:
            problem = sentence_of(no)
        else:
            item, rows = found.item_name, _rows(found)
    page = ProgressPage(
        fields=_progress_fields(request),
        problems=(Problem(problem),) if problem else (),
        item=item,
        rows=rows,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    context = {"station": station, "page": page}
    return render(request, "hall/progress.html", context, status=status)


@kiosk
@never_cache
@require_POST
def alive(
    request: HttpRequest,  # noqa: ARG001 - the decorator hands it over
    station: Station,  # noqa: ARG001 - likewise
) -> HttpResponse:
    """Keep the visit while somebody types or touches."""
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


@kiosk
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, station: Station) -> HttpResponse:
    """Wipe everything of the visit and begin again; twice is harmless.

    A terminal without script comes here by itself when nobody moves, so a
    plain link must do.
    """
    request.session.flush()
    return redirect("kiosk", station.office)


def _number_fields(request: HttpRequest, problem: str) -> tuple[Field, ...]:
    return (
        Field(
            name="identifier",
            label="身份证件号码",
            value=request.POST.get("identifier", "")[:NUMBER_MAX],
            hint="把身份证或者社保卡放在读卡处，也可以直接输入",
            error=problem,
            length_max=NUMBER_MAX,
        ),
        Field(
            name="name",
            label="姓名",
            value=request.POST.get("name", "")[:NAME_MAX],
            length_max=NAME_MAX,
        ),
    )


def _code_field(problem: str) -> Field:
    return Field(
        name="code",
        label="医保码或者本人码",
        hint="打开手机上的码，对准扫码口；扫不出来就输入码下面的20位数字",
        error=problem,
        length_max=CODE_MAX,
    )


def _progress_fields(request: HttpRequest) -> tuple[Field, ...]:
    return (
        Field(
            name="number",
            label="受理编号",
            value=request.POST.get("number", "")[:CASE_MAX],
            length_max=CASE_MAX,
        ),
        Field(
            name="code",
            label="查询码",
            kind=FieldKind.WHOLE,
            hint="回执上的6位数字",
            length_max=QUERY_MAX,
            width="short",
        ),
    )


def _rows(case: Progress) -> tuple[tuple[str, str], ...]:
    due = day(case.due_on) + ("（暂定）" if case.provisional else "")
    rows = (
        ("现在", case.state_word),
        ("收到时间", moment(case.received_at)),
        ("办结时间", moment(case.closed_at)),
        ("最晚办结日", "" if case.closed_at else due or "受理后告知"),
        ("下一步", case.next),
        *((_parcel_name(one), one.words) for one in case.parcels),
        ("承办单位", case.office_name),
        ("电话", case.office_phone),
    )
    return tuple(row for row in rows if row[1])


def _parcel_name(parcel: PublicParcel) -> str:
    return "您寄来的材料" if parcel.incoming else "寄给您的结果"


def _name(card: PartyCard | None) -> str:
    return "" if card is None else card.masked_name


def _served(principal_id: int | None) -> str:
    return "" if principal_id is None else party_card(principal_id).masked_name


def _principals(station: Station) -> tuple[Principal, ...]:
    visit = station.visit
    if visit is None or visit.account_id is None:
        return ()
    held = [row for row in mandates_held(visit.actor, today=today()) if row.in_force]
    cards = {card.id: card for card in party_cards([_party(row) for row in held])}
    found = items_on(station.device.region, today())
    names = {str(item.code): item.name for item in found}
    return tuple(
        Principal(
            party_id=_party(row),
            name=cards[_party(row)].masked_name,
            items="、".join(names[code] for code in row.items if code in names)
            or "所有事项",
            until=day(row.until_on),
        )
        for row in held
        if _party(row) in cards
    )


def _party(row: MandateRow) -> int:
    return row.principal_id
