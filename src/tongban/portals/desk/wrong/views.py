"""Reports that registered data is wrong, answered one by one (信息有误)."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import window
from tongban.portals.desk.sending import (
    chosen,
    envelope_of,
    fresh_key,
    whole,
    words,
)
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.consents.operations import answer_report
from tongban.services.consents.queries import ReportLine, reports_to_answer
from tongban.services.messages.queries import sentence_of


@dataclass(frozen=True, slots=True)
class WrongPage:
    """Reports that wait, or those answered."""

    answered: bool
    lines: tuple[ReportLine, ...]
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@window
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wrong_page(request: HttpRequest) -> HttpResponse:
    """Show reports; answer one."""
    refusal: Refusal | None = None
    if request.method == "POST":
        sent = request.POST
        try:
            answer_report(
                envelope_of(request),
                report_id=whole(sent, "report", field="反映"),
                was_right=chosen(sent, "result", field="核实结果") == "right",
                answer=words(sent, "words"),
            )
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, "已答复，本人在“我的数据”里可以看到。")
            return redirect("desk-wrong")
    answered = request.GET.get("answered") == "yes"
    page = WrongPage(
        answered=answered,
        lines=reports_to_answer(acting(request), answered=answered),
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(Crumb("信息有误"),),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/wrong/list.html", {"page": page}, status=status)
