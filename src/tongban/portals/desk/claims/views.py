"""The bills of a claim: entered, corrected, counted out on screen (票据与测算)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.core.refusals import Refusal
from tongban.portals.desk.claims.form import BillForm, bill_of
from tongban.portals.desk.doors import handlers
from tongban.portals.desk.sending import envelope_of, fresh_key, whole, words
from tongban.portals.shared.layout.fields import (
    Field,
    Problem,
    fields_of,
    form_problems,
)
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.portals.shared.sending import whole_number
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting
from tongban.services.claims.entering import enter_bill, withdraw_bill
from tongban.services.claims.queries import ClaimPage, claim_page
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import now

LOOKED: Final = "录入和核对票据"
SHORT: Final = (
    *("institution", "region", "began_on", "ended_on", "disease", "receipt"),
    *("total", "a", "b", "b_share", "c", "third"),
)
WIDTHS: Final = dict.fromkeys(SHORT, "short")


@dataclass(frozen=True, slots=True)
class BillsPage:
    """The claim, the form of a bill, and what was refused."""

    claim: ClaimPage
    refused: str
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    replaces: int | None
    key: str
    crumbs: tuple[Crumb, ...]


@handlers
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def bills_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show the bills with their slips; enter, correct or take out one."""
    if request.method != "POST":
        claim = claim_page(acting(request), number, now=now())
        record_look(
            acting(request), claim.party_id, at=now(), reason=LOOKED, case_number=number
        )
        return _shown(request, number, form=BillForm())
    if words(request.POST, "do") == "withdraw":
        return _withdrawn(request, number)
    form = BillForm(request.POST)
    if not form.is_valid():
        return _shown(
            request, number, form=form, problems=form_problems(form), status=422
        )
    try:
        enter_bill(
            envelope_of(request),
            number=number,
            bill=bill_of(form),
            replaces=whole_number(request.POST.get("replaces")),
        )
    except Refusal as no:
        problems = (Problem(sentence_of(no)),)
        return _shown(
            request, number, form=form, problems=problems, status=status_of(no)
        )
    messages.success(request, "票据已保存，测算单已更新。")
    return redirect("desk-claim", number=number)


def _withdrawn(request: HttpRequest, number: str) -> HttpResponse:
    try:
        withdraw_bill(
            envelope_of(request),
            number=number,
            bill_id=whole(request.POST, "bill", field="票据"),
        )
    except Refusal as no:
        problems = (Problem(sentence_of(no)),)
        return _shown(
            request, number, form=BillForm(), problems=problems, status=status_of(no)
        )
    messages.success(request, "票据已撤下，可以重新录入。")
    return redirect("desk-claim", number=number)


def _shown(
    request: HttpRequest,
    number: str,
    *,
    form: BillForm,
    problems: tuple[Problem, ...] = (),
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    claim = claim_page(acting(request), number, now=now())
    sent = request.POST.get("replaces") or request.GET.get("replaces")
    page = BillsPage(
        claim=claim,
        refused="" if claim.refused is None else sentence_of(claim.refused),
        fields=fields_of(form, widths=WIDTHS),
        problems=problems,
        replaces=whole_number(sent),
        key=fresh_key(),
        crumbs=(
            Crumb("办件列表", reverse("desk-work")),
            Crumb(number, reverse("desk-case", args=[number])),
            Crumb("票据与测算"),
        ),
    )
    return render(request, "desk/claims/bills.html", {"page": page}, status=status)
