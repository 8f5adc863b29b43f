"""People and units of the register: found by what was typed, opened with a reason."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.core.access.parties import PARTY_KIND_WORDS, PartyKind
from tongban.core.desk.typed import TYPED_MAX
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import registrars
from tongban.portals.desk.people.looking import permit, permitted, reason_field
from tongban.portals.desk.sending import envelope_of, fresh_key, reading, whole, words
from tongban.portals.shared.layout.fields import Field
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.portals.shared.sending import whole_number
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting
from tongban.services.desk.person import PersonView, UnitView, person_view, unit_view
from tongban.services.desk.recognising import Recognised, recognise
from tongban.services.items.queries import region_full_name
from tongban.services.messages.queries import sentence_of
from tongban.services.parties.queries import PartyCard, party_card
from tongban.services.timekeeping.queries import now

CHOOSE: Final = "choose"
REVEAL: Final = "reveal"
REVEAL_REASON: Final = "查看完整证件号码和电话："


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody the words may mean, masked."""

    card: PartyCard
    kind: str
    region: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The box, and whom its words may mean."""

    box: Field
    reason: Field
    reason_words: str
    candidates: tuple[Candidate, ...]
    more: bool
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class YearTab:
    """One year of months to look at."""

    year: int
    current: bool


@dataclass(frozen=True, slots=True)
class OnePage:
    """One person or unit, or the question why somebody looks."""

    card: PartyCard | None
    kind: str
    region: str
    reason: Field
    reason_words: str
    revealed: bool
    person: PersonView | None
    unit: UnitView | None
    tabs: tuple[YearTab, ...]
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@registrars
@never_cache
@sensitive_post_parameters("identifier")
@require_http_methods(["GET", "HEAD", "POST"])
def search_page(request: HttpRequest) -> HttpResponse:
    """Find somebody by number, name, initials, phone, case or shown code.

    What is typed is sent in the body and never stands in an address.
    """
    if request.method != "POST":
        return _searched(request, None)
    try:
        if words(request.POST, "do") == CHOOSE:
            return _opened(request, whole(request.POST, "party", field="人员"))
        found = recognise(envelope_of(request), words(request.POST, "identifier"))
        if len(found.parties) == 1:
            return _opened(request, found.parties[0].id)
    except Refusal as no:
        return _searched(request, None, problem=sentence_of(no), status=status_of(no))
    return _searched(request, found)


def _opened(request: HttpRequest, party_id: int) -> HttpResponse:
    permit(request, party_card(party_id).id)
    return redirect("desk-person", party_id)


def _searched(
    request: HttpRequest,
    found: Recognised | None,
    *,
    problem: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    page = SearchPage(
        box=Field(
            "identifier",
            "证件号码、信用代码、姓名、拼音首字母、手机号、办件编号或医保码",
            value=words(request.POST, "identifier")[:TYPED_MAX],
            length_max=TYPED_MAX,
        ),
        reason=reason_field(request),
        reason_words=words(request.POST, "reason"),
        candidates=() if found is None else tuple(map(_candidate, found.parties)),
        more=found is not None and found.more,
        problem=problem,
        key=fresh_key(),
        crumbs=(Crumb("参保人和单位"),),
    )
    return render(request, "desk/people/search.html", {"page": page}, status=status)


def _candidate(card: PartyCard) -> Candidate:
    return Candidate(card, PARTY_KIND_WORDS[card.kind], region_full_name(card.region))


@registrars
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one_page(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show one person or unit to whoever said why; ask that first."""
    card = party_card(party_id)
    problem, status, revealed = "", int(HTTPStatus.OK), False
    if request.method == "POST":
        try:
            if words(request.POST, "do") == REVEAL:
                revealed = _revealed(request, card)
            else:
                permit(request, party_id)
                return redirect("desk-person", party_id)
        except Refusal as no:
            problem, status = sentence_of(no), status_of(no)
    reason = permitted(request, party_id)
    page = _page(request, card, reason=reason, revealed=revealed, problem=problem)
    return render(request, "desk/people/one.html", {"page": page}, status=status)


def _revealed(request: HttpRequest, card: PartyCard) -> bool:
    reason = permitted(request, card.id)
    if not reason:
        return False
    why = f"{REVEAL_REASON}{reason}"
    record_look(acting(request), card.id, at=now(), reason=why)
    return True


def _page(
    request: HttpRequest, card: PartyCard, *, reason: str, revealed: bool, problem: str
) -> OnePage:
    year = whole_number(request.GET.get("year"))
    place = whole_number(request.GET.get("page")) or 1
    person: PersonView | None = None
    unit: UnitView | None = None
    if reason and card.kind is PartyKind.PERSON:
        person = person_view(reading(request), card.id, year=year, page=place)
    elif reason:
        unit = unit_view(reading(request), card.id, staff=place)
    months = person.insurance.months if person else ()
    shown = {line.month.year for line in months}
    return OnePage(
        card=card,
        kind=PARTY_KIND_WORDS[card.kind],
        region=region_full_name(card.region),
        reason=reason_field(request),
        reason_words=reason,
        revealed=revealed,
        person=person,
        unit=unit,
        tabs=tuple(
            YearTab(one, one in shown)
            for one in (person.insurance.years if person else ())
        ),
        problem=problem,
        key=fresh_key(),
        crumbs=(
            Crumb("参保人和单位", reverse("desk-people")),
            Crumb(card.masked_name),
        ),
    )
