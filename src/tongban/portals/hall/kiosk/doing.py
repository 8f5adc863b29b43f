"""Finishing an instant item at the terminal, with the item's own form."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.collecting.wishes import Way, Wish
from tongban.core.items.situations import check_situations
from tongban.core.json_values import JsonObject
from tongban.core.refusals import Refusal
from tongban.portals.hall.doors import Station, kiosk
from tongban.portals.hall.kiosk.items import audience_of, may_do_here
from tongban.portals.hall.kiosk.printing import certificate_of
from tongban.portals.hall.kiosk.veil import NO_POST, Veil
from tongban.portals.hall.kiosk.visit import SESSION_DONE, Visit, envelope_of
from tongban.portals.shared.filling.collecting import (
    WAY_FIELD,
    parcel_fields,
    read_wish,
    way_field,
    wish_problems,
)
from tongban.portals.shared.filling.form import (
    FillGroup,
    Filling,
    groups_of,
    read_form,
)
from tongban.portals.shared.filling.places import place_codes, place_names
from tongban.portals.shared.filling.work import Work
from tongban.portals.shared.layout.fields import Field, FieldKind, Option, Problem
from tongban.services.cases.content import NewCase
from tongban.services.cases.drafts import DraftView, wish_in
from tongban.services.cases.forms import faults_by_field
from tongban.services.cases.intake import submit_case
from tongban.services.items.queries import item_on, terms_on
from tongban.services.messages.queries import sentence_of
from tongban.services.parties.queries import party_card
from tongban.services.timekeeping.queries import now, today

SITUATION: Final = "s."


class NotDoneHere(Refusal):
    """The item needs papers or people: it is not finished at a terminal."""

    code = "queue.not_done_here"

    def __init__(self) -> None:
        super().__init__("Take a ticket for this item.")


@dataclass(frozen=True, slots=True)
class DoPage:
    """The form of an instant item: its situation first, then its fields."""

    code: str
    name: str
    served: str
    situations: tuple[Field, ...]
    chosen: tuple[str, ...]
    groups: tuple[FillGroup, ...]
    collect: Field
    parcel: tuple[Field, ...]
    by_post: bool
    problems: tuple[Problem, ...]
    places: tuple[str, ...]
    audience: str
    key: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent, in full, and what is wrong with it."""

    values: JsonObject
    wish: JsonObject
    faults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DonePage:
    """What came of it: number, query code, state."""

    name: str
    number: str
    query_code: str
    finished: bool
    certificate: str
    at: datetime


@kiosk
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def do_page(request: HttpRequest, station: Station) -> HttpResponse:
    """Show the form of an instant item, and hand it in when it is right."""
    visit = station.visit
    if visit is None:
        here = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('kiosk-who', args=[station.office])}?{here}")
    work = _work(request, station, visit)
    veil = Veil(work, down=not visit.may_see_own)
    if work.unanswered:
        asked = request.method == "POST" or "asked" in request.GET
        return _shown(request, station, veil, None, _open(work) if asked else ())
    if request.method != "POST":
        return _shown(request, station, veil)
    typed = _read(request, veil)
    faults = {
        **faults_by_field(work.terms, typed.values, work.situations),
        **veil.faults(typed.values),
    }
    problems = wish_problems(typed.wish)
    if veil.down and wish_in(typed.wish).way is Way.POST:
        problems = (Problem(NO_POST, f"f-{WAY_FIELD}"),)
    if faults or problems:
        return _shown(request, station, veil, replace(typed, faults=faults), problems)
    try:
        receipt = submit_case(
            envelope_of(request, visit), _new_case(typed, work, visit)
        )
    except Refusal as no:
        return _shown(request, station, veil, typed, (Problem(sentence_of(no)),))
    request.session[SESSION_DONE] = {
        "name": work.terms.name,
        "number": receipt.number,
        "query_code": receipt.query_code,
        "state": receipt.state,
    }
    return redirect("kiosk-done", station.office)


@kiosk
@never_cache
@require_safe
def done_page(request: HttpRequest, station: Station) -> HttpResponse:
    """Show the receipt, ready for the ticket printer."""
    held = request.session.get(SESSION_DONE)
    if not isinstance(held, dict):
        return redirect("kiosk", station.office)
    page = DonePage(
        name=held["name"],
        number=held["number"],
        query_code=held["query_code"],
        finished=held["state"] == "closed",
        certificate=certificate_of(request, station),
        at=now(),
    )
    return render(request, "hall/done.html", {"station": station, "page": page})


def _work(request: HttpRequest, station: Station, visit: Visit) -> Work:
    """Return the application as far as it is written; nothing of it is saved."""
    party, code = party_card(visit.served_id), station.code
    sent = request.POST if request.method == "POST" else request.GET
    found = item_on(code, party.region, today())
    audience = audience_of(sent.get("as", ""), found, station)
    terms = terms_on(code, audience, party.region, today())
    if not may_do_here(terms):
        raise NotDoneHere
    answers = [
        one.code
        for group in terms.situations
        for one in group.options
        if one.code in sent.getlist(SITUATION + group.code)
    ]
    check_situations(terms, frozenset(answers))
    draft = DraftView(
        code="",
        item=code,
        item_name=terms.name,
        audience=audience,
        party_id=party.id,
        region=party.region,
        content={"situations": answers},
        version=0,
        files=(),
        saved_at=now(),
        expires_on=today(),
    )
    return Work(draft, terms, party)


def _read(request: HttpRequest, veil: Veil) -> Typed:
    work = veil.work
    values = read_form(
        work.terms.form, work.situations, request.POST, places=place_codes()
    )
    return Typed(veil.uncover(values), dict(read_wish(request.POST)))


def _new_case(typed: Typed, work: Work, visit: Visit) -> NewCase:
    content = work.draft.content.get("situations")
    chosen = tuple(str(one) for one in content) if isinstance(content, list) else ()
    return NewCase(
        item=work.draft.item,
        audience=work.draft.audience,
        party_id=visit.served_id,
        form=typed.values,
        situations=chosen,
        region=work.draft.region,
        collection=wish_in(typed.wish),
    )


def _shown(
    request: HttpRequest,
    station: Station,
    veil: Veil,
    typed: Typed | None = None,
    problems: tuple[Problem, ...] = (),
) -> HttpResponse:
    work = veil.work
    groups = () if work.unanswered else _groups(veil, typed)
    of_fields = tuple(
        Problem(f"{entry.label}：{entry.error}", entry.id)
        for group in groups
        for entry in group.entries
        if entry.error
    )
    found = of_fields + problems
    known = Wish(receiver=work.party.name, phone=work.party.phone)
    wish = known if typed is None else wish_in(typed.wish)
    page = DoPage(
        code=work.draft.item,
        name=work.terms.name,
        served=work.party.masked_name,
        situations=_situation_fields(work),
        chosen=tuple(sorted(work.situations)),
        groups=groups,
        collect=way_field(wish.way, by_post=not veil.down),
        parcel=() if veil.down else parcel_fields(wish),
        by_post=wish.way is Way.POST,
        problems=found,
        places=tuple(place_names().values()) if groups else (),
        audience=work.draft.audience.value,
        key=uuid4().hex,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if found else HTTPStatus.OK
    context = {"station": station, "page": page}
    return render(request, "hall/do.html", context, status=status)


def _groups(veil: Veil, typed: Typed | None) -> tuple[FillGroup, ...]:
    work = veil.work
    filling = Filling(
        values=veil.cover(work.form if typed is None else typed.values),
        faults={} if typed is None else typed.faults,
        prefill=veil.prefill,
        place_names=place_names(),
    )
    return groups_of(work.terms.form, work.situations, filling)


def _situation_fields(work: Work) -> tuple[Field, ...]:
    return tuple(
        Field(
            name=SITUATION + group.code,
            label=group.question,
            kind=FieldKind.CHECKBOXES if group.multiple else FieldKind.RADIO,
            required=not group.multiple,
            options=tuple(
                Option(one.code, one.name, one.hint, one.code in work.situations)
                for one in group.options
            ),
        )
        for group in work.terms.situations
    )


def _open(work: Work) -> tuple[Problem, ...]:
    return tuple(
        Problem(f"{field.label}：请选一项", field.id)
        for field in _situation_fields(work)
        if field.required and not any(option.chosen for option in field.options)
    )
