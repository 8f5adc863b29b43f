"""Replies to short messages that a person has to read."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import tellers
from tongban.portals.desk.notices.tabs import Tab, notice_tabs, page_number
from tongban.portals.desk.sending import envelope_of, fresh_key, reading, words
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.messages.queries import sentence_of
from tongban.services.notices.answering import (
    ANSWER_CHARACTERS_MAX,
    answer_reply,
    settle_reply,
)
from tongban.services.notices.lists import (
    Lines,
    ReplyLine,
    may_tell,
    replies,
    reply_card,
)
from tongban.services.notices.waking import wake

SETTLE: Final = "settle"


@dataclass(frozen=True, slots=True)
class RepliesPage:
    """Replies for staff, open or settled."""

    tabs: tuple[Tab, ...]
    found: Lines[ReplyLine]
    settled: bool
    crumbs: tuple[Crumb, ...]


@tellers
@never_cache
@require_safe
def replies_page(request: HttpRequest) -> HttpResponse:
    """Show what people answered and no machine could work on."""
    actor = acting(request)
    settled = request.GET.get("settled") == "yes"
    page = RepliesPage(
        tabs=notice_tabs(actor, "desk-notices-replies"),
        found=replies(actor, settled=settled, page=page_number(request)),
        settled=settled,
        crumbs=(Crumb("通知送达", reverse("desk-notices")), Crumb("收到的回复")),
    )
    return render(request, "desk/notices/replies.html", {"page": page})


@dataclass(frozen=True, slots=True)
class ReplyPage:
    """One reply and the answer to it."""

    line: ReplyLine
    phone: str
    typed: str
    most: int
    may_tell: bool
    key: str
    problem: str
    crumbs: tuple[Crumb, ...]


@tellers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reply_page(request: HttpRequest, reply_id: int) -> HttpResponse:
    """Show one reply with the full phone, which is written down; answer it."""
    refusal: Refusal | None = None
    typed = words(request.POST, "words")
    if request.method == "POST":
        try:
            if words(request.POST, "do") == SETTLE:
                settle_reply(envelope_of(request), reply_id=reply_id)
            else:
                answer_reply(envelope_of(request), reply_id=reply_id, text=typed)
        except Refusal as no:
            refusal = no
        else:
            wake()
            messages.success(request, "这条回复已经处理。")
            return redirect("desk-notices-replies")
    line, phone = reply_card(reading(request), reply_id)
    page = ReplyPage(
        line=line,
        phone=phone,
        typed=typed,
        most=ANSWER_CHARACTERS_MAX,
        may_tell=may_tell(acting(request)),
        key=fresh_key(),
        problem="" if refusal is None else sentence_of(refusal),
        crumbs=(
            Crumb("通知送达", reverse("desk-notices")),
            Crumb("收到的回复", reverse("desk-notices-replies")),
            Crumb("答复"),
        ),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/notices/reply.html", {"page": page}, status=status)
