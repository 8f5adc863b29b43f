"""The page of one case: what lies in it, what may be done, what has happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.core.access.parties import PARTY_KIND_WORDS
from tongban.core.items.catalogue import (
    AUDIENCE_WORDS,
    CHANNEL_WORDS,
    Audience,
    Channel,
)
from tongban.core.refusals import Refusal
from tongban.portals.desk.case import commands, phrases
from tongban.portals.desk.case.curing import Curing, curing_of
from tongban.portals.desk.case.judging import Judging, judging_of
from tongban.portals.desk.case.panel import Panel, Scene
from tongban.portals.desk.case.panels import panels_of
from tongban.portals.desk.doors import handlers
from tongban.portals.desk.sending import fresh_key, needed_words, words
from tongban.portals.desk.worklist import region_name, saved_filter
from tongban.portals.shared.layout.parts import Crumb, Entry
from tongban.portals.shared.refusals import status_of
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting
from tongban.services.cases.queries.lists import neighbours
from tongban.services.cases.queries.page import case_page
from tongban.services.cases.queries.page_values import CasePage, EventLine, FieldLine
from tongban.services.desk.queries import active_offices
from tongban.services.items.citing import cite, cite_text
from tongban.services.items.queries import item_on
from tongban.services.messages.queries import sentence_of
from tongban.services.notices.queries import MessageLine, messages_sent
from tongban.services.parties.queries import PartyCard, party_card
from tongban.services.timekeeping.queries import now, today

SEEN: Final = "desk.seen"
SEEN_MAX: Final = 500
LOOKED: Final = "办理办件"
REVEAL: Final = "reveal"
PLEDGE_WORDS: Final = {
    "made": "已作出",
    "taken_back": "已收回",
    "to_check": "待核查",
    "kept": "属实",
    "false": "不实",
}


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Filled fields under one heading."""

    name: str
    lines: tuple[FieldLine, ...]


@dataclass(frozen=True, slots=True)
class PledgeLine:
    """One pledge with where it stands."""

    name: str
    text: str
    clause: str
    standing: str


@dataclass(frozen=True, slots=True)
class OpinionLine:
    """One question to another desk, and its answer."""

    desk: str
    question: str
    due_on: object
    given: bool
    words: str


@dataclass(frozen=True, slots=True)
class StaffCase:
    """Everything the page of a case draws for staff."""

    case: CasePage
    party: PartyCard
    party_kind: str
    audience: str
    channel: str
    region: str
    revealed: bool
    groups: tuple[FieldGroup, ...]
    main_panels: tuple[Panel, ...]
    other_panels: tuple[Panel, ...]
    judging: Judging
    curing: Curing | None
    pledges: tuple[PledgeLine, ...]
    opinions: tuple[OpinionLine, ...]
    timeline: tuple[Entry, ...]
    messages: tuple[MessageLine, ...]
    clauses: tuple[str, ...]
    approve_phrases: tuple[str, ...]
    cure_phrases: tuple[str, ...]
    reveal_reason: str
    previous: str
    following: str
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@handlers
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def case_page_view(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case; run the command sent from it and say what was done.

    A refused command leaves everything typed where it was.
    """
    if request.method != "POST":
        return _shown(request, number)
    if words(request.POST, "do") == REVEAL:
        return _revealed(request, number)
    try:
        done = commands.run(request, number)
    except Refusal as no:
        return _shown(request, number, refusal=no)
    messages.success(request, done)
    return redirect("desk-case", number)


def _revealed(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is masked, once the look stands in the log with its reason."""
    try:
        reason = needed_words(request.POST, "reason", field="查阅原因")
        page = case_page(acting(request), number, today=today())
        record_look(
            acting(request), page.party_id, at=now(), reason=reason, case_number=number
        )
    except Refusal as no:
        return _shown(request, number, refusal=no)
    return _shown(request, number, reveal=True)


def _shown(
    request: HttpRequest,
    number: str,
    *,
    refusal: Refusal | None = None,
    reveal: bool = False,
) -> HttpResponse:
    page = case_page(acting(request), number, today=today(), reveal=reveal)
    _log_first_look(request, page)
    typed = QueryDict() if refusal is None else request.POST
    shown = _staff_case(request, page, typed=typed, refusal=refusal, revealed=reveal)
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/case.html", {"page": shown}, status=status)


def _log_first_look(request: HttpRequest, page: CasePage) -> None:
    """Write the look down, once for each case and session."""
    seen = request.session.get(SEEN, [])
    if page.number in seen:
        return
    record_look(
        acting(request), page.party_id, at=now(), reason=LOOKED, case_number=page.number
    )
    request.session[SEEN] = [*seen[-SEEN_MAX:], page.number]


def _staff_case(
    request: HttpRequest,
    page: CasePage,
    *,
    typed: QueryDict,
    refusal: Refusal | None,
    revealed: bool,
) -> StaffCase:
    actor = acting(request)
    opened = words(typed, "do") or request.GET.get("open", "")
    about = words(typed, "about")
    scene = Scene(actor, page, typed, f"{opened}-{about}" if about else opened)
    panels = panels_of(scene)
    party = party_card(page.party_id)
    before, after = neighbours(
        actor, saved_filter(request), number=page.number, today=today()
    )
    return StaffCase(
        case=page,
        party=party,
        party_kind=PARTY_KIND_WORDS[party.kind],
        audience=AUDIENCE_WORDS[Audience(page.audience)],
        channel=CHANNEL_WORDS[Channel(page.channel)],
        region=region_name(page.region),
        revealed=revealed,
        groups=_groups(page.fields),
        main_panels=tuple(panel for panel in panels if panel.main),
        other_panels=tuple(panel for panel in panels if not panel.main),
        judging=judging_of(
            actor,
            page,
            typed=typed if opened == "notice" else QueryDict(),
            opened=opened == "notice",
        ),
        curing=curing_of(actor, page),
        pledges=_pledges(page),
        opinions=_opinions(page),
        timeline=tuple(_entry(event) for event in reversed(page.events)),
        messages=messages_sent(page.number),
        clauses=_clauses(page),
        approve_phrases=phrases.APPROVE,
        cure_phrases=phrases.CURE,
        reveal_reason=words(typed, "reason"),
        previous=before,
        following=after,
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(Crumb("办件列表", reverse("desk-work")), Crumb(page.number)),
    )


def _groups(lines: Iterable[FieldLine]) -> tuple[FieldGroup, ...]:
    return tuple(
        FieldGroup(name, tuple(of_one))
        for name, of_one in groupby(lines, key=lambda line: line.group)
    )


def _pledges(page: CasePage) -> tuple[PledgeLine, ...]:
    return tuple(
        PledgeLine(one.name, one.text, cite_text(one.clause), PLEDGE_WORDS[one.state])
        for one in page.pledges
    )


def _opinions(page: CasePage) -> tuple[OpinionLine, ...]:
    if not page.opinions:
        return ()
    names = {office.code: office.name for office in active_offices()}
    return tuple(
        OpinionLine(
            desk=names.get(one.desk, one.desk),
            question=one.question,
            due_on=one.due_on,
            given=one.given_at is not None,
            words=one.words,
        )
        for one in page.opinions
    )


def _entry(event: EventLine) -> Entry:
    clause = f"（依据：{event.clause}）" if event.clause else ""
    return Entry(
        at=event.at,
        title=event.word,
        who=event.actor,
        detail=f"{event.words}{clause}",
    )


def _clauses(page: CasePage) -> tuple[str, ...]:
    item = item_on(page.item, page.region, page.received_at.date())
    source = page.terms.source
    return (cite(source.document, source.clause), *item.basis)
