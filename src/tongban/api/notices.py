"""Receipts and replies that suppliers of messages send by themselves."""

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import APIKeyHeader
from pydantic import Field

from tongban.api.signed import SIGNATURE_HEADER, signed_request
from tongban.services.access.rules import api_public
from tongban.services.notices.suppliers import (
    NOTES_PER_REQUEST_MAX,
    ReceiptNote,
    ReplyNote,
    check_supplier,
    take_receipts,
    take_replies,
)
from tongban.services.timekeeping.queries import now

KEY_MAX = 80
REASON_MAX = 40
PHONE_MAX = 20
TEXT_MAX = 1_000

router = Router(tags=["运营商"])


class SupplierSignature(APIKeyHeader):
    """The HMAC signature of a supplier over time, path and body."""

    param_name = SIGNATURE_HEADER

    def authenticate(self, request: HttpRequest, key: str | None) -> str:
        """Return the supplier's name; refuse what it did not sign."""
        return check_supplier(
            signed_request(request, sender_header="X-Tongban-Supplier", signature=key)
        )


class ReceiptIn(Schema):
    """What became of one message."""

    key: str = Field(min_length=1, max_length=KEY_MAX, description="回执自己的编号")
    message: str = Field(
        min_length=1, max_length=KEY_MAX, description="平台交来的消息编号"
    )
    delivered: bool = Field(description="是否送达")
    reason: str = Field(default="", max_length=REASON_MAX, description="未送达的原因")


class ReceiptsIn(Schema):
    """Receipts, as many as one request may hold."""

    receipts: list[ReceiptIn] = Field(max_length=NOTES_PER_REQUEST_MAX)


class ReplyIn(Schema):
    """What somebody answered."""

    key: str = Field(min_length=1, max_length=KEY_MAX, description="回复自己的编号")
    phone: str = Field(min_length=1, max_length=PHONE_MAX, description="对方的号码")
    text: str = Field(max_length=TEXT_MAX, description="回复的内容")


class RepliesIn(Schema):
    """Replies, as many as one request may hold."""

    replies: list[ReplyIn] = Field(max_length=NOTES_PER_REQUEST_MAX)


@router.post(
    "/notices/receipts",
    response={204: None},
    auth=SupplierSignature(),
    summary="接收回执",
)
@api_public
def receipts(request: HttpRequest, body: ReceiptsIn) -> Status[None]:
    """Keep receipts; sending one again is harmless."""
    notes = [ReceiptNote(**one.dict()) for one in body.receipts]
    take_receipts(_supplier(request), notes, now=now())
    return Status(204, None)


@router.post(
    "/notices/replies",
    response={204: None},
    auth=SupplierSignature(),
    summary="接收回复",
)
@api_public
def replies(request: HttpRequest, body: RepliesIn) -> Status[None]:
    """Keep people's replies; sending one again is harmless."""
    notes = [ReplyNote(**one.dict()) for one in body.replies]
    take_replies(_supplier(request), notes, now=now())
    return Status(204, None)


def _supplier(request: HttpRequest) -> str:
    """Return the supplier whose signature was checked before this view ran."""
    return str(request.auth)  # type: ignore[attr-defined]  # set by ninja
