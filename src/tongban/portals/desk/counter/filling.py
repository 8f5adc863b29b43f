"""Filling in an application at the window, and its main actions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from tongban.core.json_values import Json, texts_of
from tongban.core.refusals import Refusal
from tongban.portals.desk.counter import sheet
from tongban.portals.desk.counter.sheet import Trouble
from tongban.portals.desk.doors import window
from tongban.portals.desk.sending import envelope_of, fresh_key, reading, words
from tongban.portals.desk.work.context import with_query
from tongban.portals.shared.filling.collecting import wish_problems
from tongban.portals.shared.filling.work import Work
from tongban.services.cases.drafts import (
    DraftUnknown,
    DraftView,
    attach_file,
    detach_file,
    discard_draft,
    find_draft,
    save_draft,
    submit_draft,
)
from tongban.services.cases.envelope import Receipt
from tongban.services.cases.forms import faults_by_field
from tongban.services.cases.intake import accept_case, finish_at_once
from tongban.services.desk.visitor import visitor_summary
from tongban.services.files.operations import Upload, store_upload
from tongban.services.items.queries import terms_on
from tongban.services.messages.queries import sentence_of
from tongban.services.parties.queries import party_card
from tongban.services.timekeeping.queries import now, today

COMPLETE: Final = frozenset({"accept", "finish"})
TELLING: Final = frozenset({"notice", "refuse", "transfer"})
HANDING_IN: Final = COMPLETE | TELLING
MORE_ROWS: Final = "rows."
DONE: Final = "done"


@dataclass(frozen=True, slots=True)
class Sent:
    """A request to save, with the action that was chosen."""

    request: HttpRequest
    code: str
    do: str


@window
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def fill_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the counter form; take what was typed, and hand it in when asked."""
    if request.method == "POST":
        return _take(Sent(request, code, words(request.POST, "do")))
    return _shown(request, _work_of(request, code), Trouble())


@window
@require_POST
def drop_page(request: HttpRequest, code: str) -> HttpResponse:
    """Throw an application away that was never handed in."""
    discard_draft(reading(request), code=code)
    messages.success(request, "草稿已删除。")
    return redirect("desk-counter")


def _take(sent: Sent) -> HttpResponse:
    request = sent.request
    try:
        work = _work_of(request, sent.code)
    except DraftUnknown:
        if sent.do not in HANDING_IN:
            raise
        # The first click has handed it in: answer the second one the same.
        return _go_on(sent, submit_draft(envelope_of(request), code=sent.code))
    content = sheet.read_content(work, request.POST)
    uploads = _keep_uploads(request, work)
    if request.POST.get("detach"):
        detach_file(
            reading(request), code=sent.code, draft_file_id=request.POST["detach"]
        )
    trouble = _saved(sent, work, content)
    trouble = replace(trouble, uploads=uploads)
    if sent.do.startswith(MORE_ROWS):
        trouble = replace(trouble, more_rows=sent.do.removeprefix(MORE_ROWS))
    if sent.do in HANDING_IN and not trouble.words and not uploads:
        return _hand_in(sent)
    fresh = _work_of(request, sent.code)
    typed = Work(_with(fresh.draft, content), fresh.terms, fresh.party)
    if sent.do == "save" and not trouble.words and not uploads:
        messages.success(request, "已暂存，可以稍后继续。")
        return redirect("desk-counter-fill", sent.code)
    return _shown(request, typed, trouble)


def _saved(sent: Sent, work: Work, content: Mapping[str, Json]) -> Trouble:
    """Save what was typed; return what stands against handing it in."""
    try:
        save_draft(envelope_of(sent.request), code=work.draft.code, content=content)
    except Refusal as no:
        return Trouble(words=sentence_of(no))
    return Trouble()


def _hand_in(sent: Sent) -> HttpResponse:
    request = sent.request
    work = _work_of(request, sent.code)
    faults = faults_by_field(work.terms, work.form, work.situations)
    wish = wish_problems(work.draft.content)
    if faults or work.unanswered or wish:
        trouble = Trouble(fields=faults, question="请选择一项", wish=wish)
        return _shown(request, work, trouble)
    try:
        _prepare(sent, work)
        receipt = submit_draft(envelope_of(request), code=sent.code)
    except Refusal as no:
        return _shown(
            request, _work_of(request, sent.code), Trouble(words=sentence_of(no))
        )
    return _go_on(sent, receipt)


def _prepare(sent: Sent, work: Work) -> None:
    """Leave behind what these answers do not call for, and say if papers lack."""
    read = reading(sent.request)
    for file in sheet.unneeded_files(work):
        detach_file(read, code=sent.code, draft_file_id=str(file.id))
    lines = sheet.material_lines(work, errors={})
    free = {line.material.code for line in lines if not line.by_itself}
    files = {file.material for file in work.draft.files}
    papers = [one for one in texts_of(work.draft.content, "papers") if one in free]
    pledges = [
        one
        for one in texts_of(work.draft.content, "pledges")
        if one in free and one not in papers and one not in files
    ]
    content: dict[str, Json] = {
        "papers": papers,
        "pledges": pledges,
        "form": work.form,
        "situations": sorted(work.situations),
        "incomplete": sent.do in TELLING,
    }
    save_draft(read, code=sent.code, content=content)


def _go_on(sent: Sent, receipt: Receipt) -> HttpResponse:
    """Do the chosen action on the case that was just opened."""
    request = sent.request
    if receipt.joined:
        messages.warning(
            request, "此人已有同一申请在办，本次申请已并入原办件，不重复受理。"
        )
        return redirect("desk-case", receipt.number)
    if sent.do in TELLING:
        return redirect(f"/desk/cases/{receipt.number}/?open={sent.do}#{sent.do}")
    if receipt.state == "closed" or receipt.step != "accept":
        return _done(receipt.number)
    envelope = replace(
        envelope_of(request, part="-2"),
        version=None if receipt.repeated else receipt.version,
    )
    command = finish_at_once if sent.do == "finish" else accept_case
    try:
        command(envelope, number=receipt.number)
    except Refusal as no:
        messages.warning(request, f"申请已收下，但还没有受理：{sentence_of(no)}")
        return redirect("desk-case", receipt.number)
    return _done(receipt.number)


def _done(number: str) -> HttpResponse:
    """Go back to the window: the receipt to print, the box for the next person."""
    return redirect(with_query(reverse("desk-counter"), {DONE: number}))


def _keep_uploads(request: HttpRequest, work: Work) -> dict[str, str]:
    """Keep every file that was sent; return what was refused, by material."""
    refused: dict[str, str] = {}
    present = len(work.draft.files)
    read = reading(request)
    for name in request.FILES:
        material = name.removeprefix(sheet.UPLOAD)
        for sent in request.FILES.getlist(name):
            try:
                card = store_upload(
                    read.actor,
                    Upload(sent.name or "", sent.chunks()),
                    now=now(),
                    party_id=work.party.id,
                    present=present,
                )
                attach_file(
                    read, code=work.draft.code, material=material, file_id=str(card.id)
                )
            except Refusal as no:
                refused[material] = sentence_of(no)
            else:
                present += 1
    return refused


def _work_of(request: HttpRequest, code: str) -> Work:
    draft = find_draft(reading(request), code=code)
    terms = terms_on(draft.item, draft.audience, draft.region, today())
    return Work(draft, terms, party_card(draft.party_id))


def _with(draft: DraftView, content: Mapping[str, Json]) -> DraftView:
    return replace(draft, content={**draft.content, **content})


def _shown(request: HttpRequest, work: Work, trouble: Trouble) -> HttpResponse:
    summary = visitor_summary(reading(request), party_id=work.party.id)
    page = sheet.sheet_page(
        work, trouble, key=fresh_key(), twins=summary.open_of(work.draft.item)
    )
    wrong = page.problems or trouble.uploads
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "desk/fill.html", {"page": page}, status=status)
