"""Complaints and suggestions (投诉、建议): the work list, and one answered."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.ratings.voices import VOICE_WORDS
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import followers
from tongban.portals.desk.notices.tabs import page_number
from tongban.portals.desk.sending import (
    ChoiceMissing,
    envelope_of,
    fresh_key,
    reading,
    whole,
    words,
)
from tongban.portals.desk.voices.tabs import (
    VOICES,
    Tab,
    chosen_shelf,
    shelf_tabs,
    voice_tabs,
)
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.messages.queries import sentence_of
from tongban.services.ratings.cards import (
    VOICE_SHELVES,
    VoiceCard,
    VoiceLine,
    voice_card,
    voice_counts,
    voices_of,
)
from tongban.services.ratings.lists import Lines
from tongban.services.ratings.voices import answer, assign_voice, note
from tongban.services.timekeeping.queries import today


@dataclass(frozen=True, slots=True)
class VoicesPage:
    """One shelf of complaints and suggestions."""

    tabs: tuple[Tab, ...]
    shelves: tuple[Tab, ...]
    shelf: str
    kinds: tuple[Option, ...]
    found: Lines[VoiceLine]
    crumbs: tuple[Crumb, ...]


@followers
@never_cache
@require_safe
def voices_page(request: HttpRequest) -> HttpResponse:
    """Show one shelf, the soonest due first; all, complaints or suggestions."""
    actor, day = acting(request), today()
    shelf = chosen_shelf(request, VOICE_SHELVES)
    known = {kind.value: said for kind, said in VOICE_WORDS.items()}
    asked = request.GET.get("kind", "")
    kind = asked if asked in known else ""
    page = VoicesPage(
        tabs=voice_tabs(actor, VOICES, today=day),
        shelves=shelf_tabs(
            VOICE_SHELVES, voice_counts(actor, today=day), chosen=shelf, page=VOICES
        ),
        shelf=shelf,
        kinds=tuple(
            Option(value, said, chosen=value == kind)
            for value, said in {"": "全部", **known}.items()
        ),
        found=voices_of(
            actor, shelf=shelf, kind=kind, page=page_number(request), today=day
        ),
        crumbs=(Crumb("评价和意见"),),
    )
    return render(request, "desk/voices/voices.html", {"page": page})


@dataclass(frozen=True, slots=True)
class VoicePage:
    """One complaint or suggestion with what can be done about it now."""

    card: VoiceCard
    typed: str
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@followers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def voice_page(request: HttpRequest, voice_id: int) -> HttpResponse:
    """Show one voice; note what was found out, answer, give it to somebody."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            done = _run(request, voice_id)
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, done)
            return redirect("desk-voices-voice", voice_id)
    page = VoicePage(
        card=voice_card(reading(request), voice_id),
        typed=words(request.POST, "words") if refusal is not None else "",
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(
            Crumb("评价和意见", reverse("desk-voices")),
            Crumb("投诉和建议", reverse(VOICES)),
        ),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/voices/voice.html", {"page": page}, status=status)


def _run(request: HttpRequest, voice_id: int) -> str:
    sent, envelope = request.POST, envelope_of(request)
    do, typed = words(sent, "do"), words(sent, "words")
    if do == "note":
        note(envelope, voice_id=voice_id, words=typed)
        return "调查记录已保存，只有工作人员看得到。"
    if do == "answer":
        answer(envelope, voice_id=voice_id, words=typed)
        return "已答复，本人凭编号和查询码可以看到。"
    if do == "assign":
        account_id = whole(sent, "account", field="交给谁")
        assign_voice(envelope, voice_id=voice_id, account_id=account_id)
        return "已交办。"
    raise ChoiceMissing("操作")
