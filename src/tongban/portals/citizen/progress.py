"""Progress without signing in: case number and query code."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.refusals import Refusal
from tongban.portals.citizen.stages import stages_of
from tongban.portals.shared.layout.fields import (
    Field,
    Problem,
    fields_of,
    form_problems,
)
from tongban.portals.shared.layout.parts import Crumb, Stage
from tongban.portals.shared.templatetags.components import day, moment
from tongban.services.access.rules import public
from tongban.services.cases.queries.public import Progress, progress
from tongban.services.collecting.queries import PublicParcel
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today

NUMBER_MAX: Final = 24
CODE_MAX: Final = 8
WAITING: Final = "waiting"


class ProgressForm(forms.Form):
    """Number and code as printed on the receipt."""

    number = forms.CharField(label="受理编号", max_length=NUMBER_MAX)
    code = forms.CharField(label="查询码", max_length=CODE_MAX, help_text="6 位数字")


@dataclass(frozen=True, slots=True)
class Found:
    """How the case stands, without any personal data."""

    item_name: str
    stages: tuple[Stage, ...]
    waiting: bool
    parcels: tuple[PublicParcel, ...]
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """What the page draws."""

    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    found: Found | None
    crumbs: tuple[Crumb, ...] = (Crumb("凭编号查进度"),)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Show the stage, the due day and the office to whoever holds the code."""
    sent = request.method == "POST"
    form = ProgressForm(request.POST if sent else None)
    problems: tuple[Problem, ...] = ()
    found = None
    if sent and form.is_valid():
        try:
            found = found_of(
                progress(
                    "".join(form.cleaned_data["number"].split()),
                    form.cleaned_data["code"].strip(),
                    today=today(),
                )
            )
        except Refusal as no:
            problems = (Problem(sentence_of(no)),)
    elif sent:
        problems = form_problems(form)
    page = ProgressPage(fields_of(form), problems, found)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "citizen/progress.html", {"page": page}, status=status)


def found_of(case: Progress) -> Found:
    """Return the words of a progress."""
    due = day(case.due_on) + ("（暂定）" if case.provisional else "")
    closed = case.closed_at is not None
    rows = (
        ("受理编号", case.number),
        ("现在", case.state_word),
        ("收到时间", moment(case.received_at)),
        ("办结时间", moment(case.closed_at))
        if closed
        else ("最晚办结日", due or "受理后告知"),
        ("下一步", "已经办完" if closed else case.next),
        ("承办单位", case.office_name),
        ("电话", case.office_phone),
    )
    return Found(
        item_name=case.item_name,
        stages=stages_of(
            case.stage, received_at=case.received_at, ended_at=case.closed_at
        ),
        waiting=case.state == WAITING,
        parcels=case.parcels,
        rows=tuple(row for row in rows if row[1]),
    )
