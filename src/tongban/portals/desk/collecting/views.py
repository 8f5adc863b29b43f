"""Parcels to send and to follow, and results handed over at the counter (取件)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.collecting.parcels import SCAN_WORDS
from tongban.core.refusals import Refusal
from tongban.portals.desk.collecting.advice import advice_on
from tongban.portals.desk.collecting.commands import run
from tongban.portals.desk.doors import window
from tongban.portals.desk.sending import fresh_key, words
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting
from tongban.services.collecting.queries import Label, has_carrier, label_of
from tongban.services.collecting.trays import (
    TRAY_WORDS,
    Tray,
    TrayLine,
    tray,
    tray_counts,
)
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import now, today

PAGE: Final = "desk-collecting"
PRINTED: Final = "打印邮寄地址"


@dataclass(frozen=True, slots=True)
class TrayTab:
    """One tray with its count."""

    words: str
    count: int
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class AdvisedLine:
    """One case in a tray, and what to do about its parcel."""

    line: TrayLine
    advice: str


@dataclass(frozen=True, slots=True)
class CollectingPage:
    """One tray, and what can be done with what lies in it."""

    tray: str
    tabs: tuple[TrayTab, ...]
    lines: tuple[AdvisedLine, ...]
    orders: bool
    scans: tuple[Option, ...]
    typed: str
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@window
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def collecting_page(request: HttpRequest) -> HttpResponse:
    """Show a tray; send, note a scan, or hand a result over."""
    if request.method != "POST":
        return _shown(request)
    try:
        done = run(request, words(request.POST, "number"))
    except Refusal as no:
        return _shown(request, refusal=no)
    messages.success(request, done)
    return redirect(f"{reverse(PAGE)}?tray={_chosen(request).value}")


@window
@never_cache
@require_safe
def label_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show the address label of a parcel, to print."""
    actor = acting(request)
    found: Label | None = label_of(actor, number)
    if found is None:
        raise Http404(number)
    record_look(actor, found.party_id, at=now(), reason=PRINTED, case_number=number)
    return render(request, "desk/collecting/label.html", {"page": found})


def _chosen(request: HttpRequest) -> Tray:
    given = request.POST.get("tray") or request.GET.get("tray", "")
    return Tray(given) if given in set(Tray) else Tray.TO_FETCH


def _shown(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    actor, chosen = acting(request), _chosen(request)
    counts = tray_counts(actor)
    page = CollectingPage(
        tray=chosen.value,
        tabs=tuple(
            TrayTab(
                name,
                counts[which],
                f"{reverse(PAGE)}?tray={which.value}",
                which is chosen,
            )
            for which, name in TRAY_WORDS.items()
        ),
        lines=tuple(
            AdvisedLine(line, advice_on(line.parcel, late=line.late))
            for line in tray(actor, chosen, today())
        ),
        orders=has_carrier(),
        scans=tuple(Option(scan.value, name) for scan, name in SCAN_WORDS.items()),
        typed=words(request.POST, "number") if refusal is not None else "",
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(Crumb("领取和邮寄"),),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/collecting/trays.html", {"page": page}, status=status)
