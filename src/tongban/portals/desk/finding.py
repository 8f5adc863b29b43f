"""Finding a case by its number, or a person's cases by their id number.

An id number is sent in the body and never stands in an address; each finding
is written into the access log with its reason before anything is shown.
"""

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.core.access.parties import PARTY_KIND_WORDS, PartyKind
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import handlers
from tongban.portals.desk.sending import words
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting
from tongban.services.cases.engine import CaseUnknown
from tongban.services.cases.queries.lists import CaseRow, Filter, Shelf, work_list
from tongban.services.messages.queries import sentence_of
from tongban.services.parties.queries import PartyCard, find_party
from tongban.services.timekeeping.queries import now, today

REASON_MAX: Final = 200
IDENTIFIER_MAX: Final = 40
ROWS_MAX: Final = 50
LOOK_REASONS: Final = ("本人在窗口查询", "电话核对办件", "办理在办件", "监督检查")


class IdentifierMissing(Refusal):
    """Nothing was typed to find a person by."""

    code = "desk.identifier_missing"

    def __init__(self) -> None:
        super().__init__("Type an id number or a credit code.")


@dataclass(frozen=True, slots=True)
class FindPage:
    """The cases of the person or unit that was found."""

    party: PartyCard
    kind: str
    reason: str
    open_rows: tuple[CaseRow, ...]
    closed_rows: tuple[CaseRow, ...]
    crumbs: tuple[Crumb, ...]


@handlers
@never_cache
@sensitive_post_parameters("identifier")
@require_http_methods(["GET", "HEAD", "POST"])
def find_page(request: HttpRequest) -> HttpResponse:
    """Go to the case of a number, or show the cases of an id number."""
    if request.method == "POST":
        return _by_identifier(request)
    number = request.GET.get("number", "").strip()
    if not number:
        return redirect("desk-home")
    chosen = Filter(shelf=Shelf.ALL, text=number)
    closed = Filter(shelf=Shelf.CLOSED, text=number)
    found = [
        row
        for one in (chosen, closed)
        for row in work_list(acting(request), one, today=today(), rows=2).rows
    ]
    if len(found) == 1:
        return redirect("desk-case", found[0].number)
    if found:
        return redirect(f"{reverse('desk-work')}?text={number[:24]}")
    messages.warning(request, sentence_of(CaseUnknown(number)))
    return redirect("desk-home")


def _by_identifier(request: HttpRequest) -> HttpResponse:
    actor = acting(request)
    reason = words(request.POST, "reason")[:REASON_MAX]
    try:
        party = find_anybody(words(request.POST, "identifier"))
        if party is not None:
            record_look(actor, party.id, at=now(), reason=reason)
    except Refusal as no:
        messages.warning(request, sentence_of(no))
        return redirect("desk-home")
    if party is None:
        messages.warning(request, "没有找到这个证件号码的登记信息，请核对后重试。")
        return redirect("desk-home")
    page = FindPage(
        party=party,
        kind=PARTY_KIND_WORDS[party.kind],
        reason=reason,
        open_rows=_rows_of(request, party, Shelf.ALL),
        closed_rows=_rows_of(request, party, Shelf.CLOSED),
        crumbs=(Crumb("按证件号码查办件"),),
    )
    return render(request, "desk/found.html", {"page": page})


def _rows_of(
    request: HttpRequest, party: PartyCard, shelf: Shelf
) -> tuple[CaseRow, ...]:
    chosen = Filter(shelf=shelf, party_id=party.id)
    return work_list(acting(request), chosen, today=today(), rows=ROWS_MAX).rows


def find_anybody(identifier: str) -> PartyCard | None:
    """Return the person or unit with an id number or credit code, or nothing.

    Refuses an empty one.
    """
    typed = identifier[:IDENTIFIER_MAX]
    if not typed:
        raise IdentifierMissing
    return next(
        (found for kind in PartyKind if (found := find_party(kind, typed))), None
    )
