"""A school's rosters of students: template, upload, faults, confirmation (花名册)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.access.parties import PartyKind
from tongban.core.refusals import Refusal
from tongban.portals.citizen.sending import envelope_of, new_key, whole
from tongban.portals.shared.layout.fields import Field, FieldKind, Option, Problem
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting, units
from tongban.services.figures.export import XLSX_TYPE
from tongban.services.messages.queries import sentence_of
from tongban.services.papers.asking import own_party
from tongban.services.rosters.intake import (
    NewRoster,
    cancel_roster,
    confirm_roster,
    take_roster,
)
from tongban.services.rosters.queries import (
    RosterList,
    RosterPage,
    faults_file,
    own_roster,
    own_rosters,
)
from tongban.services.rosters.templates import roster_template, template_xlsx
from tongban.services.timekeeping.queries import today

TITLE: Final = "学生花名册"
FILE: Final = "file"
YEAR: Final = "year"


@dataclass(frozen=True, slots=True)
class RostersPage:
    """The form, and the rosters there are; no form for who is no school."""

    is_school: bool
    fields: tuple[Field, ...]
    most: int
    found: RosterList
    problems: tuple[Problem, ...]
    key: str
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class OneRosterPage:
    """One roster and what may be done with it."""

    found: RosterPage
    key: str
    crumbs: tuple[Crumb, ...]


@units
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def rosters(request: HttpRequest) -> HttpResponse:
    """List the school's rosters; take a new one in."""
    if request.method != "POST":
        return _listed(request, ())
    file = request.FILES.get(FILE)
    if file is None:
        return _listed(request, (Problem("请选择填好的表格", f"f-{FILE}"),))
    new = NewRoster(
        party_id=own_party(acting(request)).pk,
        year=whole(request.POST.get(YEAR)) or 0,
        file_name=file.name or "",
        chunks=file.chunks(),
    )
    try:
        code = take_roster(envelope_of(request), new)
    except Refusal as no:
        return _listed(request, (Problem(sentence_of(no)),), status=status_of(no))
    messages.success(request, "花名册已经收到，正在逐行核对。")
    return redirect("unit-roster", code)


def _listed(
    request: HttpRequest, problems: tuple[Problem, ...], *, status: int = HTTPStatus.OK
) -> HttpResponse:
    actor, this_year = acting(request), today().year
    chosen = request.POST.get(YEAR, str(this_year + 1))
    years = [str(this_year + 1), str(this_year)]
    page = RostersPage(
        is_school=own_party(actor).kind == PartyKind.SCHOOL.value,
        fields=(
            Field(
                YEAR,
                "参保年度",
                kind=FieldKind.SELECT,
                options=tuple(Option(y, f"{y}年", "", y == chosen) for y in years),
                width="short",
            ),
            Field(
                FILE,
                "填好的表格",
                kind=FieldKind.FILE,
                accept=".xlsx",
                hint="下载的空白表格填好以后存成的XLSX文件",
            ),
        ),
        most=roster_template().rows_max,
        found=own_rosters(actor, page=whole(request.GET.get("page")) or 1),
        problems=problems,
        key=new_key(),
        crumbs=(Crumb("单位空间", reverse("unit")), Crumb(TITLE)),
    )
    return render(request, "citizen/unit/rosters.html", {"page": page}, status=status)


@units
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def roster_page(request: HttpRequest, roster: str) -> HttpResponse:
    """Show one roster; confirm its good rows, or put it away."""
    if request.method == "POST":
        cancels = request.POST.get("do") == "cancel"
        act, told = (
            (cancel_roster, "已取消，没有登记任何人。")
            if cancels
            else (confirm_roster, "已经开始登记，可以离开本页，稍后再来看。")
        )
        try:
            act(envelope_of(request), code=roster)
        except Refusal as no:
            messages.error(request, sentence_of(no))
        else:
            messages.success(request, told)
        return redirect("unit-roster", roster)
    page = _one(request, roster)
    return render(request, "citizen/unit/roster.html", {"page": page})


def _one(request: HttpRequest, code: str) -> OneRosterPage:
    place = whole(request.GET.get("page")) or 1
    return OneRosterPage(
        found=own_roster(acting(request), code, page=place),
        key=new_key(),
        crumbs=(
            Crumb("单位空间", reverse("unit")),
            Crumb(TITLE, reverse("unit-rosters")),
            Crumb(code),
        ),
    )


@units
@require_safe
def template(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view
    """Send the empty table."""
    return _xlsx(template_xlsx(), "学生花名册模板.xlsx")


@units
@never_cache
@require_safe
def faults(request: HttpRequest, roster: str) -> HttpResponse:
    """Send the rows with faults as a table to correct and send again."""
    return _xlsx(faults_file(acting(request), roster), f"花名册{roster}有问题的行.xlsx")


def _xlsx(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX_TYPE)
    response.headers["Content-Disposition"] = (
        f"attachment; filename*=UTF-8''{quote(name)}"
    )
    return response
