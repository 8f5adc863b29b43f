"""Bad ratings put right (差评整改): the work list, and one followed to its end."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.ratings.corrections import CLAIMED, Deed
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import followers
from tongban.portals.desk.notices.tabs import page_number
from tongban.portals.desk.sending import (
    ChoiceMissing,
    chosen,
    envelope_of,
    fresh_key,
    one_of,
    reading,
    whole,
    words,
)
from tongban.portals.desk.voices.tabs import (
    CORRECTIONS,
    Tab,
    chosen_shelf,
    shelf_tabs,
    voice_tabs,
)
from tongban.portals.shared.downloads import file_response
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.cases.envelope import Envelope
from tongban.services.files.operations import Upload, store_upload
from tongban.services.files.queries import open_file
from tongban.services.messages.queries import sentence_of
from tongban.services.ratings import corrections
from tongban.services.ratings.cards import (
    CorrectionCard,
    correction_card,
    evidence_of,
)
from tongban.services.ratings.lists import (
    SHELVES,
    CorrectionLine,
    Lines,
    correction_counts,
    corrections_of,
)
from tongban.services.ratings.rules import rating_rules
from tongban.services.timekeeping.queries import now, today

CLAIMS: Final = {
    Deed.CLAIM_FIXED: "已整改",
    Deed.CLAIM_UNFIXABLE: "无法整改",
    Deed.CLAIM_INVALID: "评价无效",
}
EVIDENCE: Final = "evidence"


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """One shelf of the bad ratings to put right."""

    tabs: tuple[Tab, ...]
    shelves: tuple[Tab, ...]
    found: Lines[CorrectionLine]
    fix_days: int
    contact_days: int
    crumbs: tuple[Crumb, ...]


@followers
@never_cache
@require_safe
def corrections_page(request: HttpRequest) -> HttpResponse:
    """Show one shelf, the soonest due first."""
    actor, day = acting(request), today()
    shelf = chosen_shelf(request, SHELVES)
    rules = rating_rules().correction
    page = CorrectionsPage(
        tabs=voice_tabs(actor, CORRECTIONS, today=day),
        shelves=shelf_tabs(
            SHELVES,
            correction_counts(actor, today=day),
            chosen=shelf,
            page=CORRECTIONS,
        ),
        found=corrections_of(actor, shelf=shelf, page=page_number(request), today=day),
        fix_days=rules.fix_working_days,
        contact_days=rules.contact_working_days,
        crumbs=(Crumb("评价和意见"),),
    )
    return render(request, "desk/voices/corrections.html", {"page": page})


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """One bad rating with what can be done about it now."""

    card: CorrectionCard
    claims: tuple[Option, ...]
    may_claim: bool
    may_start: bool
    may_call: bool
    tries_max: int
    typed: str
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@followers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correction_page(request: HttpRequest, correction_id: int) -> HttpResponse:
    """Show one bad rating; call back, start, claim, review, give it to somebody."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            done = _run(request, correction_id)
        except Refusal as no:
            refusal = no
        else:
            messages.success(request, done)
            return redirect("desk-voices-correction", correction_id)
    page = _page(request, correction_card(reading(request), correction_id), refusal)
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/voices/correction.html", {"page": page}, status=status)


@followers
@never_cache
@require_safe
def evidence_page(
    request: HttpRequest, correction_id: int, file_id: UUID
) -> FileResponse:
    """Send a file laid before the reviewer of a correction within reach."""
    allowed = evidence_of(reading(request), correction_id)
    return file_response(open_file(acting(request), file_id, allowed=allowed))


def _page(
    request: HttpRequest, card: CorrectionCard, refusal: Refusal | None
) -> CorrectionPage:
    waits = card.line.state in CLAIMED
    chosen_claim = words(request.POST, "deed")
    return CorrectionPage(
        card=card,
        claims=tuple(
            Option(deed.value, said, chosen=deed.value == chosen_claim)
            for deed, said in CLAIMS.items()
        ),
        may_claim=card.may_work and card.line.contacted and not waits,
        may_start=card.may_work and card.line.state.value == "to_fix",
        may_call=card.may_work and not card.line.contacted,
        tries_max=rating_rules().correction.tries_max,
        typed=words(request.POST, "words") if refusal is not None else "",
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(
            Crumb("评价和意见", reverse(CORRECTIONS)),
            Crumb("差评整改"),
        ),
    )


def _run(request: HttpRequest, correction_id: int) -> str:
    sent, envelope = request.POST, envelope_of(request)
    do, typed = words(sent, "do"), words(sent, "words")
    if do == "call":
        reached = chosen(sent, "reached", field="联系结果") == "yes"
        corrections.contact(
            envelope, correction_id=correction_id, reached=reached, words=typed
        )
        return "回访已登记。"
    if do == "start":
        corrections.start(envelope, correction_id=correction_id)
        return "已开始整改。"
    if do == "claim":
        corrections.claim(
            envelope,
            correction_id=correction_id,
            deed=one_of(sent, "deed", Deed, field="处理结果"),
            words=typed,
            file_id=_evidence(request, envelope),
        )
        return "已提交，等待另一人复核。"
    if do == "assign":
        account_id = whole(sent, "account", field="交给谁")
        corrections.assign(envelope, correction_id=correction_id, account_id=account_id)
        return "已交办。"
    if do in {"approve", "send_back"}:
        corrections.review(
            envelope,
            correction_id=correction_id,
            approved=do == "approve",
            words=typed,
        )
        return "复核结果已登记，评价人可以看到。"
    raise ChoiceMissing("操作")


def _evidence(request: HttpRequest, envelope: Envelope) -> UUID | None:
    sent = request.FILES.get(EVIDENCE)
    if sent is None:
        return None
    upload = Upload(sent.name or "", sent.chunks())
    return store_upload(envelope.actor, upload, now=now()).id
