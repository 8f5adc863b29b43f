"""Who is connected, what was sent and received, and what stuck (区域间交换)."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import supervisors
from tongban.portals.desk.sending import envelope_of, fresh_key, whole, words
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.exchange.mending import apply_again, give_up, ping, resend
from tongban.services.exchange.watching import (
    Box,
    Messages,
    PeerLine,
    may_mend,
    messages_in,
    peer_lines,
    stuck_count,
)
from tongban.services.messages.queries import sentence_of

BOX_WORDS = {Box.STUCK: "停下的", Box.SENT: "发出的", Box.RECEIVED: "收到的"}
SUBJECT_MAX = 60


@dataclass(frozen=True, slots=True)
class Tab:
    """One box, and how many messages in it wait for somebody."""

    words: str
    url: str
    current: bool
    count: int


@dataclass(frozen=True, slots=True)
class ExchangePage:
    """The peers and one box."""

    peers: tuple[PeerLine, ...]
    tabs: tuple[Tab, ...]
    box: str
    subject: str
    found: Messages
    may_mend: bool
    key: str
    problem: str
    crumbs: tuple[Crumb, ...]


@supervisors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exchange_page(request: HttpRequest) -> HttpResponse:
    """Show peers and messages; send again, give up, try a connection."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            messages.success(request, _done(request))
        except Refusal as no:
            refusal = no
        else:
            return redirect(request.get_full_path())
    problem = "" if refusal is None else sentence_of(refusal)
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    page = _page(request, problem)
    return render(request, "desk/exchange/exchange.html", {"page": page}, status=status)


def _done(request: HttpRequest) -> str:
    """Do what the button says and return the words that confirm it."""
    sent, do = envelope_of(request), request.POST.get("do", "")
    if do == "ping":
        ping(sent, peer=request.POST.get("peer", ""))
        return "已发出一条试送的消息，送到以后在“发出的”里看得到。"
    message = whole(request.POST, "message", field="消息")
    said = words(request.POST, "words")
    if do == "stop":
        count = give_up(sent, message=message, words=said)
        return f"已放弃{count}条消息，请和对方另行处理这件事。"
    if do == "again":
        apply_again(sent, message=message, words=said)
        return "已安排再办一次。"
    resend(sent, message=message, words=said)
    return "已安排再送。"


def _page(request: HttpRequest, problem: str) -> ExchangePage:
    said = request.GET.get("box", "")
    stuck = stuck_count()
    box = Box(said) if said in set(Box) else Box.STUCK if stuck else Box.SENT
    subject = request.GET.get("subject", "").strip()[:SUBJECT_MAX]
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() else 1
    here = reverse("desk-exchange")
    return ExchangePage(
        peers=peer_lines(),
        tabs=tuple(
            Tab(
                word,
                f"{here}?box={one.value}",
                one is box,
                stuck if one is Box.STUCK else 0,
            )
            for one, word in BOX_WORDS.items()
        ),
        box=box.value,
        subject=subject,
        found=messages_in(box, page=number, subject=subject),
        may_mend=may_mend(acting(request)),
        key=fresh_key(),
        problem=problem,
        crumbs=(Crumb("区域间交换"),),
    )
