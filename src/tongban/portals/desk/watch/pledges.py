"""Checking pledges afterwards, and letting repaired parties pledge again."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.access.masking import mask_name
from tongban.core.refusals import Refusal
from tongban.portals.desk.case.phrases import CHECK_METHODS
from tongban.portals.desk.doors import pledge_checkers
from tongban.portals.desk.sending import (
    chosen,
    envelope_of,
    fresh_key,
    needed_words,
    whole,
    words,
)
from tongban.portals.desk.watch.narrowing import Narrowing, narrowing_of
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.cases.pledges import check_pledge, repair_pledge_bar
from tongban.services.cases.queries.supervision import BarRow, pledge_bars
from tongban.services.desk.supervision import pledges_due
from tongban.services.items.citing import cite_text
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today

REPAIR: Final = "repair"
METHOD_WORDS: Final = dict(CHECK_METHODS)


@dataclass(frozen=True, slots=True)
class PledgeToCheck:
    """One pledge that waits for its check; ``late`` past the day it is due."""

    number: str
    material: str
    name: str
    text: str
    clause: str
    who: str
    due_on: date | None
    late: bool
    typed_words: str
    typed_result: str


@dataclass(frozen=True, slots=True)
class PledgesPage:
    """Pledges to check, and the parties that may not pledge now."""

    lines: tuple[PledgeToCheck, ...]
    narrowing: Narrowing
    late_only: bool
    page: int
    pages: int
    bars: tuple[BarRow, ...]
    methods: tuple[Option, ...]
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@pledge_checkers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pledges_page(request: HttpRequest) -> HttpResponse:
    """Show pledges to check; record a result, or the repair of a false one."""
    if request.method != "POST":
        return _shown(request)
    try:
        done = _run(request)
    except Refusal as no:
        return _shown(request, refusal=no)
    messages.success(request, done)
    return redirect("desk-pledges")


def _run(request: HttpRequest) -> str:
    sent = request.POST
    if words(sent, "do") == REPAIR:
        repair_pledge_bar(
            envelope_of(request),
            party_id=whole(sent, "party", field="承诺人"),
            words=needed_words(sent, "words", field="修复情况"),
        )
        return "已修复，此后可以再次使用告知承诺。"
    kept = chosen(sent, "result", field="核查结果") == "kept"
    check_pledge(
        envelope_of(request),
        number=words(sent, "number"),
        material=words(sent, "material"),
        kept=kept,
        method=METHOD_WORDS.get(words(sent, "method"), ""),
        words=needed_words(sent, "words", field="核查情况"),
    )
    return (
        "核查结果已登记：属实。"
        if kept
        else "已登记不实：原决定撤销，并停用其告知承诺。"
    )


def _shown(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    sent, narrowing = request.POST, narrowing_of(request)
    late_only = request.GET.get("late") == "yes"
    found = pledges_due(
        acting(request), narrowing.watch, today=today(), late_only=late_only
    )
    page = PledgesPage(
        lines=tuple(
            PledgeToCheck(
                number=one.case.number,
                material=one.material,
                name=one.name,
                text=one.text,
                clause=cite_text(one.clause),
                who=mask_name(one.party.name),
                due_on=one.check_due_on,
                late=one.check_due_on is not None and one.check_due_on < today(),
                typed_words=_typed(request, one.case.number, one.material, "words"),
                typed_result=_typed(request, one.case.number, one.material, "result"),
            )
            for one in found.rows
        ),
        narrowing=narrowing,
        late_only=late_only,
        page=found.page,
        pages=found.pages,
        bars=pledge_bars(),
        methods=tuple(
            Option(code, text, chosen=code == sent.get("method"))
            for code, text in CHECK_METHODS
        ),
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(Crumb("承诺核查"),),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/pledges.html", {"page": page}, status=status)


def _typed(request: HttpRequest, number: str, material: str, name: str) -> str:
    """Return what was typed for this pledge before it was refused."""
    sent = request.POST
    if (sent.get("number"), sent.get("material")) != (number, material):
        return ""
    return sent.get(name, "")
