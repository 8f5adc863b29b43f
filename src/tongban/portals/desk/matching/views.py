"""What shared facts propose: listed, accepted or rejected one by one."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.access.actor import Role
from tongban.core.matching.facts import (
    FACT_KIND_WORDS,
    OF_OUR_OWN,
    FactKind,
)
from tongban.core.matching.proposals import PROPOSAL_STATE_WORDS, ProposalState
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import followers, has_role, supervisors
from tongban.portals.desk.sending import (
    ChoiceMissing,
    envelope_of,
    fresh_key,
    needed_words,
    one_of,
    whole,
    words,
)
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.portals.shared.sending import whole_number
from tongban.services.access.rules import acting
from tongban.services.figures.export import XLSX_TYPE
from tongban.services.files.operations import Upload
from tongban.services.matching.bulk import BulkResult, accept_alike
from tongban.services.matching.deciding import (
    accept_proposal,
    reject_proposal,
    take_back_proposal,
)
from tongban.services.matching.intake import (
    FeedResult,
    NewFeed,
    refused_rows,
    take_feed,
)
from tongban.services.matching.queries import (
    KindForm,
    Narrowing,
    ProposalPage,
    forms_of_kinds,
    proposals,
)
from tongban.services.matching.report import work_list
from tongban.services.matching.words import FACT_STATE_WORDS
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today

LIST_FILE: Final = "数据比对.xlsx"
REFUSED_FILE: Final = "要改正的行.xlsx"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a list of choices."""

    code: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class MatchingPage:
    """A page of proposals, how it is narrowed, and what was refused."""

    found: ProposalPage
    kinds: tuple[Choice, ...]
    states: tuple[Choice, ...]
    query: str
    takes_feeds: bool
    may_do_alike: bool
    done: BulkResult | None
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class FeedPage:
    """The form for a feed, and what became of the one sent."""

    kinds: tuple[Choice, ...]
    forms: tuple[KindForm, ...]
    source: str
    result: FeedResult | None
    counts: tuple[tuple[str, int], ...]
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@followers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def matching_page(request: HttpRequest) -> HttpResponse:
    """List what is proposed in one's region; accept or reject one."""
    problem, status, done = "", int(HTTPStatus.OK), None
    asked = _asked(request)
    if request.method == "POST":
        try:
            if words(request.POST, "decision") == "accept-alike":
                done = _accept_alike(request)
            else:
                messages.success(request, _decide(request))
                return redirect(f"{reverse('desk-matching')}?{_query(asked)}")
        except Refusal as no:
            problem, status = sentence_of(no), status_of(no)
    actor = acting(request)
    found = proposals(actor, asked)
    page = MatchingPage(
        found=found,
        kinds=_kinds(asked.kind),
        states=tuple(
            Choice(state.value, word, state is asked.state)
            for state, word in PROPOSAL_STATE_WORDS.items()
        ),
        query=_query(asked),
        takes_feeds=has_role(actor, Role.SUPERVISOR),
        may_do_alike=_are_alike(found),
        done=done,
        problem=problem,
        key=fresh_key(),
        crumbs=(Crumb("数据比对"),),
    )
    return render(request, "desk/matching/list.html", {"page": page}, status=status)


@followers
@never_cache
@require_safe
def list_xlsx(request: HttpRequest) -> HttpResponse:
    """Send the whole narrowed list with the meaning of each column."""
    try:
        content = work_list(acting(request), _asked(request))
    except Refusal as no:
        messages.error(request, sentence_of(no))
        return redirect(f"{reverse('desk-matching')}?{_query(_asked(request))}")
    return _workbook(content, LIST_FILE)


@supervisors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def feed_page(request: HttpRequest) -> HttpResponse:
    """Take a department's table in, and show what became of its rows."""
    problem, status, result = "", int(HTTPStatus.OK), None
    if request.method == "POST":
        try:
            if words(request.POST, "act") == "check":
                return _workbook(
                    refused_rows(envelope_of(request), _sent(request)), REFUSED_FILE
                )
            result = take_feed(envelope_of(request), _sent(request))
        except Refusal as no:
            problem, status = sentence_of(no), status_of(no)
    rows = {} if result is None else result.rows
    page = FeedPage(
        kinds=_kinds(None, own=False),
        forms=forms_of_kinds(acting(request), day=today()),
        source=words(request.POST, "source"),
        result=result,
        counts=tuple((FACT_STATE_WORDS[one], count) for one, count in rows.items()),
        problem=problem,
        key=fresh_key(),
        crumbs=(Crumb("数据比对", reverse("desk-matching")), Crumb("接收部门数据")),
    )
    return render(request, "desk/matching/feed.html", {"page": page}, status=status)


def _sent(request: HttpRequest) -> NewFeed:
    kind = one_of(request.POST, "kind", FactKind, field="数据种类")
    sent = request.FILES.get("table")
    if sent is None:
        raise ChoiceMissing("数据文件")
    upload = Upload(sent.name or "feed.xlsx", sent.chunks())
    return NewFeed(kind, words(request.POST, "source"), upload)


def _workbook(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX_TYPE)
    header = content_disposition_header(as_attachment=True, filename=name)
    answer["Content-Disposition"] = header or "attachment"
    return answer


def _are_alike(found: ProposalPage) -> bool:
    asks = {(line.fact, line.movement) for line in found.lines}
    several = len(found.lines) > 1 and len(asks) == 1
    return several and all(
        line.may_decide and not line.only_noted for line in found.lines
    )


def _accept_alike(request: HttpRequest) -> BulkResult:
    chosen = [int(one) for one in request.POST.getlist("chosen") if one.isdecimal()]
    return accept_alike(envelope_of(request), chosen)


def _decide(request: HttpRequest) -> str:
    sent = request.POST
    number = whole(sent, "proposal", field="比对结果")
    if words(sent, "decision") == "accept":
        case = accept_proposal(
            envelope_of(request), proposal_id=number, words=words(sent, "words")
        )
        if case:
            return f"已经办理，办件编号{case}。办错了可以由监督员撤销这件办件。"
        return "已经办理。办错了可以在“已办理”里撤销。"
    if words(sent, "decision") == "take-back":
        take_back_proposal(
            envelope_of(request),
            proposal_id=number,
            words=needed_words(sent, "words", field="撤销的原因"),
        )
        return "已经撤销，参保登记恢复原状。"
    reject_proposal(
        envelope_of(request),
        proposal_id=number,
        words=needed_words(sent, "words", field="不采用的原因"),
    )
    return "没有采用这条数据，参保登记没有变化。"


def _asked(request: HttpRequest) -> Narrowing:
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    return Narrowing(
        state=ProposalState(state)
        if state in set(ProposalState)
        else ProposalState.OPEN,
        kind=FactKind(kind) if kind in set(FactKind) else None,
        page=whole_number(request.GET.get("page")) or 1,
    )


def _query(asked: Narrowing) -> str:
    kind = "" if asked.kind is None else asked.kind.value
    return urlencode({"state": asked.state.value, "kind": kind})


def _kinds(chosen: FactKind | None, *, own: bool = True) -> tuple[Choice, ...]:
    return tuple(
        Choice(kind.value, word, kind is chosen)
        for kind, word in FACT_KIND_WORDS.items()
        if own or kind not in OF_OUR_OWN
    )
