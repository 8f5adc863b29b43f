"""Papers of a case to print: receipt and one-time notice (回执、一次性告知书)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.access.parties import PARTY_KIND_WORDS
from tongban.core.items.catalogue import Step
from tongban.portals.desk.doors import handlers
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting
from tongban.services.cases.queries.page import case_page
from tongban.services.cases.queries.page_values import CasePage, MaterialLine
from tongban.services.parties.queries import PartyCard, party_card
from tongban.services.timekeeping.queries import now, today

RECEIPT: Final = "出具回执"
NOTICE: Final = "出具一次性告知书"


@dataclass(frozen=True, slots=True)
class Paper:
    """What a printed paper says."""

    title: str
    case: CasePage
    party: PartyCard
    party_kind: str
    received: tuple[MaterialLine, ...]
    accepted: bool
    clerk: str
    printed_at: datetime
    crumbs: tuple[Crumb, ...]


@handlers
@never_cache
@require_safe
def receipt_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show the receipt of a case, ready to be printed for the applicant."""
    paper = _paper(request, number, reason=RECEIPT)
    return render(request, "desk/receipt.html", {"page": paper})


@handlers
@never_cache
@require_safe
def notice_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show the open one-time notice of a case, ready to be printed."""
    paper = _paper(request, number, reason=NOTICE)
    return render(request, "desk/notice.html", {"page": paper})


def _paper(request: HttpRequest, number: str, *, reason: str) -> Paper:
    actor = acting(request)
    page = case_page(actor, number, today=today(), reveal=True)
    record_look(actor, page.party_id, at=now(), reason=reason, case_number=number)
    party = party_card(page.party_id)
    return Paper(
        title=_receipt_title(page) if reason == RECEIPT else "一次性告知书",
        case=page,
        party=party,
        party_kind=PARTY_KIND_WORDS[party.kind],
        received=tuple(line for line in page.materials if line.proof != "none"),
        accepted=_is_accepted(page),
        clerk=page.owner or actor.name,
        printed_at=now(),
        crumbs=(
            Crumb("办件列表", reverse("desk-work")),
            Crumb(page.number, reverse("desk-case", args=[page.number])),
            Crumb(reason.removeprefix("出具")),
        ),
    )


def _receipt_title(page: CasePage) -> str:
    if page.state == "closed" and page.outcome == "granted":
        return "办结通知书"
    return "受理通知书" if _is_accepted(page) else "收件回执"


def _is_accepted(page: CasePage) -> bool:
    """Say whether 受理 is one of the item's steps and done."""
    done = {line.step for line in page.steps if line.state == "done"}
    return Step.ACCEPT.value in done
