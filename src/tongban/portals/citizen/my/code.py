"""One's own code (本人码): shown on the phone, read by a terminal of a hall."""

from dataclasses import dataclass
from typing import Final

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.access.parties import PartyKind
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting, citizens
from tongban.services.parties.queries import party_cards
from tongban.services.queues.queries import OwnTicket, own_tickets
from tongban.services.queues.visitors import CODE_SECONDS_MAX, personal_code
from tongban.services.timekeeping.queries import now, today

QR_SCALE: Final = 5
MINUTE_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class CodePage:
    """What the page draws; without a person on record there is no code."""

    name: str
    code: str
    qr: str
    minutes: int
    tickets: tuple[OwnTicket, ...]
    crumbs: tuple[Crumb, ...]


@citizens
@never_cache
@require_safe
def code(request: HttpRequest) -> HttpResponse:
    """Show a code that names the person to a terminal, for five minutes."""
    actor = acting(request)
    cards = party_cards(actor.party_ids)
    own = next((card for card in cards if card.kind is PartyKind.PERSON), None)
    text = "" if own is None else personal_code(own.identifier, now=now())
    page = CodePage(
        name="" if own is None else own.masked_name,
        code=text,
        qr=segno.make(text, error="m").svg_data_uri(scale=QR_SCALE, border=3)
        if text
        else "",
        minutes=CODE_SECONDS_MAX // MINUTE_SECONDS,
        tickets=own_tickets(actor, today=today()),
        crumbs=(Crumb("我的办件", reverse("my-cases")), Crumb("本人码")),
    )
    return render(request, "citizen/my/code.html", {"page": page})
