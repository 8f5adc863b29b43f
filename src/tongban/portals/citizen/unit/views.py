"""The unit's first page, and who acts for it (单位空间)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.access.parties import DUTY_WORDS, Duty
from tongban.core.refusals import Refusal
from tongban.portals.citizen.sending import envelope_of, new_key, whole
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting, units
from tongban.services.cases.drafts import DraftView, my_drafts
from tongban.services.institutions.queries import institution_of_parties
from tongban.services.messages.queries import sentence_of
from tongban.services.notices.queries import count_unread
from tongban.services.timekeeping.queries import today
from tongban.services.units.dashboard import Dashboard, dashboard
from tongban.services.units.operators import (
    ChangeLine,
    NewOperator,
    OperatorLine,
    history_of,
    open_operator,
    operators_of,
    set_duties,
)

TEXT_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class UnitPage:
    """The dashboard with drafts and messages."""

    found: Dashboard
    drafts: tuple[DraftView, ...]
    unread: int
    sells: bool
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class DutyBox:
    """One duty as a box to tick."""

    value: str
    words: str
    held: bool


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """One operator with the boxes of the duties."""

    line: OperatorLine
    boxes: tuple[DutyBox, ...]
    is_me: bool


@dataclass(frozen=True, slots=True)
class OperatorsPage:
    """Who acts for the unit, and the form for somebody new."""

    rows: tuple[OperatorRow, ...]
    boxes: tuple[DutyBox, ...]
    history: tuple[ChangeLine, ...]
    may_change: bool
    password: str
    login_name: str
    name: str
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@units
@never_cache
@require_safe
def unit(request: HttpRequest) -> HttpResponse:
    """Show what waits for the unit."""
    actor = acting(request)
    page = UnitPage(
        found=dashboard(actor, today()),
        drafts=my_drafts(envelope_of(request)),
        unread=count_unread(actor),
        sells=institution_of_parties(actor.party_ids) is not None,
        crumbs=(Crumb("单位空间"),),
    )
    return render(request, "citizen/unit/unit.html", {"page": page})


@units
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def operators(request: HttpRequest) -> HttpResponse:
    """Show who acts for the unit; add, change or remove somebody."""
    if request.method != "POST":
        return _shown(request)
    sent = request.POST
    duties = frozenset(Duty(one) for one in sent.getlist("duty") if one in set(Duty))
    try:
        if sent.get("do") == "add":
            new = NewOperator(
                sent.get("login_name", "")[:TEXT_MAX],
                sent.get("name", "")[:TEXT_MAX],
                duties,
            )
            return _shown(request, password=open_operator(envelope_of(request), new))
        removed = sent.get("do") == "remove"
        set_duties(
            envelope_of(request),
            account_id=whole(sent.get("account")) or 0,
            duties=frozenset() if removed else duties,
        )
    except Refusal as no:
        return _shown(request, refusal=no)
    messages.success(
        request, "已移除，立即生效。" if removed else "权限已改，立即生效。"
    )
    return redirect("unit-operators")


def _shown(
    request: HttpRequest, *, refusal: Refusal | None = None, password: str = ""
) -> HttpResponse:
    actor = acting(request)
    lines = operators_of(actor)
    mine = next((one for one in lines if one.account_id == actor.account_id), None)
    page = OperatorsPage(
        rows=tuple(
            OperatorRow(one, _boxes(one.duties), one.account_id == actor.account_id)
            for one in lines
        ),
        boxes=_boxes((Duty.APPLY, Duty.SUBMIT)),
        history=history_of(actor),
        may_change=mine is not None and Duty.SIGN in mine.duties,
        password=password,
        login_name=request.POST.get("login_name", "")[:TEXT_MAX] if refusal else "",
        name=request.POST.get("name", "")[:TEXT_MAX] if refusal else "",
        problem="" if refusal is None else sentence_of(refusal),
        key=new_key(),
        crumbs=(Crumb("单位空间", reverse("unit")), Crumb("经办人")),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "citizen/unit/operators.html", {"page": page}, status=status)


def _boxes(held: tuple[Duty, ...]) -> tuple[DutyBox, ...]:
    return tuple(
        DutyBox(duty.value, words, duty in held) for duty, words in DUTY_WORDS.items()
    )
