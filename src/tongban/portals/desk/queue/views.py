"""The page of the queue, and what its buttons do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongban.core.queue.tickets import Ending
from tongban.core.refusals import Refusal
from tongban.portals.desk.counter.visitor import welcome
from tongban.portals.desk.doors import WINDOW, has_role, queue_keepers, window
from tongban.portals.desk.queue.manage import MANAGERS
from tongban.portals.desk.queue.part import ASKED, QueuePart, queue_part
from tongban.portals.desk.sending import ChoiceMissing, envelope_of, one_of, words
from tongban.portals.shared.layout.choice import way_back
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting
from tongban.services.messages.queries import sentence_of
from tongban.services.parties.queries import party_card
from tongban.services.queues import calling, windows
from tongban.services.queues.panel import queue_panel
from tongban.services.queues.refusals import LastUnrated, TicketUnknown
from tongban.services.queues.tickets import NewTicket, take_ticket

DEFAULT_BACK: Final = "desk-queue"


@dataclass(frozen=True, slots=True)
class QueuePage:
    """What the page of the queue draws."""

    queue: QueuePart | None
    may_call: bool
    may_manage: bool
    crumbs: tuple[Crumb, ...]


@queue_keepers
@never_cache
@require_safe
def queue_page(request: HttpRequest) -> HttpResponse:
    """Show the queue of the clerk's hall: own window, the visitor, who waits."""
    actor = acting(request)
    page = QueuePage(
        queue=queue_part(request),
        may_call=has_role(actor, *WINDOW),
        may_manage=has_role(actor, *MANAGERS),
        crumbs=(Crumb("排队叫号"),),
    )
    return render(request, "desk/queue/queue.html", {"page": page})


@window
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Do what a button of the queue column says, and go back to its page."""
    back = way_back(request, fallback=reverse(DEFAULT_BACK))
    do = _ACTS.get(words(request.POST, "do"))
    if do is None:
        raise ChoiceMissing("操作")
    try:
        return redirect(do(request) or back)
    except LastUnrated as no:
        messages.warning(request, sentence_of(no))
        return redirect(f"{back}?{ASKED}=1")
    except Refusal as no:
        messages.error(request, sentence_of(no))
        return redirect(back)


def _sit(request: HttpRequest) -> str:
    windows.open_window(envelope_of(request), window_id=_number(request, "window"))
    return ""


def _call(request: HttpRequest) -> str:
    ticket = calling.call_next(
        envelope_of(request),
        unrated_is_fine=words(request.POST, "anyway") == "yes",
    )
    messages.success(request, f"请{ticket.number}号到{ticket.window}号窗口。")
    return ""


def _recall(request: HttpRequest) -> str:
    ticket = calling.recall(envelope_of(request), ticket_id=_ticket(request))
    messages.success(request, f"已重呼{ticket.number}号。")
    return ""


def _skip(request: HttpRequest) -> str:
    ticket = calling.skip(
        envelope_of(request),
        ticket_id=_ticket(request),
        reason=words(request.POST, "reason"),
    )
    messages.success(request, f"{ticket.number}号：{ticket.state_word}。")
    return ""


def _forward(request: HttpRequest) -> str:
    what, _, number = words(request.POST, "target").partition(":")
    chosen = int(number) if number.isascii() and number.isdigit() else None
    target = calling.Target(
        window_id=chosen if what == "window" else None,
        account_id=chosen if what == "person" else None,
    )
    ticket = calling.forward(
        envelope_of(request), ticket_id=_ticket(request), target=target
    )
    messages.success(request, f"{ticket.number}号已转发，对方会优先叫到。")
    return ""


def _finish(request: HttpRequest) -> str:
    ending = one_of(request.POST, "ending", Ending, field="办理结果")
    case = words(request.POST, "case") if ending is Ending.ACCEPTED else ""
    ticket = calling.finish(
        envelope_of(request),
        ticket_id=_ticket(request),
        ending=ending,
        case_number=case,
    )
    messages.success(request, f"{ticket.number}号：{ticket.ending_word}。")
    return ""


def _receive(request: HttpRequest) -> str:
    """Let the called visitor stand at the counter; the look is written down."""
    ticket = queue_panel(envelope_of(request)).current
    if ticket is None or ticket.party_id is None:
        raise TicketUnknown
    reason = f"窗口叫号{ticket.number}"
    welcome(request, party_card(ticket.party_id), reason=reason)
    return reverse("desk-counter")


def _pause(request: HttpRequest) -> str:
    windows.pause_window(envelope_of(request), reason=words(request.POST, "reason"))
    return ""


def _resume(request: HttpRequest) -> str:
    windows.resume_window(envelope_of(request))
    return ""


def _close(request: HttpRequest) -> str:
    windows.close_window(envelope_of(request))
    messages.success(request, "已离岗，窗口显示为关闭。")
    return ""


def _take(request: HttpRequest) -> str:
    """Hand a ticket to somebody who cannot use the terminal."""
    new = NewTicket(via="desk", kind=words(request.POST, "kind"))
    ticket = take_ticket(envelope_of(request), acting(request).office_code, new)
    messages.success(request, f"已取号：{ticket.number}（{ticket.kind_name}）。")
    return ""


_ACTS: Final[Mapping[str, Callable[[HttpRequest], str]]] = {
    "sit": _sit,
    "call": _call,
    "recall": _recall,
    "skip": _skip,
    "forward": _forward,
    "finish": _finish,
    "receive": _receive,
    "pause": _pause,
    "resume": _resume,
    "close": _close,
    "take": _take,
}


def _ticket(request: HttpRequest) -> int:
    return _number(request, "ticket")


def _number(request: HttpRequest, name: str) -> int:
    text = words(request.POST, name)
    return int(text) if text.isascii() and text.isdigit() else 0
