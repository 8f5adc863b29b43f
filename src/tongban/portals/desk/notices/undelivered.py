"""Messages that reached nobody, with a button to send them again; their proof."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import tellers
from tongban.portals.desk.notices.tabs import Tab, notice_tabs, page_number
from tongban.portals.desk.sending import envelope_of, fresh_key, reading, whole
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.messages.queries import sentence_of
from tongban.services.notices.calls import send_again
from tongban.services.notices.lists import Lines, TaskLine, may_tell, undelivered
from tongban.services.notices.service import ProofOfService, proof_of
from tongban.services.notices.waking import wake
from tongban.services.timekeeping.queries import now


@dataclass(frozen=True, slots=True)
class UndeliveredPage:
    """What did not arrive by any way."""

    tabs: tuple[Tab, ...]
    found: Lines[TaskLine]
    may_tell: bool
    key: str
    problem: str
    crumbs: tuple[Crumb, ...]


@tellers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undelivered_page(request: HttpRequest) -> HttpResponse:
    """Show what did not arrive, newest first; send one again."""
    refusal: Refusal | None = None
    if request.method == "POST":
        delivery_id = whole(request.POST, "delivery", field="消息")
        try:
            send_again(envelope_of(request), delivery_id=delivery_id)
        except Refusal as no:
            refusal = no
        else:
            wake()
            messages.success(request, "已安排再发一次。")
            return redirect("desk-notices-undelivered")
    actor = acting(request)
    page = UndeliveredPage(
        tabs=notice_tabs(actor, "desk-notices-undelivered"),
        found=undelivered(actor, now=now(), page=page_number(request)),
        may_tell=may_tell(actor),
        key=fresh_key(),
        problem="" if refusal is None else sentence_of(refusal),
        crumbs=(Crumb("通知送达", reverse("desk-notices")), Crumb("未送达")),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(
        request, "desk/notices/undelivered.html", {"page": page}, status=status
    )


@dataclass(frozen=True, slots=True)
class ProofPage:
    """The proof of service of one message, to be printed."""

    proof: ProofOfService
    clerk: str
    printed_at: datetime
    crumbs: tuple[Crumb, ...]


@tellers
@never_cache
@require_safe
def proof_page(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show what became of one message; the look is written down."""
    envelope = reading(request)
    page = ProofPage(
        proof=proof_of(envelope, message_id),
        clerk=envelope.actor.name,
        printed_at=envelope.now,
        crumbs=(Crumb("通知送达", reverse("desk-notices")), Crumb("送达证明")),
    )
    return render(request, "desk/notices/proof.html", {"page": page})
