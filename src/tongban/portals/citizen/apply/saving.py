"""Saving a page of the wizard, and where to go afterwards."""

from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from tongban.core.json_values import JsonObject
from tongban.portals.citizen.sending import envelope_of
from tongban.portals.shared.filling.work import Leaf, Work
from tongban.portals.shared.templatetags.components import day
from tongban.services.cases.drafts import save_draft

LATER: Final = "later"


def save(request: HttpRequest, work: Work, content: JsonObject) -> None:
    """Keep what this page holds; refuses when another window saved since."""
    save_draft(envelope_of(request), code=work.draft.code, content=content)


def go_on(request: HttpRequest, work: Work, leaf: Leaf) -> HttpResponse:
    """Return the way to the next page, or out when the rest is for later."""
    if request.POST.get("go") == LATER:
        last = day(work.draft.expires_on)
        messages.success(request, f"已保存。{last}以前可以接着填，附件也会保留。")
        return redirect("my-cases")
    return redirect(work.url(work.after(leaf)))


def shown(
    request: HttpRequest, template: str, page: object, *, wrong: bool
) -> HttpResponse:
    """Return a page of the wizard; one that must be put right says so."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, template, {"page": page}, status=status)
