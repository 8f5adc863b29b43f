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
from tongban.portals.desk.work.context import (
    list_of,
    list_query,
    region_name,
    saved_filter,
    with_query,
)
from tongban.portals.shared.layout.parts import Crumb, Entry
from tongban.portals.shared.refusals import status_of
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting
from tongban.services.cases.queries.filters import Filter
from tongban.services.cases.queries.lists import (
    CaseRow,
    is_listed,
    neighbours,
    rows_around,
)
from tongban.services.cases.queries.page import case_page
from tongban.services.cases.queries.page_values import CasePage, EventLine, FieldLine
from tongban.services.claims.queries import pays_bills
from tongban.services.desk.phrases import PhraseKind, phrases_in_use
from tongban.services.desk.queries import active_offices
from tongban.services.items.citing import cite, cite_text
from tongban.services.items.queries import item_on
from tongban.services.messages.queries import sentence_of
from tongban.services.notices.queries import MessageLine, messages_sent
from tongban.services.parties.queries import PartyCard, party_card
from tongban.services.timekeeping.queries import now, today
from tongban.services.transfers.queries import is_transfer

SEEN: Final = "desk.seen"
SEEN_MAX: Final = 500
RAIL_ROWS: Final = 13
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
class RailLine:
    """One case of the list the page was opened from."""

    row: CaseRow
    url: str
    current: bool


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
    pays_bills: bool
    moves: bool
    pledges: tuple[PledgeLine, ...]
    opinions: tuple[OpinionLine, ...]
    timeline: tuple[Entry, ...]
    messages: tuple[MessageLine, ...]
    clauses: tuple[str, ...]
    approve_phrases: tuple[str, ...]
    cure_phrases: tuple[str, ...]
    reveal_reason: str
    previous_url: str
    following_url: str
    rail: tuple[RailLine, ...]
    here: str
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@handlers
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def case_page_view(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case; run the command sent from it and say what was done.

    A refused command leaves everything typed where it was. Opened from a list,
    a case the list no longer holds gives way to the next one.
    """
    if request.method != "POST":
        return _shown(request, number)
    if words(request.POST, "do") == REVEAL:
        return _revealed(request, number)
    chosen = list_of(request)
    following = "" if chosen is None else _beside(request, chosen, number)[1]
    try:
        done = commands.run(request, number)
    except Refusal as no:
        return _shown(request, number, refusal=no)
    if chosen is None or is_listed(
        acting(request), chosen, number=number, today=today()
    ):
        messages.success(request, done)
        return redirect(_address(number, chosen))
    messages.success(request, f"办件{number}：{done}")
    if following:
        return redirect(_address(following, chosen))
    return redirect(with_query(reverse("desk-work"), list_query(chosen)))


def _address(number: str, chosen: Filter | None) -> str:
    """Return the address of a case, with the list it belongs to."""
    query = "" if chosen is None else list_query(chosen)
    return with_query(reverse("desk-case", args=[number]), query)


def _beside(request: HttpRequest, chosen: Filter, number: str) -> tuple[str, str]:
    return neighbours(acting(request), chosen, number=number, today=today())


def _rail(request: HttpRequest, chosen: Filter, number: str) -> tuple[RailLine, ...]:
    rows = rows_around(
        acting(request), chosen, number=number, today=today(), rows=RAIL_ROWS
    )
    return tuple(
        RailLine(row, _address(row.number, chosen), row.number == number)
        for row in rows
    )


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
    chosen = list_of(request)
    before, after = _beside(request, chosen or saved_filter(request), page.number)
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
        pays_bills=pays_bills(page.terms.effect),
        moves=is_transfer(page.terms.item),
        pledges=_pledges(page),
        opinions=_opinions(page),
        timeline=tuple(_entry(event) for event in reversed(page.events)),
        messages=messages_sent(page.number),
        clauses=_clauses(page),
        approve_phrases=_phrases(request, PhraseKind.APPROVE),
        cure_phrases=_phrases(request, PhraseKind.CURE),
        reveal_reason=words(typed, "reason"),
        previous_url=_address(before, chosen) if before else "",
        following_url=_address(after, chosen) if after else "",
        rail=() if chosen is None else _rail(request, chosen, page.number),
        here=_address(page.number, chosen),
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(Crumb("办件列表", _list_url(chosen)), Crumb(page.number)),
    )


def _list_url(chosen: Filter | None) -> str:
    query = "" if chosen is None else list_query(chosen)
    return with_query(reverse("desk-work"), query)


def _phrases(request: HttpRequest, kind: PhraseKind) -> tuple[str, ...]:
    """Return the phrases to pick from: one's own, the office's, everybody's."""
    own = tuple(one.text for one in phrases_in_use(acting(request), kind=kind))
    everybodys = phrases.APPROVE if kind is PhraseKind.APPROVE else phrases.CURE
    return tuple(dict.fromkeys((*own, *everybodys)))


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
