"""The pages of the wizard: situation, form, materials, check (填报、材料、核对)."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from tongban.portals.citizen.apply import check, fill, papers, situation
from tongban.portals.citizen.sending import KEY_FIELD, envelope_of
from tongban.portals.shared.filling.work import Leaf, Work, work_of
from tongban.services.access.rules import applicants
from tongban.services.cases.drafts import (
    DraftUnknown,
    discard_draft,
    submit_draft,
)

_PAGES: Final[Mapping[Leaf, Callable[[HttpRequest, Work], HttpResponse]]] = {
    Leaf.SITUATION: situation.answer,
    Leaf.FORM: fill.answer,
    Leaf.MATERIALS: papers.answer,
    Leaf.CHECK: check.answer,
}


@applicants
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leaf(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Show or take one page of the wizard; pages with nothing to ask are skipped."""
    try:
        wanted = Leaf(name)
    except ValueError as unknown:
        raise Http404(name) from unknown
    try:
        work = work_of(envelope_of(request), code)
    except DraftUnknown:
        if wanted is Leaf.CHECK and request.POST.get(KEY_FIELD):
            return _same_receipt(request, code)
        raise
    if wanted not in work.leaves:
        return redirect(work.url(work.leaves[0]))
    if wanted is not Leaf.SITUATION and work.unanswered:
        return redirect(work.url(Leaf.SITUATION))
    return _PAGES[wanted](request, work)


def _same_receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Answer a second click on the last page with the receipt of the first."""
    receipt = submit_draft(envelope_of(request), code=code)
    return redirect("my-receipt", receipt.number)


@applicants
@require_POST
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Throw one's own draft away."""
    discard_draft(envelope_of(request), code=code)
    return redirect("my-cases")
