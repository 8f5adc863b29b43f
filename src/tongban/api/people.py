"""The account itself: who one is, mandates, messages, and uploads."""

from dataclasses import asdict

from django.http import HttpRequest
from ninja import File, Form, Header, Router, Schema, Status
from ninja.files import UploadedFile

from tongban.api.authentication import TOKEN_SECONDS, issue_token
from tongban.api.schemas.cases import (
    FileOut,
    MandateIdOut,
    MandatesOut,
    MessagesOut,
)
from tongban.api.schemas.commands import MandateIn
from tongban.api.schemas.people import MeOut, TokenIn, TokenOut
from tongban.api.schemas.values import Id
from tongban.api.sending import KeyHeader, envelope_of
from tongban.core.access.actor import ActorKind
from tongban.services.access.rules import acting, api_public, api_signed_in
from tongban.services.cases.guard import NotYours
from tongban.services.cases.mandates import NewMandate, give_mandate, revoke_mandate
from tongban.services.cases.queries.supervision import mandates_given, mandates_held
from tongban.services.files.operations import FileCard, Upload, store_upload
from tongban.services.notices.queries import my_messages
from tongban.services.timekeeping.queries import now, today

router = Router(tags=["账号"])


class UploadIn(Schema):
    """Whom an upload concerns; one's own account when left out."""

    party_id: Id | None = None


@router.post("/tokens", response=TokenOut, auth=None, summary="获取访问令牌")
@api_public
def token(request: HttpRequest, body: TokenIn) -> dict[str, object]:
    """Check name, password and for staff the one-time code; return a token."""
    issued = issue_token(
        request,
        login_name=body.login_name,
        password=body.password,
        code=body.code,
    )
    return {"token": issued, "type": "Bearer", "expires_in": TOKEN_SECONDS}


@router.get("/me", response=MeOut, summary="当前账号")
@api_signed_in
def me(request: HttpRequest) -> dict[str, object]:
    """Return who acts, with which parties and rights."""
    actor = acting(request)
    return {
        "kind": actor.kind.value,
        "name": actor.name,
        "office": actor.office_code,
        "party_ids": actor.party_ids,
        "grants": [asdict(grant) for grant in actor.grants],
    }


@router.get("/messages", response=MessagesOut, summary="我的消息")
@api_signed_in
def messages(request: HttpRequest) -> dict[str, object]:
    """Return the latest messages to one's parties."""
    return {"messages": my_messages(acting(request))}


@router.post("/files", response=FileOut, summary="上传文件")
@api_signed_in
def upload(
    request: HttpRequest,
    sent: Header[KeyHeader],
    file: File[UploadedFile],
    about: Form[UploadIn],
) -> FileCard:
    """Keep an upload after checking its content; returns its id for a case."""
    envelope = envelope_of(request, sent)
    envelope.check()
    actor = envelope.actor
    own = about.party_id is None or about.party_id in actor.party_ids
    if not own and actor.kind is not ActorKind.STAFF:
        raise NotYours
    return store_upload(
        actor,
        Upload(name=file.name or "", chunks=file.chunks()),
        now=now(),
        party_id=about.party_id,
    )


@router.get("/mandates", response=MandatesOut, summary="我的授权")
@api_signed_in
def mandates(request: HttpRequest) -> dict[str, object]:
    """Return the mandates one gave, and those one holds."""
    actor = acting(request)
    return {
        "given": mandates_given(actor, today=today()),
        "held": mandates_held(actor, today=today()),
    }


@router.post("/mandates", response=MandateIdOut, summary="授权他人代办")
@api_signed_in
def mandate(
    request: HttpRequest, sent: Header[KeyHeader], body: MandateIn
) -> dict[str, int]:
    """Give a mandate; giving the same again changes nothing."""
    evidence = None if body.evidence_id is None else str(body.evidence_id)
    new = NewMandate(
        principal_id=body.principal_id,
        helper_login=body.helper_login,
        items=tuple(body.items),
        covers_pledges=body.covers_pledges,
        from_on=body.from_on,
        until_on=body.until_on,
        evidence_id=evidence,
    )
    return {"id": give_mandate(envelope_of(request, sent), new)}


@router.post("/mandates/{mandate_id}/revoke", response={204: None}, summary="收回授权")
@api_signed_in
def revoke(
    request: HttpRequest, mandate_id: Id, sent: Header[KeyHeader]
) -> Status[None]:
    """Take a mandate back at once; twice is harmless."""
    revoke_mandate(envelope_of(request, sent), mandate_id=mandate_id)
    return Status(204, None)
