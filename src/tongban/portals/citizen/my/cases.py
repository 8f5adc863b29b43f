"""The list of one's cases and drafts (我的办件)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.cases.lifecycle import State
from tongban.portals.citizen.items import Tab
from tongban.portals.citizen.sending import envelope_of
from tongban.portals.shared.layout.parts import Chip, Crumb, Tone
from tongban.services.access.rules import acting, applicants
from tongban.services.cases.drafts import DraftView, my_drafts
from tongban.services.cases.queries.lists import CaseRow, Shelf, my_cases
from tongban.services.cases.words import LightView
from tongban.services.notices.queries import count_unread
from tongban.services.timekeeping.queries import today

_TABS: Final = (
    ("", "全部", Shelf.ALL),
    ("waiting", "待补正", Shelf.TOLD),
    ("running", "办理中", Shelf.RUNNING),
    ("closed", "已办结", Shelf.CLOSED),
)
TEXT_MAX: Final = 60
_LIGHTS: Final = {
    "green": (Tone.INFO, "clock"),
    "yellow": (Tone.WARN, "clock"),
    "red": (Tone.BAD, "alert"),
    "instant": (Tone.GOOD, "check"),
    "grey": (Tone.CALM, "pause"),
}


@dataclass(frozen=True, slots=True)
class CaseCard:
    """One case of the list."""

    number: str
    item_name: str
    applicant: str
    state: Chip
    light: Chip | None
    received_at: datetime
    due_on: date | None
    provisional: bool
    closed_at: datetime | None
    acts: bool


@dataclass(frozen=True, slots=True)
class MyCasesPage:
    """What the list draws."""

    tabs: tuple[Tab, ...]
    cards: tuple[CaseCard, ...]
    drafts: tuple[DraftView, ...]
    unread: int
    text: str
    stage: str
    first_url: str
    next_url: str
    crumbs: tuple[Crumb, ...] = (Crumb("我的办件"),)


@applicants
@never_cache
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """List one's own cases, the latest first, and the drafts above them."""
    actor = acting(request)
    stage, cursor = request.GET.get("stage", ""), request.GET.get("after", "")
    shelf = next((shelf for code, _, shelf in _TABS if code == stage), Shelf.ALL)
    text = request.GET.get("q", "").strip()[:TEXT_MAX]
    found = my_cases(actor, today=today(), shelf=shelf, text=text, cursor=cursor)
    page = MyCasesPage(
        tabs=tuple(
            Tab(name, _url(code, "", text), shelf is own) for code, name, own in _TABS
        ),
        cards=tuple(_cards(found.rows)),
        text=text,
        stage=stage,
        drafts=() if stage or cursor or text else my_drafts(envelope_of(request)),
        unread=count_unread(actor),
        first_url=_url(stage, "", text) if cursor else "",
        next_url=_url(stage, found.next, text) if found.next else "",
    )
    return render(request, "citizen/my/cases.html", {"page": page})


def _cards(rows: Iterable[CaseRow]) -> Iterable[CaseCard]:
    for row in rows:
        waiting = row.state == State.WAITING.value
        yield CaseCard(
            number=row.number,
            item_name=row.item_name,
            applicant=row.applicant,
            state=state_chip(row.state, row.state_word),
            light=None if row.state == State.CLOSED.value else light_chip(row.light),
            received_at=row.received_at,
            due_on=row.due_on,
            provisional=row.provisional,
            closed_at=row.closed_at,
            acts=waiting,
        )


def state_chip(state: str, words: str) -> Chip:
    """Return the state of a case as a chip; waiting for the applicant stands out."""
    if state == State.WAITING.value:
        return Chip(words, Tone.WARN, "alert")
    if state == State.CLOSED.value:
        return Chip(words, Tone.GOOD, "check")
    return Chip(words, Tone.INFO, "clock")


def light_chip(light: LightView) -> Chip:
    """Return the light of a case as a chip with its words."""
    tone, icon = _LIGHTS[light.light]
    return Chip(light.words, tone, icon)


def _url(stage: str, cursor: str, text: str) -> str:
    asked = {"stage": stage, "q": text, "after": cursor}
    kept = {name: value for name, value in asked.items() if value}
    return reverse("my-cases") + (f"?{urlencode(kept)}" if kept else "")
