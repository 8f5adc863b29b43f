"""The weekly sample of refusals (不予受理抽查): draw it, judge each by checklist."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.desk.rules import Question
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import supervisors
from tongban.portals.desk.sending import (
    ChoiceMissing,
    envelope_of,
    fresh_key,
    whole,
    words,
)
from tongban.portals.desk.watch.tabs import Tab, tabs
from tongban.portals.desk.work.context import with_query
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.desk.refusals import (
    SampleView,
    WeekLine,
    draw_sample,
    judge_refusal,
    refusal_weeks,
    sample_of,
)
from tongban.services.desk.rules import desk_rules
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today

DRAW: Final = "draw"
ANSWER: Final = "yes."


@dataclass(frozen=True, slots=True)
class RefusalsPage:
    """The last weeks, and the sample of the one that was chosen."""

    tabs: tuple[Tab, ...]
    weeks: tuple[WeekLine, ...]
    week: date | None
    sample: SampleView | None
    checklist: tuple[Question, ...]
    typed_for: int
    typed_words: str
    ticked: tuple[str, ...]
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@supervisors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refusals_page(request: HttpRequest) -> HttpResponse:
    """Show the weeks and a sample; draw one, or record a verdict."""
    if request.method != "POST":
        return _shown(request)
    try:
        done = _run(request)
    except Refusal as no:
        return _shown(request, refusal=no)
    messages.success(request, done)
    week = _week(request)
    query = {} if week is None else {"week": week.isoformat()}
    return redirect(with_query(reverse("desk-watch-refusals"), query))


def _run(request: HttpRequest) -> str:
    sent, week = request.POST, _week(request)
    if words(sent, "do") == DRAW:
        if week is None:
            raise ChoiceMissing("抽查哪一周")
        draw_sample(envelope_of(request), week=week)
        return "已抽取，种子和总数已记录，任何人可以按种子重新抽出同样的结果。"
    sound = judge_refusal(
        envelope_of(request),
        sampled_id=whole(sent, "sampled", field="抽查的办件"),
        answers={one.code: ANSWER + one.code in sent for one in desk_rules().checklist},
        words=words(sent, "words"),
    )
    return "已登记：符合要求。" if sound else "已登记：存在问题，请督促纠正。"


def _week(request: HttpRequest) -> date | None:
    asked = request.POST.get("week") or request.GET.get("week", "")
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return None


def _shown(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    actor, week, sent = acting(request), _week(request), request.POST
    number = words(sent, "sampled")
    page = RefusalsPage(
        tabs=tabs("desk-watch-refusals"),
        weeks=refusal_weeks(actor, today=today()),
        week=week,
        sample=None if week is None else sample_of(actor, week=week),
        checklist=desk_rules().checklist,
        typed_for=int(number) if number.isascii() and number.isdigit() else 0,
        typed_words=words(sent, "words"),
        ticked=tuple(name.removeprefix(ANSWER) for name in sent if ANSWER in name),
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(Crumb("监督"), Crumb("不予受理抽查")),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/watch/refusals.html", {"page": page}, status=status)
