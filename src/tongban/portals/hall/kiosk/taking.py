"""Taking a ticket at the terminal, giving it back, and calling for help."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode
from uuid import uuid4

import segno
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from tongban.core.items.catalogue import MaterialKind, Terms
from tongban.core.queue.handling import HANDLING_CLASS_WORDS, handling_class
from tongban.core.queue.tickets import PRIORITY_WORDS, Priority
from tongban.portals.hall.doors import Station, kiosk
from tongban.portals.hall.kiosk.items import audience_of
from tongban.portals.hall.kiosk.visit import SESSION_TICKET, envelope_of
from tongban.portals.shared.layout.fields import Field, FieldKind, Option
from tongban.services.items.queries import item_on, terms_on
from tongban.services.queues.queries import KindState, Place, hall_state, place_of
from tongban.services.queues.rules import queue_rules
from tongban.services.queues.tickets import NewTicket, leave_queue, take_ticket
from tongban.services.timekeeping.queries import today

VIA: Final = "kiosk"
HELP: Final = "help"
QR_SCALE: Final = 4


@dataclass(frozen=True, slots=True)
class TakePage:
    """What is asked before a ticket is printed; without an item, the kinds."""

    item: str
    name: str
    audience: str
    handling: str
    fields: tuple[Field, ...]
    kinds: tuple[KindState, ...]
    needs_identity: bool
    who_url: str
    key: str


@dataclass(frozen=True, slots=True)
class TicketPage:
    """The ticket to print, narrow enough for a ticket printer."""

    place: Place
    office_name: str
    item_name: str
    handling: str
    qr: str
    key: str


@kiosk
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def take_page(request: HttpRequest, station: Station) -> HttpResponse:
    """Ask for papers brought and priority, then give the ticket."""
    if request.method == "POST":
        return _taken(request, station, _asked(request, station))
    item = request.GET.get("item", "")
    terms = _terms(item, request.GET.get("as", ""), station) if item else None
    page = TakePage(
        item=item,
        name="" if terms is None else terms.name,
        audience="" if terms is None else terms.audience.value,
        handling="" if terms is None else _handling(terms),
        fields=() if terms is None else _fields(terms),
        kinds=_kinds(station),
        needs_identity=station.visit is None,
        who_url=_who_url(request, station),
        key=uuid4().hex,
    )
    return render(request, "hall/take.html", {"station": station, "page": page})


@kiosk
@never_cache
@require_POST
def help_me(request: HttpRequest, station: Station) -> HttpResponse:
    """Call a clerk to the terminal: a ticket that is called before all others."""
    party_id = None if station.visit is None else station.visit.party_id
    new = NewTicket(via=VIA, kind=HELP, party_id=party_id)
    return _taken(request, station, new)


@kiosk
@never_cache
@require_safe
def ticket_page(request: HttpRequest, station: Station) -> HttpResponse:
    """Show the ticket just taken, ready for the ticket printer."""
    held = request.session.get(SESSION_TICKET)
    if not isinstance(held, int):
        return redirect("kiosk", station.office)
    place = place_of(station.office, held, today=today())
    ticket = place.ticket
    terms = _terms(ticket.item, ticket.audience, station) if ticket.item else None
    page = TicketPage(
        place=place,
        office_name=station.device.office_name,
        item_name="" if terms is None else terms.name,
        handling="" if terms is None else _handling(terms),
        qr=segno.make(_rating_url(ticket.serial), error="m").svg_data_uri(
            scale=QR_SCALE, border=2
        ),
        key=uuid4().hex,
    )
    return render(request, "hall/ticket.html", {"station": station, "page": page})


@kiosk
@never_cache
@require_POST
def leave(request: HttpRequest, station: Station) -> HttpResponse:
    """Give the ticket back before it is called."""
    held = request.session.pop(SESSION_TICKET, None)
    if isinstance(held, int):
        leave_queue(envelope_of(request, station.visit), station.office, held)
    return redirect("kiosk", station.office)


def _rating_url(serial: str) -> str:
    """Return where to rate this visit; the code is printed, never in an address."""
    return f"{settings.TONGBAN_SITE}{reverse('rate-visit', args=[serial])}"


def _kinds(station: Station) -> tuple[KindState, ...]:
    """Return the kinds to choose from; help has a button of its own."""
    state = hall_state(station.office, today=today())
    return tuple(kind for kind in state.kinds if not kind.at_once)


def _taken(request: HttpRequest, station: Station, new: NewTicket) -> HttpResponse:
    envelope = envelope_of(request, station.visit)
    ticket = take_ticket(envelope, station.office, new)
    request.session[SESSION_TICKET] = ticket.id
    return redirect("kiosk-ticket", station.office)


def _asked(request: HttpRequest, station: Station) -> NewTicket:
    sent = request.POST
    item, visit = sent.get("item", ""), station.visit
    terms = _terms(item, sent.get("as", ""), station) if item else None
    known = () if terms is None else {one.code for one in terms.materials}
    claimed = sent.get("priority", "")
    return NewTicket(
        via=VIA,
        kind=sent.get("kind", ""),
        item="" if terms is None else str(terms.item),
        audience="" if terms is None else terms.audience.value,
        party_id=None if visit is None else visit.served_id,
        claimed=Priority(claimed) if claimed in PRIORITY_WORDS else Priority.NONE,
        materials=tuple(code for code in sent.getlist("material") if code in known),
    )


def _terms(item: str, audience: str, station: Station) -> Terms:
    region = station.device.region
    found = item_on(item, region, today())
    return terms_on(item, audience_of(audience, found, station), region, today())


def _handling(terms: Terms) -> str:
    return HANDLING_CLASS_WORDS[handling_class(terms, queue_rules(today()))]


def _fields(terms: Terms) -> tuple[Field, ...]:
    age = queue_rules(today()).elder_age
    by_hand = [one for one in terms.materials if one.kind is not MaterialKind.FORM]
    priority = Field(
        name="priority",
        label="需要优先吗",
        kind=FieldKind.RADIO,
        hint=f"到窗口时请出示证件；{age}周岁以上核验身份后自动优先",
        options=(
            Option("", "不需要", chosen=True),
            *(Option(one.value, word) for one, word in PRIORITY_WORDS.items()),
        ),
    )
    if not by_hand:
        return (priority,)
    brought = Field(
        name="material",
        label="带了哪些材料",
        kind=FieldKind.CHECKBOXES,
        required=False,
        hint="勾选带来的，窗口会先看到；没带齐也可以取号",
        options=tuple(Option(one.code, one.name) for one in by_hand),
    )
    return (brought, priority)


def _who_url(request: HttpRequest, station: Station) -> str:
    """Return where to show who one is, and to come back here."""
    here = urlencode({"next": request.get_full_path()})
    return f"{reverse('kiosk-who', args=[station.office])}?{here}"
