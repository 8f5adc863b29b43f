"""Applications being written: drafts that keep their attachments."""

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router, Status

from tongban.api.cases import files_within_reach
from tongban.api.collecting import wish_of
from tongban.api.schemas.cases import DraftOut, DraftsOut, ReceiptOut
from tongban.api.schemas.commands import DraftContentIn, DraftFileIn, DraftIn
from tongban.api.schemas.values import Code, Id
from tongban.api.sending import (
    CommandHeaders,
    KeyHeader,
    answered,
    envelope_of,
    reading_envelope,
    set_version,
)
from tongban.services.access.rules import api_signed_in
from tongban.services.cases import drafts
from tongban.services.cases.drafts import DraftView
from tongban.services.cases.envelope import Receipt

router = Router(tags=["草稿"])


def _told(response: HttpResponse, draft: DraftView) -> DraftView:
    set_version(response, draft.version)
    return draft


@router.get("/drafts", response=DraftsOut, summary="我的草稿")
@api_signed_in
def list_drafts(request: HttpRequest) -> dict[str, tuple[DraftView, ...]]:
    """Return one's open drafts, the latest first."""
    return {"drafts": drafts.my_drafts(reading_envelope(request))}


@router.post("/drafts", response=DraftOut, summary="开始一份草稿")
@api_signed_in
def start(
    request: HttpRequest,
    response: HttpResponse,
    sent: Header[KeyHeader],
    body: DraftIn,
) -> DraftView:
    """Open a draft, or return the one already open for the same thing."""
    draft = drafts.start_draft(
        envelope_of(request, sent),
        item=body.item,
        audience=body.audience,
        party_id=body.party_id,
        region=body.region,
    )
    return _told(response, draft)


@router.get("/drafts/{code}", response=DraftOut, summary="一份草稿")
@api_signed_in
def read(request: HttpRequest, response: HttpResponse, code: Code) -> DraftView:
    """Return one's own open draft."""
    return _told(response, drafts.find_draft(reading_envelope(request), code=code))


@router.post("/drafts/{code}/save", response=DraftOut, summary="保存草稿")
@api_signed_in
def save(
    request: HttpRequest,
    response: HttpResponse,
    code: Code,
    sent: Header[CommandHeaders],
    body: DraftContentIn,
) -> DraftView:
    """Save what was filled in; parts not sent stay as they were."""
    content = body.model_dump(exclude_none=True, exclude={"collection"})
    if body.collection is not None:
        content |= drafts.wish_as_content(wish_of(body.collection))
    draft = drafts.save_draft(envelope_of(request, sent), code=code, content=content)
    return _told(response, draft)


@router.post("/drafts/{code}/files", response=DraftOut, summary="放入文件")
@api_signed_in
def attach(
    request: HttpRequest,
    response: HttpResponse,
    code: Code,
    sent: Header[KeyHeader],
    body: DraftFileIn,
) -> DraftView:
    """Lay a stored file into the draft; the same file again changes nothing."""
    files_within_reach({body.material: [body.file_id]})
    drafts.attach_file(
        envelope_of(request, sent),
        code=code,
        material=body.material,
        file_id=str(body.file_id),
    )
    return _told(response, drafts.find_draft(reading_envelope(request), code=code))


@router.post(
    "/drafts/{code}/files/{file}/remove", response=DraftOut, summary="取出文件"
)
@api_signed_in
def detach(
    request: HttpRequest,
    response: HttpResponse,
    code: Code,
    file: Id,
    sent: Header[KeyHeader],
) -> DraftView:
    """Take a file out of the draft; ``file`` is its id within the draft."""
    envelope = envelope_of(request, sent)
    drafts.detach_file(envelope, code=code, draft_file_id=str(file))
    return _told(response, drafts.find_draft(reading_envelope(request), code=code))


@router.post("/drafts/{code}/submit", response=ReceiptOut, summary="提交草稿")
@api_signed_in
def submit(
    request: HttpRequest,
    response: HttpResponse,
    code: Code,
    sent: Header[KeyHeader],
) -> Receipt:
    """Submit the application the draft holds; its files go into the case."""
    return answered(
        response, drafts.submit_draft(envelope_of(request, sent), code=code)
    )


@router.post("/drafts/{code}/discard", response={204: None}, summary="删除草稿")
@api_signed_in
def discard(
    request: HttpRequest,
    code: Code,
    sent: Header[KeyHeader],
) -> Status[None]:
    """Delete a draft that was not submitted."""
    drafts.discard_draft(envelope_of(request, sent), code=code)
    return Status(204, None)
