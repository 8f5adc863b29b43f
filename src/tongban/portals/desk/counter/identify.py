"""The window's first page: identify the person, see their cases, pick an item."""

from dataclasses import dataclass
from http import HTTPStatus
from itertools import groupby
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tongban.core.access.actor import Role
from tongban.core.access.parties import (
    PARTY_KIND_WORDS,
    SCHEME_WORDS,
    PartyKind,
    Scheme,
)
from tongban.core.items.catalogue import AUDIENCE_WORDS, Audience, ServiceItem
from tongban.core.items.terms import audiences_of
from tongban.core.refusals import Refusal
from tongban.portals.desk.counter.visitor import (
    WINDOW_REASON,
    leave,
    needed_visitor,
    visitor,
    welcome,
)
from tongban.portals.desk.doors import has_role, window
from tongban.portals.desk.finding import REASON_MAX, find_anybody
from tongban.portals.desk.sending import (
    envelope_of,
    fresh_key,
    one_of,
    reading,
    words,
)
from tongban.portals.shared.layout.fields import Field, Problem
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting
from tongban.services.cases.drafts import DraftView, my_drafts, start_draft
from tongban.services.cases.queries.lists import CaseRow, open_cases_of
from tongban.services.items.queries import (
    items_on,
    region_full_name,
    search,
)
from tongban.services.messages.queries import sentence_of
from tongban.services.parties.queries import PartyCard
from tongban.services.timekeeping.queries import today

SERVED: Final = {
    PartyKind.PERSON: frozenset({Audience.EMPLOYEE, Audience.RESIDENT}),
    PartyKind.EMPLOYER: frozenset({Audience.EMPLOYER}),
    PartyKind.SCHOOL: frozenset({Audience.SCHOOL, Audience.EMPLOYER}),
    PartyKind.INSTITUTION: frozenset({Audience.PROVIDER}),
    PartyKind.PHARMACY: frozenset({Audience.PHARMACY}),
}
_OF_SCHEME: Final = {
    Audience.EMPLOYEE: Scheme.EMPLOYEE,
    Audience.RESIDENT: Scheme.RESIDENT,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One item for one audience that fits the person at the window."""

    item: str
    number: int
    name: str
    audience: str
    audience_word: str
    nearest: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """Items of one main item, in the order of the list."""

    name: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class CounterPage:
    """What the window shows; ``party`` is nobody before the first look."""

    party: PartyCard | None
    kind: str
    scheme: str
    region: str
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    asked: str
    chapters: tuple[Chapter, ...]
    count: int
    rows: tuple[CaseRow, ...]
    drafts: tuple[DraftView, ...]
    may_mandate: bool
    key: str
    crumbs: tuple[Crumb, ...]


@window
@never_cache
@sensitive_post_parameters("identifier")
@require_http_methods(["GET", "HEAD", "POST"])
def counter_page(request: HttpRequest) -> HttpResponse:
    """Identify who is here, then show what they may do and what they have open."""
    problem = ""
    if request.method == "POST":
        problem = _identify(request)
        if not problem:
            return redirect("desk-counter")
    party = visitor(request)
    page = _page(request, party, problem=problem)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "desk/counter.html", {"page": page}, status=status)


def _identify(request: HttpRequest) -> str:
    """Take the person in; return what went wrong in words, or nothing."""
    try:
        party = find_anybody(words(request.POST, "identifier"))
        if party is None:
            return "没有找到登记信息。请核对号码；第一次来办事的，请先登记。"
        reason = words(request.POST, "reason")[:REASON_MAX]
        welcome(request, party, reason=reason)
    except Refusal as no:
        return sentence_of(no)
    return ""


@window
@require_POST
def leave_page(request: HttpRequest) -> HttpResponse:
    """Let the person go and begin with the next one."""
    leave(request)
    return redirect("desk-counter")


@window
@require_POST
def start_page(request: HttpRequest) -> HttpResponse:
    """Open the counter form of an item for the person at the window."""
    party = needed_visitor(request)
    draft = start_draft(
        envelope_of(request),
        item=words(request.POST, "item"),
        audience=one_of(request.POST, "audience", Audience, field="服务对象"),
        party_id=party.id,
        region=party.region,
    )
    return redirect("desk-counter-fill", draft.code)


def _page(
    request: HttpRequest, party: PartyCard | None, *, problem: str
) -> CounterPage:
    asked = request.GET.get("q", "").strip()
    chapters = () if party is None else _chapters(party, asked)
    return CounterPage(
        party=party,
        kind="" if party is None else PARTY_KIND_WORDS[party.kind],
        scheme="" if party is None or not party.scheme else SCHEME_WORDS[party.scheme],
        region="" if party is None else region_full_name(party.region),
        fields=_identify_fields(request, problem),
        problems=(Problem(problem, "f-identifier"),) if problem else (),
        asked=asked,
        chapters=chapters,
        count=sum(len(chapter.choices) for chapter in chapters),
        rows=() if party is None else open_cases_of(party.id, today=today()),
        drafts=_drafts(request, party),
        may_mandate=has_role(acting(request), Role.CLERK),
        key=fresh_key(),
        crumbs=(Crumb("窗口受理"),),
    )


def _drafts(request: HttpRequest, party: PartyCard | None) -> tuple[DraftView, ...]:
    if party is None:
        return ()
    return tuple(one for one in my_drafts(reading(request)) if one.party_id == party.id)


def _identify_fields(request: HttpRequest, problem: str) -> tuple[Field, ...]:
    return (
        Field(
            name="identifier",
            label="身份证件号码或统一社会信用代码",
            value=words(request.POST, "identifier"),
            hint="可以用读卡器、扫码枪直接读入",
            error=problem,
            length_max=40,
        ),
        Field(
            name="reason",
            label="查阅原因",
            value=words(request.POST, "reason") or WINDOW_REASON,
            hint="查阅个人信息会留痕，供监督抽查",
            length_max=REASON_MAX,
        ),
    )


def _chapters(party: PartyCard, asked: str) -> tuple[Chapter, ...]:
    region, day = party.region, today()
    found = search(asked, region, day) if asked else items_on(region, day)
    choices = [one for item in found for one in _choices(item, party)]
    if asked:
        return (Chapter("查找结果", tuple(choices)),) if choices else ()
    names = {str(item.code): item.main_item for item in found}
    return tuple(
        Chapter(name, tuple(of_one))
        for name, of_one in groupby(choices, key=lambda one: names[one.item])
    )


def _choices(item: ServiceItem, party: PartyCard) -> tuple[Choice, ...]:
    served = SERVED[party.kind]
    return tuple(
        Choice(
            item=item.code,
            number=item.number,
            name=item.name,
            audience=audience.value,
            audience_word=AUDIENCE_WORDS[audience],
            nearest=_fits(party, audience),
        )
        for audience in audiences_of(item)
        if audience in served
    )


def _fits(party: PartyCard, audience: Audience) -> bool:
    """Say whether the person's own insurance is that of the audience."""
    if party.scheme is None:
        return True
    return _OF_SCHEME.get(audience) is party.scheme
