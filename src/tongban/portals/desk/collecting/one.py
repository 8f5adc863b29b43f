"""One result on its way to its owner: what was seen, and what to do next."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.core.collecting.parcels import ON_THE_WAY, SCAN_WORDS, TROUBLED
from tongban.core.collecting.wishes import Way, Wish
from tongban.core.refusals import Refusal
from tongban.portals.desk.collecting.advice import advice_on
from tongban.portals.desk.collecting.commands import run
from tongban.portals.desk.doors import window
from tongban.portals.desk.sending import fresh_key
from tongban.portals.shared.filling.collecting import (
    parcel_fields,
    read_wish,
    way_field,
)
from tongban.portals.shared.layout.fields import Field, Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting
from tongban.services.cases.drafts import wish_in
from tongban.services.cases.queries.page import case_page
from tongban.services.cases.queries.page_values import CasePage
from tongban.services.collecting.queries import (
    Collecting,
    ParcelView,
    collecting_of,
    has_carrier,
)
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import now, today

PAGE = "desk-collect"
LOOKED = "查看邮寄地址"


@dataclass(frozen=True, slots=True)
class OnePage:
    """One case's result, its parcels, and the forms to go on."""

    case: CasePage
    found: Collecting
    advice: str
    orders: bool
    collect: Field
    parcel: tuple[Field, ...]
    scans: tuple[Option, ...]
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]

    @property
    def finished(self) -> bool:
        """Whether there is a result to hand over or to send."""
        return self.case.closed_at is not None

    @property
    def by_post(self) -> bool:
        """Whether the owner asked for the post."""
        return self.found.way == Way.POST.value

    @property
    def may_send(self) -> bool:
        """Whether the result is to be put into a parcel now."""
        return self.finished and self.by_post and self.found.may_change

    @property
    def followed(self) -> ParcelView | None:
        """The parcel whose way can still be noted."""
        on_way = [one for one in self.found.parcels if one.state in ON_THE_WAY]
        return on_way[0] if on_way else None


@window
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def one_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show one result and its parcels; order, send, note, change or hand over."""
    case = case_page(acting(request), number, today=today())
    if request.method != "POST":
        return _shown(request, case)
    try:
        done = run(request, number)
    except Refusal as no:
        return _shown(request, case, refusal=no)
    messages.success(request, done)
    return redirect(PAGE, number)


def _shown(
    request: HttpRequest, case: CasePage, *, refusal: Refusal | None = None
) -> HttpResponse:
    found = collecting_of(case.number) or case.collection
    if found.address:
        actor, number = acting(request), case.number
        record_look(actor, case.party_id, at=now(), reason=LOOKED, case_number=number)
    typed = read_wish(request.POST) if refusal is not None else {}
    held = Wish(Way(found.way), found.receiver, found.phone, found.address)
    wish = wish_in(dict(typed)) if typed else held
    page = OnePage(
        case=case,
        found=found,
        advice=_advice(found),
        orders=has_carrier(),
        collect=way_field(wish.way),
        parcel=parcel_fields(wish),
        scans=tuple(Option(scan.value, words) for scan, words in SCAN_WORDS.items()),
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(
            Crumb("领取和邮寄", reverse("desk-collecting")),
            Crumb(case.item_name),
        ),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/collecting/one.html", {"page": page}, status=status)


def _advice(found: Collecting) -> str:
    """Return what to do about the latest parcel sent, unless it was solved."""
    sent = [one for one in found.parcels if not one.incoming]
    if not sent or found.collected_at is not None or found.way != Way.POST.value:
        return ""
    return advice_on(sent[0], late=False) if sent[0].state in TROUBLED else ""
