"""Supervision: alerts with their answers, mandates, money to be asked back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import supervisors
from tongban.portals.desk.sending import envelope_of, fresh_key, words
from tongban.portals.desk.watch.narrowing import Narrowing, narrowing_of
from tongban.portals.desk.watch.tabs import Tab, tabs
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Chip, Crumb, Tone
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.cases.queries.supervision import AlertRow, recoveries
from tongban.services.cases.words import word
from tongban.services.desk.operations import settle_alerts
from tongban.services.desk.queries import (
    MandateLine,
    mandates_of_region,
    office_region,
)
from tongban.services.desk.supervision import alert_groups
from tongban.services.items.queries import items_on
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today

ALERT_KINDS: Final = ("rung", "second_notice", "extra_material", "late_opinion")
ALERT_TONES: Final = {
    "rung": (Tone.WARN, "clock"),
    "second_notice": (Tone.BAD, "alert"),
    "extra_material": (Tone.BAD, "alert"),
    "late_opinion": (Tone.WARN, "message"),
}
STANDINGS: Final = {
    "in_force": Chip("有效", Tone.GOOD),
    "to_come": Chip("未开始", Tone.INFO, "clock"),
    "over": Chip("已到期", Tone.CALM),
    "revoked": Chip("已撤销", Tone.WARN, "cross"),
}


@dataclass(frozen=True, slots=True)
class CaseAlerts:
    """The alerts of one kind about one case, the newest first."""

    newest: AlertRow
    ids: tuple[int, ...]
    details: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class AlertsPage:
    """Open or settled alerts of one kind or all."""

    tabs: tuple[Tab, ...]
    lines: tuple[CaseAlerts, ...]
    narrowing: Narrowing
    page: int
    pages: int
    total: int
    kinds: tuple[Option, ...]
    settled: bool
    key: str
    problem: str
    crumbs: tuple[Crumb, ...]


@supervisors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def alerts_page(request: HttpRequest) -> HttpResponse:
    """Show what wants the supervisor's eye; settle a line with an answer."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            _settle(request)
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, "处理情况已登记。")
            return redirect("desk-watch")
    kind = request.GET.get("kind", "")
    settled = request.GET.get("settled") == "yes"
    wanted = kind if kind in ALERT_KINDS else ""
    narrowing = narrowing_of(request)
    found = alert_groups(acting(request), narrowing.watch, kind=wanted, settled=settled)
    page = AlertsPage(
        tabs=tabs("desk-watch"),
        lines=tuple(_line(same) for same in found.rows),
        narrowing=narrowing,
        page=found.page,
        pages=found.pages,
        total=found.total,
        kinds=tuple(
            Option(one, word(f"alert.{one}"), chosen=one == wanted)
            for one in ALERT_KINDS
        ),
        settled=settled,
        key=fresh_key(),
        problem="" if refusal is None else sentence_of(refusal),
        crumbs=(Crumb("监督"),),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/alerts.html", {"page": page}, status=status)


def _settle(request: HttpRequest) -> None:
    """Settle every alert of the line with one answer, all or none of them."""
    ids = [int(one) for one in request.POST.getlist("alert") if one.isdecimal()]
    settle_alerts(
        envelope_of(request), alert_ids=tuple(ids), words=words(request.POST, "words")
    )


def _line(same: Sequence[AlertRow]) -> CaseAlerts:
    newest = same[-1]
    tone, icon = ALERT_TONES[newest.kind]
    if any(row.detail == word("rung.overdue") for row in same):
        tone, icon = Tone.BAD, "alert"
    return CaseAlerts(
        newest=newest,
        ids=tuple(row.id for row in same),
        details=" → ".join(row.detail for row in same),
        chip=Chip(newest.kind_word, tone, icon),
    )


@dataclass(frozen=True, slots=True)
class ShownMandate:
    """One mandate with the names of its items and the chip of its standing."""

    line: MandateLine
    items: str
    chip: Chip


@dataclass(frozen=True, slots=True)
class MandatesPage:
    """The mandates held by helpers of the office and below."""

    tabs: tuple[Tab, ...]
    lines: tuple[ShownMandate, ...]
    crumbs: tuple[Crumb, ...]


@supervisors
@never_cache
@require_safe
def mandates_page(request: HttpRequest) -> HttpResponse:
    """Show for whom helpers may act, and until when."""
    actor, day = acting(request), today()
    names = _item_names(office_region(actor.office_code), day)
    page = MandatesPage(
        tabs=tabs("desk-watch-mandates"),
        lines=tuple(
            ShownMandate(
                line,
                "、".join(names.get(code, code) for code in line.items) or "全部事项",
                STANDINGS[line.standing],
            )
            for line in mandates_of_region(actor, today=day)
        ),
        crumbs=(Crumb("监督"), Crumb("帮办代办授权")),
    )
    return render(request, "desk/mandates.html", {"page": page})


def _item_names(region: str, day: date) -> dict[str, str]:
    return {item.code: item.name for item in items_on(region, day)}


@dataclass(frozen=True, slots=True)
class RecoveryLine:
    """Money to be asked back after a decision was reversed (whole fen)."""

    number: str
    item: str
    amount_fen: int
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class RecoveriesPage:
    """Money still to be asked back, with its sum."""

    tabs: tuple[Tab, ...]
    lines: tuple[RecoveryLine, ...]
    total: int
    crumbs: tuple[Crumb, ...]


@supervisors
@never_cache
@require_safe
def recoveries_page(request: HttpRequest) -> HttpResponse:
    """Show money to be asked back after reversed decisions."""
    lines = tuple(
        RecoveryLine(one.case.number, one.case.item_name, one.amount_fen, one.opened_at)
        for one in recoveries()
    )
    page = RecoveriesPage(
        tabs=tabs("desk-watch-recoveries"),
        lines=lines,
        total=sum(line.amount_fen for line in lines),
        crumbs=(Crumb("监督"), Crumb("待追回款项")),
    )
    return render(request, "desk/recoveries.html", {"page": page})
