"""A transfer at the desk: checks, table and money, and the table typed by hand."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.access.parties import Scheme
from tongban.core.money import FEN_PER_YUAN
from tongban.core.refusals import Refusal
from tongban.core.transfers.typed import read_periods
from tongban.portals.desk.doors import followers, handlers
from tongban.portals.desk.sending import envelope_of, fresh_key
from tongban.portals.desk.transfers.form import SheetForm
from tongban.portals.shared.layout.fields import (
    Field,
    Problem,
    fields_of,
    form_problems,
)
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import now, today
from tongban.services.transfers.by_hand import TypedSheet, enter_sheet
from tongban.services.transfers.queries import (
    TransferCase,
    TransferLine,
    open_transfers,
    stuck_sheets,
    transfer_case,
)

LOOKED: Final = "办理转移接续"
WIDTHS: Final = {"stopped_on": "short", "money": "short"}


@dataclass(frozen=True, slots=True)
class TransferPage:
    """One case of items 10 and 11, with the form where the table is typed."""

    case: TransferCase
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    key: str
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class TransfersPage:
    """What is on its way, what is stuck first."""

    stuck: tuple[TransferLine, ...]
    open: tuple[TransferLine, ...]
    crumbs: tuple[Crumb, ...]


@followers
@never_cache
@require_safe
def transfers_page(request: HttpRequest) -> HttpResponse:
    """Show the transfers within reach that are not done."""
    page = TransfersPage(
        stuck=stuck_sheets(day=today()),
        open=open_transfers(day=today()),
        crumbs=(Crumb("转移接续"),),
    )
    return render(request, "desk/transfers/list.html", {"page": page})


@handlers
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def transfer_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show checks, table and money of a case; keep a table that is typed."""
    if request.method != "POST":
        return _shown(request, number, SheetForm(), looked=True)
    form = SheetForm(request.POST)
    if not form.is_valid():
        problems = form_problems(form)
        return _shown(request, number, form, problems, status=422)
    try:
        _enter(request, number, form)
    except Refusal as no:
        problems = (Problem(sentence_of(no)),)
        return _shown(request, number, form, problems, status=status_of(no))
    messages.success(request, "信息表已录入，金额一致的可以办结。")
    return redirect("desk-transfer", number=number)


def _enter(request: HttpRequest, number: str, form: SheetForm) -> None:
    said = form.cleaned_data
    case = transfer_case(acting(request), number, day=today())
    move = case.lines[0]
    typed = TypedSheet(
        stopped_on=said["stopped_on"],
        periods=read_periods(
            said["periods"], region=move.from_region, scheme=Scheme(move.scheme_code)
        ),
        money_fen=int(said["money"] * FEN_PER_YUAN),
    )
    enter_sheet(envelope_of(request), number=number, typed=typed)


def _shown(
    request: HttpRequest,
    number: str,
    form: SheetForm,
    problems: tuple[Problem, ...] = (),
    *,
    status: int = HTTPStatus.OK,
    looked: bool = False,
) -> HttpResponse:
    actor = acting(request)
    case = transfer_case(actor, number, day=today())
    if looked:
        record_look(actor, case.person_id, at=now(), reason=LOOKED, case_number=number)
    page = TransferPage(
        case=case,
        fields=fields_of(form, widths=WIDTHS),
        problems=problems,
        key=fresh_key(),
        crumbs=(
            Crumb("办件列表", reverse("desk-work")),
            Crumb(number, reverse("desk-case", args=(number,))),
            Crumb("转移"),
        ),
    )
    return render(request, "desk/transfers/case.html", {"page": page}, status=status)
