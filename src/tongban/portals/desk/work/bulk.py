"""Approving cases together: first what would happen, then what has happened."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tongban.core.cases.decisions.handling import Decision
from tongban.core.money import yuan_text
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import reviewers
from tongban.portals.desk.sending import amount_fen, envelope_of, fresh_key, words
from tongban.portals.desk.work.context import (
    filter_in,
    list_pairs,
    list_query,
    with_query,
)
from tongban.portals.shared.layout.fields import Field, FieldKind
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.desk.bulk import BulkPreview, Outcome, Seen, approve, preview
from tongban.services.desk.phrases import PhraseKind, phrases_in_use
from tongban.services.messages.queries import sentence_of

CASE: Final = "case"
AT: Final = "@"
APPROVE: Final = "approve"
WORDS_MAX: Final = 2_000


@dataclass(frozen=True, slots=True)
class BulkPage:
    """What is about to happen, or what has happened to each case."""

    preview: BulkPreview | None
    outcomes: tuple[Outcome, ...]
    done: int
    cases: tuple[str, ...]
    fields: tuple[Field, ...]
    phrases: tuple[str, ...]
    problem: str
    back: str
    kept: tuple[tuple[str, str], ...]
    key: str
    crumbs: tuple[Crumb, ...]


@reviewers
@never_cache
@require_POST
def bulk_page(request: HttpRequest) -> HttpResponse:
    """Show what approving the chosen cases would do; do it when told to."""
    refusal: Refusal | None = None
    if words(request.POST, "do") == APPROVE:
        try:
            return _shown(request, outcomes=_approved(request))
        except Refusal as no:
            refusal = no
    try:
        found = preview(
            envelope_of(request), numbers=[one.number for one in _seen(request)]
        )
    except Refusal as no:
        messages.warning(request, sentence_of(no))
        return redirect(_back(request))
    return _shown(request, found=found, refusal=refusal)


def _approved(request: HttpRequest) -> tuple[Outcome, ...]:
    decision = Decision(
        approved=True,
        amount_fen=amount_fen(request.POST, "amount"),
        words=words(request.POST, "words"),
        clause="",
    )
    return approve(
        envelope_of(request),
        cases=tuple(_seen(request)),
        digest=words(request.POST, "digest"),
        decision=decision,
    )


def _seen(request: HttpRequest) -> Iterator[Seen]:
    """Yield the chosen cases with the versions the page showed."""
    for sent in request.POST.getlist(CASE):
        number, _, version = sent.partition(AT)
        known = version.isascii() and version.isdigit()
        yield Seen(number, int(version) if known else 0)


def _back(request: HttpRequest) -> str:
    return with_query(reverse("desk-work"), list_query(filter_in(request.POST)))


def _shown(
    request: HttpRequest,
    *,
    found: BulkPreview | None = None,
    outcomes: tuple[Outcome, ...] = (),
    refusal: Refusal | None = None,
) -> HttpResponse:
    chosen = filter_in(request.POST)
    rows = () if found is None else found.rows
    kinds = phrases_in_use(acting(request), kind=PhraseKind.APPROVE)
    page = BulkPage(
        preview=found,
        outcomes=outcomes,
        done=sum(one.done for one in outcomes),
        cases=tuple(f"{row.number}{AT}{row.version}" for row in rows),
        fields=() if found is None else tuple(_fields(request, found)),
        phrases=tuple(one.text for one in kinds),
        problem="" if refusal is None else sentence_of(refusal),
        back=_back(request),
        kept=list_pairs(chosen),
        key=fresh_key(),
        crumbs=(Crumb("办件列表", _back(request)), Crumb("批量审核")),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/work/bulk.html", {"page": page}, status=status)


def _fields(request: HttpRequest, found: BulkPreview) -> Iterator[Field]:
    if found.pays:
        yield Field(
            name="amount",
            label="每件核定拨付金额",
            kind=FieldKind.DECIMAL,
            value=words(request.POST, "amount"),
            hint=f"每件相同，最多{yuan_text(found.payment_max)}元；更高的须逐件审核",
            unit="元",
            width="short",
            length_max=15,
        )
    yield Field(
        name="words",
        label="审核意见",
        value=words(request.POST, "words"),
        required=False,
        length_max=WORDS_MAX,
        listed="phrases-approve",
    )
