"""The window's first page: one box for whoever comes, and what they have open."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tongban.core.access.actor import Role
from tongban.core.access.parties import PARTY_KIND_WORDS, SCHEME_WORDS, PartyKind
from tongban.core.desk.typed import TYPED_MAX, Typed
from tongban.core.items.catalogue import Audience
from tongban.core.refusals import Refusal
from tongban.portals.desk.case.printing import ShownPaper, newest_receipt
from tongban.portals.desk.counter.choosing import Chapter, Picking
from tongban.portals.desk.counter.visitor import (
    SHOWN_REASON,
    WINDOW_REASON,
    leave,
    needed_visitor,
    visitor,
    welcome,
)
from tongban.portals.desk.doors import has_role, window
from tongban.portals.desk.finding import REASON_MAX
from tongban.portals.desk.sending import (
    envelope_of,
    fresh_key,
    needed_words,
    one_of,
    reading,
    whole,
    words,
)
from tongban.portals.desk.work.context import with_query
from tongban.portals.shared.layout.fields import Field, Problem
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting
from tongban.services.cases.drafts import start_draft, take_draft
from tongban.services.cases.queries.lists import open_cases_of
from tongban.services.credentials.queries import CredentialView, credential_of
from tongban.services.desk.recognising import Recognised, recognise
from tongban.services.desk.visitor import (
    CoverWords,
    VisitorSummary,
    visitor_cover,
    visitor_summary,
)
from tongban.services.items.queries import region_full_name, region_named
from tongban.services.messages.queries import sentence_of
from tongban.services.parties.queries import PartyCard, party_card
from tongban.services.timekeeping.queries import now, today

DONE: Final = "done"
CHOOSE: Final = "choose"
REVEAL: Final = "reveal"
ASKED_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody the word may mean, masked."""

    card: PartyCard
    kind: str
    region: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one thing typed into the box."""

    problem: str = ""
    found: Recognised | None = None
    revealed: bool = False


@dataclass(frozen=True, slots=True)
class CounterPage:
    """What the window shows; ``party`` is nobody before the first look.

    ``focus`` says which box waits for the next key: that of the person or that
    of the item.
    """

    party: PartyCard | None
    kind: str
    scheme: str
    region: str
    revealed: bool
    summary: VisitorSummary | None
    cover: CoverWords | None
    credential: CredentialView | None
    is_person: bool
    box: Field
    reason: Field
    problems: tuple[Problem, ...]
    candidates: tuple[Candidate, ...]
    more: bool
    asked: str
    chapters: tuple[Chapter, ...]
    count: int
    done: ShownPaper | None
    focus: str
    may_mandate: bool
    key: str
    crumbs: tuple[Crumb, ...]


@window
@never_cache
@sensitive_post_parameters("identifier")
@require_http_methods(["GET", "HEAD", "POST"])
def counter_page(request: HttpRequest) -> HttpResponse:
    """Take in whoever comes, then show what they may do and have open."""
    if request.method != "POST":
        return _shown(request, Turn())
    try:
        do = words(request.POST, "do")
        if do == REVEAL:
            return _revealed(request)
        if do == CHOOSE:
            number = whole(request.POST, "party", field="来办事的人")
            _welcome(request, party_card(number))
            return redirect("desk-counter")
        return _recognised(request)
    except Refusal as no:
        return _shown(request, Turn(problem=sentence_of(no)))


def _recognised(request: HttpRequest) -> HttpResponse:
    found = recognise(envelope_of(request), words(request.POST, "identifier"))
    if len(found.parties) != 1:
        return _shown(request, Turn(found=found))
    _welcome(request, found.parties[0], by_code=found.kind is Typed.CREDENTIAL)
    if found.draft:
        take_draft(reading(request), code=found.draft)
        return redirect("desk-counter-fill", found.draft)
    if found.case:
        return redirect("desk-case", found.case)
    return redirect("desk-counter")


def _welcome(request: HttpRequest, party: PartyCard, *, by_code: bool = False) -> None:
    reason = words(request.POST, "reason")[:REASON_MAX]
    welcome(request, party, reason=f"{SHOWN_REASON}，{reason}" if by_code else reason)


def _revealed(request: HttpRequest) -> HttpResponse:
    """Show the whole numbers once, when the look stands in the log with its reason."""
    party = needed_visitor(request)
    reason = needed_words(request.POST, "why", field="查阅原因")[:REASON_MAX]
    record_look(acting(request), party.id, at=now(), reason=reason)
    return _shown(request, Turn(revealed=True))


@window
@require_POST
def leave_page(request: HttpRequest) -> HttpResponse:
    """Let the person go and begin with the next one."""
    leave(request)
    return redirect("desk-counter")


@window
@require_POST
def pick_page(request: HttpRequest) -> HttpResponse:
    """Open the form of the one item that was meant, or list what may be meant."""
    asked = words(request.POST, "q")[:ASKED_MAX]
    party = needed_visitor(request)
    meant = None
    if asked and words(request.POST, "do") != "list":
        meant = Picking(party, ()).meant(asked)
    if meant is None:
        query = {"q": asked} if asked else {}
        return redirect(with_query(reverse("desk-counter"), query))
    return _started(request, meant.item, Audience(meant.audience))


@window
@require_POST
def start_page(request: HttpRequest) -> HttpResponse:
    """Open the counter form of an item for the person at the window."""
    needed_visitor(request)
    audience = one_of(request.POST, "audience", Audience, field="服务对象")
    return _started(request, words(request.POST, "item"), audience)


def _started(request: HttpRequest, item: str, audience: Audience) -> HttpResponse:
    party = needed_visitor(request)
    draft = start_draft(
        envelope_of(request),
        item=item,
        audience=audience,
        party_id=party.id,
        region=party.region,
    )
    return redirect("desk-counter-fill", draft.code)


@window
@require_POST
def resume_page(request: HttpRequest) -> HttpResponse:
    """Go on with an application the person at the window saved elsewhere."""
    party = needed_visitor(request)
    code = words(request.POST, "code")
    summary = visitor_summary(reading(request), party_id=party.id)
    if code not in {draft.code for draft in summary.drafts}:
        messages.warning(request, "这份草稿已经提交、过期或者被删除。")
        return redirect("desk-counter")
    take_draft(reading(request), code=code)
    return redirect("desk-counter-fill", code)


def _shown(request: HttpRequest, turn: Turn) -> HttpResponse:
    page = _page(request, turn)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if turn.problem else HTTPStatus.OK
    return render(request, "desk/counter.html", {"page": page}, status=status)


def _page(request: HttpRequest, turn: Turn) -> CounterPage:
    party = visitor(request)
    asked = request.GET.get("q", "").strip()[:ASKED_MAX]
    done = newest_receipt(request, request.GET.get(DONE, ""))
    chapters = () if party is None else _picking(party).chapters(asked)
    candidates = () if turn.found is None else turn.found.parties
    at_box = party is None or done is not None or turn.problem or candidates
    return CounterPage(
        party=party,
        kind="" if party is None else PARTY_KIND_WORDS[party.kind],
        scheme="" if party is None or not party.scheme else SCHEME_WORDS[party.scheme],
        region="" if party is None else region_full_name(party.region),
        revealed=turn.revealed,
        summary=None
        if party is None
        else visitor_summary(reading(request), party_id=party.id),
        cover=None if party is None else visitor_cover(party, today()),
        credential=None if party is None else credential_of(reading(request), party.id),
        is_person=party is not None and party.kind is PartyKind.PERSON,
        box=_box(request, turn.problem),
        reason=_reason(request),
        problems=(Problem(turn.problem, "f-identifier"),) if turn.problem else (),
        candidates=tuple(_candidate(card) for card in candidates),
        more=turn.found is not None and turn.found.more,
        asked=asked,
        chapters=chapters,
        count=sum(len(chapter.choices) for chapter in chapters),
        done=done,
        focus="box" if at_box else "item",
        may_mandate=has_role(acting(request), Role.CLERK),
        key=fresh_key(),
        crumbs=(Crumb("窗口受理"),),
    )


def _picking(party: PartyCard) -> Picking:
    rows = open_cases_of(party.id, today=today())
    return Picking(party, tuple(row.item for row in rows))


def _candidate(card: PartyCard) -> Candidate:
    return Candidate(
        card=card,
        kind=PARTY_KIND_WORDS[card.kind],
        region=region_named(card.region).name,
    )


def _box(request: HttpRequest, problem: str) -> Field:
    return Field(
        name="identifier",
        label="证件号码、医保码、电话、姓名、办件编号、排队号或者草稿编号",
        value=words(request.POST, "identifier") if problem else "",
        hint="可以用读卡器、扫码枪直接读入；姓名可以只打拼音首字母",
        error=problem,
        length_max=TYPED_MAX,
    )


def _reason(request: HttpRequest) -> Field:
    return Field(
        name="reason",
        label="查阅原因",
        value=words(request.POST, "reason") or WINDOW_REASON,
        hint="查阅个人信息会留痕，供监督抽查",
        length_max=REASON_MAX,
    )
