"""Papers of a case at the desk: read on the page, print and hand over as PDF."""

from dataclasses import dataclass
from typing import Final

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.papers.content import PaperContent
from tongban.core.papers.kinds import PaperKind
from tongban.portals.desk.doors import handlers
from tongban.portals.shared.downloads import edition_of, pdf_response
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting
from tongban.services.papers.queries import (
    PaperLine,
    PaperUnknown,
    content_of_row,
    line_of,
    paper_within_reach,
    papers_of_case,
)
from tongban.services.papers.rendering import paper_pdf
from tongban.services.timekeeping.queries import now

RECEIPT: Final = "出具回执"
NOTICE: Final = "出具一次性告知书"
PRINTED: Final = "打印文书"
_NOTICES: Final = frozenset({PaperKind.NOTICE})
_RECEIPTS: Final = frozenset(PaperKind) - _NOTICES


@dataclass(frozen=True, slots=True)
class PaperPage:
    """What the page of one paper draws."""

    case_number: str
    content: PaperContent
    line: PaperLine
    others: tuple[PaperLine, ...]
    crumbs: tuple[Crumb, ...]


@handlers
@never_cache
@require_safe
def receipt_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show the newest receipt, acceptance or result of a case."""
    return _paper_page(request, number, kinds=_RECEIPTS, reason=RECEIPT)


@handlers
@never_cache
@require_safe
def notice_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show the newest one-time notice of a case."""
    return _paper_page(request, number, kinds=_NOTICES, reason=NOTICE)


@handlers
@never_cache
@require_safe
def paper_file(request: HttpRequest, number: str, paper: str) -> FileResponse:
    """Send one paper as PDF; the look is written first."""
    actor = acting(request)
    row = paper_within_reach(actor, number, paper)
    record_look(actor, row.party_id, at=now(), reason=PRINTED, case_number=number)
    return pdf_response(paper_pdf(row, edition_of(request), now=now()))


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """A paper that was just issued, to be read and printed."""

    case_number: str
    content: PaperContent
    line: PaperLine


def newest_receipt(request: HttpRequest, number: str) -> ShownPaper | None:
    """Return the newest receipt of a case just handed in; nothing without a number.

    The look is written first.
    """
    if not number:
        return None
    return _newest(request, number, kinds=_RECEIPTS, reason=RECEIPT)


def _newest(
    request: HttpRequest, number: str, *, kinds: frozenset[PaperKind], reason: str
) -> ShownPaper:
    actor = acting(request)
    listed = papers_of_case(actor, number)
    chosen = next((line for line in listed if line.kind in kinds), None)
    if chosen is None:
        raise PaperUnknown
    row = paper_within_reach(actor, number, chosen.number)
    record_look(actor, row.party_id, at=now(), reason=reason, case_number=number)
    return ShownPaper(number, content_of_row(row), line_of(row))


def _paper_page(
    request: HttpRequest, number: str, *, kinds: frozenset[PaperKind], reason: str
) -> HttpResponse:
    shown = _newest(request, number, kinds=kinds, reason=reason)
    listed = papers_of_case(acting(request), number)
    page = PaperPage(
        case_number=number,
        content=shown.content,
        line=shown.line,
        others=tuple(one for one in listed if one.number != shown.line.number),
        crumbs=(
            Crumb("办件列表", reverse("desk-work")),
            Crumb(number, reverse("desk-case", args=[number])),
            Crumb(shown.line.title),
        ),
    )
    return render(request, "desk/paper.html", {"page": page})
