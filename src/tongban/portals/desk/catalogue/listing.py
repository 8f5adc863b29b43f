"""The items of a region with how each stands, and the changes that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongban.core.access.actor import Actor
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import cataloguers, everybody
from tongban.portals.desk.sending import envelope_of, fresh_key, words
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Chip, Crumb, Tone
from tongban.portals.shared.sending import whole_number
from tongban.services.access.rules import acting
from tongban.services.catalogue.operations import start_change
from tongban.services.catalogue.queries import (
    STANDING_WORDS,
    ChangeLine,
    Standing,
    SubjectLine,
    changes_to_decide,
    recent_changes,
    regions_of,
    subject_lines,
)
from tongban.services.catalogue.stations import acknowledge
from tongban.services.catalogue.versions import set_aside
from tongban.services.desk.queries import office_region
from tongban.services.items.queries import search
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today

ASKED_MAX: Final = 60
_TONES: Final = {
    Standing.PLAIN: Tone.CALM,
    Standing.IN_FORCE: Tone.GOOD,
    Standing.SCHEDULED: Tone.INFO,
    Standing.DRAFT: Tone.WARN,
    Standing.WAITING: Tone.WARN,
}
_ICONS: Final = {Standing.SCHEDULED: "clock", Standing.DRAFT: "edit"}


@dataclass(frozen=True, slots=True)
class ListedSubject:
    """One line of the list, ready to be drawn."""

    line: SubjectLine
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """What the list draws."""

    region: str
    region_name: str
    regions: tuple[Option, ...]
    states: tuple[Option, ...]
    asked: str
    lines: tuple[ListedSubject, ...]
    waiting: tuple[ChangeLine, ...]
    changes: tuple[ChangeLine, ...]
    set_aside: tuple[str, ...]
    key: str
    crumbs: tuple[Crumb, ...]


@cataloguers
@never_cache
@require_safe
def catalogue_page(request: HttpRequest) -> HttpResponse:
    """List a region's items and places by name and by how they stand."""
    actor, day = acting(request), today()
    kept = regions_of(actor)
    region = _region(actor, request, [one.code for one in kept])
    state = request.GET.get("state", "")
    asked = request.GET.get("q", "").strip()[:ASKED_MAX]
    lines = subject_lines(region, day) if region else ()
    if asked:
        found = {item.code for item in search(asked, region, day)}
        lines = tuple(one for one in lines if one.subject in found or asked in one.name)
    page = CataloguePage(
        region=region,
        region_name=next((one.name for one in kept if one.code == region), ""),
        regions=tuple(
            Option(one.code, one.name, chosen=one.code == region) for one in kept
        ),
        states=tuple(
            Option(one.value, word, chosen=one.value == state)
            for one, word in STANDING_WORDS.items()
        ),
        asked=asked,
        lines=tuple(
            ListedSubject(one, tuple(_chip(standing) for standing in one.standings))
            for one in lines
            if not state or state in one.standings
        ),
        waiting=changes_to_decide(actor, day),
        changes=recent_changes(actor, region, day),
        set_aside=set_aside(),
        key=fresh_key(),
        crumbs=(Crumb("目录维护"),),
    )
    return render(request, "desk/catalogue/list.html", {"page": page})


@cataloguers
@never_cache
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Begin a draft of one item of a region and open its form."""
    region = words(request.POST, "region")
    try:
        number = start_change(
            envelope_of(request), region=region, subject=words(request.POST, "subject")
        )
    except Refusal as no:
        open_one = str(no.data.get("number", ""))
        messages.error(request, sentence_of(no))
        if open_one:
            return redirect("desk-catalogue-change", number=open_one)
        return redirect("desk-catalogue")
    return redirect("desk-catalogue-change", number=number)


@everybody
@never_cache
@require_POST
def told(request: HttpRequest) -> HttpResponse:
    """Note that somebody has read what changed, and go back to the first page."""
    number = whole_number(request.POST.get("publication")) or 0
    acknowledge(envelope_of(request), publication_id=number)
    messages.success(request, "已登记：您已知悉这项变更。")
    return redirect("desk-home")


def _region(actor: Actor, request: HttpRequest, kept: Sequence[str]) -> str:
    """Return the region asked for when it is one's own, else the office's."""
    asked = request.GET.get("in", "")
    own = office_region(actor.office_code)
    for code in (asked, own, *kept[:1]):
        if code in kept:
            return code
    return ""


def _chip(standing: Standing) -> Chip:
    return Chip(STANDING_WORDS[standing], _TONES[standing], _ICONS.get(standing, ""))
