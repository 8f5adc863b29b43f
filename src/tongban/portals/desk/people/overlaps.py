"""Covers that would hold the same days (重复参保): listed, resolved one by one."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.enrolment.cover import Resolution
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import followers
from tongban.portals.desk.sending import (
    envelope_of,
    fresh_key,
    needed_words,
    one_of,
    whole,
)
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.portals.shared.sending import whole_number
from tongban.services.access.rules import acting
from tongban.services.enrolment.disputes import OverlapPage, open_overlaps
from tongban.services.enrolment.operations import resolve_overlap
from tongban.services.messages.queries import sentence_of

DONE: Final = {
    Resolution.KEEP_FORMER: "已保留原来的参保，新的这条作废。",
    Resolution.TAKE_NEW: "已改为新的参保，原来的到新参保前一天终止。",
}


@dataclass(frozen=True, slots=True)
class OverlapsPage:
    """A page of open disputes, and what was refused."""

    found: OverlapPage
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@followers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def overlaps_page(request: HttpRequest) -> HttpResponse:
    """List the open disputes of one's region; resolve one, with the reason."""
    problem, status = "", int(HTTPStatus.OK)
    if request.method == "POST":
        try:
            done = _resolve(request)
        except Refusal as no:
            problem, status = sentence_of(no), status_of(no)
        else:
            messages.success(request, done)
            return redirect("desk-overlaps")
    page = OverlapsPage(
        found=open_overlaps(
            acting(request), page=whole_number(request.GET.get("page")) or 1
        ),
        problem=problem,
        key=fresh_key(),
        crumbs=(Crumb("重复参保"),),
    )
    return render(request, "desk/people/overlaps.html", {"page": page}, status=status)


def _resolve(request: HttpRequest) -> str:
    sent = request.POST
    resolution = one_of(sent, "resolution", Resolution, field="处理结果")
    resolve_overlap(
        envelope_of(request),
        overlap_id=whole(sent, "overlap", field="重复参保记录"),
        resolution=resolution,
        words=needed_words(sent, "words", field="处理说明"),
    )
    return DONE[resolution]
