"""The page of standard phrases (常用意见)."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.refusals import Refusal
from tongban.portals.desk.case import phrases as built_in
from tongban.portals.desk.doors import handlers
from tongban.portals.desk.sending import (
    envelope_of,
    fresh_key,
    one_of,
    whole,
    words,
)
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.desk.phrases import (
    Owner,
    PhraseKind,
    PhraseLine,
    add_phrase,
    may_keep_for_office,
    phrases_in_use,
    retire_phrase,
)
from tongban.services.messages.queries import sentence_of


@dataclass(frozen=True, slots=True)
class PhraseGroup:
    """The phrases for one purpose, those everybody has included."""

    name: str
    lines: tuple[PhraseLine, ...]
    built_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhrasesPage:
    """What may be picked, and the form that adds to it."""

    groups: tuple[PhraseGroup, ...]
    kinds: tuple[Option, ...]
    owners: tuple[Option, ...]
    text: str
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@handlers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phrases_page(request: HttpRequest) -> HttpResponse:
    """Show the phrases; put one into use or take one out of use."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            messages.success(request, _run(request))
        except Refusal as no:
            refusal = no
        else:
            return redirect("desk-phrases")
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(
        request,
        "desk/work/phrases.html",
        {"page": _page(request, refusal)},
        status=status,
    )


def _run(request: HttpRequest) -> str:
    sent = request.POST
    if words(sent, "do") == "retire":
        number = whole(sent, "phrase", field="常用意见")
        retire_phrase(envelope_of(request), phrase_id=number)
        return "已停用。"
    add_phrase(
        envelope_of(request),
        kind=one_of(sent, "kind", PhraseKind, field="用途"),
        text=words(sent, "text"),
        owner=one_of(sent, "owner", Owner, field="归属"),
    )
    return "已加入常用意见。"


def _page(request: HttpRequest, refusal: Refusal | None) -> PhrasesPage:
    actor, sent = acting(request), request.POST
    lines = phrases_in_use(actor)
    everybodys = {PhraseKind.APPROVE: built_in.APPROVE, PhraseKind.CURE: built_in.CURE}
    owners = {Owner.MINE: "我自己"}
    if may_keep_for_office(actor):
        owners[Owner.OFFICE] = "本机构及下级机构"
    return PhrasesPage(
        groups=tuple(
            PhraseGroup(
                name=str(kind.label),
                lines=tuple(line for line in lines if line.kind == kind.value),
                built_in=everybodys[kind],
            )
            for kind in PhraseKind
        ),
        kinds=tuple(
            Option(kind.value, str(kind.label), chosen=kind.value == sent.get("kind"))
            for kind in PhraseKind
        ),
        owners=tuple(
            Option(one.value, text, chosen=one.value == sent.get("owner", Owner.MINE))
            for one, text in owners.items()
        ),
        text=words(sent, "text"),
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(Crumb("办件列表", "/desk/work/"), Crumb("常用意见")),
    )
