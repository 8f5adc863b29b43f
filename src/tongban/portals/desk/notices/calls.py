"""The calls to make and the papers to post, and noting what came of them."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.notices.moments import Way
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import tellers
from tongban.portals.desk.notices.tabs import Tab, notice_tabs, page_number
from tongban.portals.desk.sending import envelope_of, fresh_key, reading, words
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.messages.queries import sentence_of
from tongban.services.notices.calls import (
    CALL_RESULT_WORDS,
    POST_RESULT_WORDS,
    Outcome,
    PostResult,
    note_outcome,
)
from tongban.services.notices.lists import (
    Lines,
    TaskCard,
    TaskLine,
    may_tell,
    task_card,
    tasks,
)
from tongban.services.timekeeping.queries import now


@dataclass(frozen=True, slots=True)
class CallsPage:
    """What waits for a call or a letter."""

    tabs: tuple[Tab, ...]
    found: Lines[TaskLine]
    may_tell: bool
    crumbs: tuple[Crumb, ...]


@tellers
@never_cache
@require_safe
def calls_page(request: HttpRequest) -> HttpResponse:
    """Show whom to call, the longest waiting first."""
    actor = acting(request)
    page = CallsPage(
        tabs=notice_tabs(actor, "desk-notices"),
        found=tasks(actor, now=now(), page=page_number(request)),
        may_tell=may_tell(actor),
        crumbs=(Crumb("通知送达"),),
    )
    return render(request, "desk/notices/calls.html", {"page": page})


@dataclass(frozen=True, slots=True)
class CallPage:
    """One call or letter: whom, what to say, what came of it."""

    card: TaskCard
    is_post: bool
    results: tuple[Option, ...]
    typed_words: str
    typed_tracking: str
    may_tell: bool
    key: str
    problem: str
    crumbs: tuple[Crumb, ...]


@tellers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call_page(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Show one task with the full phone, which is written down; note its outcome."""
    refusal: Refusal | None = None
    if request.method == "POST":
        outcome = Outcome(
            result=words(request.POST, "result"),
            words=words(request.POST, "words"),
            tracking=words(request.POST, "tracking"),
        )
        try:
            note_outcome(envelope_of(request), delivery_id=delivery_id, outcome=outcome)
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, "结果已登记。")
            return redirect("desk-notices")
    card = task_card(reading(request), delivery_id)
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    page = _page(request, card, refusal)
    return render(request, "desk/notices/call.html", {"page": page}, status=status)


def _page(request: HttpRequest, card: TaskCard, refusal: Refusal | None) -> CallPage:
    is_post = card.line.way is Way.POST
    chosen = words(request.POST, "result")
    known: dict[str, str] = {}
    if is_post:
        posted = bool(card.line.posted)
        known = {
            result.value: said
            for result, said in POST_RESULT_WORDS.items()
            if (result is PostResult.POSTED) is not posted
        }
    else:
        known = {result.value: said for result, said in CALL_RESULT_WORDS.items()}
    return CallPage(
        card=card,
        is_post=is_post,
        results=tuple(
            Option(value, said, chosen=value == chosen or len(known) == 1)
            for value, said in known.items()
        ),
        typed_words=words(request.POST, "words"),
        typed_tracking=words(request.POST, "tracking"),
        may_tell=may_tell(acting(request)),
        key=fresh_key(),
        problem="" if refusal is None else sentence_of(refusal),
        crumbs=(
            Crumb("通知送达", reverse("desk-notices")),
            Crumb("邮寄送达" if is_post else "告知电话"),
        ),
    )
