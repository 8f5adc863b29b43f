"""Announcing a local extra material before anybody may ask for it (SD28-15)."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.access.actor import Role
from tongban.core.items.catalogue import Citation
from tongban.core.refusals import Refusal
from tongban.portals.desk.sending import chosen, needed_words, words
from tongban.portals.shared.layout.fields import Field, FieldKind, Option, Problem
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting, staff
from tongban.services.desk.queries import PostedLine, office_region, posted_materials
from tongban.services.items.operations import NewPosting, post_local_material
from tongban.services.items.queries import items_on
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import now, today

CODE_SIGNS: Final = 8
NAME_MAX: Final = 120
TEXT_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class PostingPage:
    """The public list of local materials, and the form to add one."""

    lines: tuple[PostedLine, ...]
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    crumbs: tuple[Crumb, ...]


@staff(Role.CATALOGUER)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def posting_page(request: HttpRequest) -> HttpResponse:
    """Show what is posted in the region; post one more, in force from today."""
    problem = ""
    if request.method == "POST":
        try:
            _post(request)
        except Refusal as no:
            problem = sentence_of(no)
        else:
            messages.success(request, "已公示，今天起受理的办件可以要求提供。")
            return redirect("desk-posting")
    region = office_region(acting(request).office_code)
    page = PostingPage(
        lines=posted_materials(region, today=today()),
        fields=_fields(request, region),
        problems=(Problem(problem),) if problem else (),
        crumbs=(Crumb("地方增加材料公示"),),
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "desk/posting.html", {"page": page}, status=status)


def _post(request: HttpRequest) -> None:
    sent, actor = request.POST, acting(request)
    post_local_material(
        NewPosting(
            region=office_region(actor.office_code),
            item=chosen(sent, "item", field="事项"),
            code=uuid4().hex[:CODE_SIGNS],
            name=needed_words(sent, "name", field="材料名称"),
            text=needed_words(sent, "text", field="要求说明"),
            basis=Citation(
                document=needed_words(sent, "document", field="依据文件"),
                clause=needed_words(sent, "clause", field="条款"),
            ),
        ),
        actor=actor,
        now=now(),
    )


def _fields(request: HttpRequest, region: str) -> tuple[Field, ...]:
    sent = request.POST
    item = words(sent, "item")
    return (
        Field(
            name="item",
            label="事项",
            kind=FieldKind.SELECT,
            value=item,
            options=tuple(
                Option(one.code, f"{one.number} {one.name}", chosen=one.code == item)
                for one in items_on(region, today())
            ),
        ),
        _line(request, "name", "材料名称", NAME_MAX),
        _line(request, "text", "要求说明", TEXT_MAX),
        _line(request, "document", "依据文件", NAME_MAX),
        _line(request, "clause", "条款", NAME_MAX),
    )


def _line(request: HttpRequest, name: str, label: str, most: int) -> Field:
    typed = words(request.POST, name)
    return Field(name=name, label=label, value=typed, length_max=most)
