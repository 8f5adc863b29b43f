"""Messages of other deployments: kept once, told what is spoken here."""

from http import HTTPStatus

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field

from tongban.api.signed import SIGNATURE_HEADER, TIME_HEADER
from tongban.core.exchange.envelope import SENDER_HEADER
from tongban.core.exchange.rules import PROTOCOLS
from tongban.services.access.rules import api_public
from tongban.services.exchange.receiving import Brought, receive

router = Router(tags=["区域间交换"])


class ReceiptOut(Schema):
    """That a message is kept, signed by who keeps it."""

    number: int = Field(description="消息编号")
    digest: str = Field(description="消息内容的SHA-256摘要")
    state: str = Field(
        description="stored已收到、applied已办理、refused不能办理、failed出错"
    )
    repeated: bool = Field(description="以前收到过同样的消息")
    skew_seconds: int = Field(description="发送方的时钟比本平台快多少秒")
    signature: str = Field(description="本平台对收据的签名")


class VersionsOut(Schema):
    """The versions of the protocol that are spoken here, newest first."""

    versions: list[str]


@router.post(
    "/exchange/messages",
    response={200: ReceiptOut, 201: ReceiptOut},
    auth=None,
    summary="接收另一个平台的消息（按签名认发送方）",
)
@api_public
def send(request: HttpRequest) -> Status[ReceiptOut]:
    """Keep a message that its sender signed; the same one again changes nothing."""
    found = receive(
        Brought(
            sender=request.headers.get(SENDER_HEADER, ""),
            moment=request.headers.get(TIME_HEADER, ""),
            signature=request.headers.get(SIGNATURE_HEADER, ""),
            content=request.body,
        )
    )
    kept = found.kept
    return Status(
        HTTPStatus.OK if kept.repeated else HTTPStatus.CREATED,
        ReceiptOut(
            number=kept.number,
            digest=kept.digest,
            state=kept.state,
            repeated=kept.repeated,
            skew_seconds=found.skew_seconds,
            signature=found.signature,
        ),
    )


@router.get(
    "/exchange/versions",
    response={200: VersionsOut},
    auth=None,
    summary="本平台支持的交换协议版本",
)
@api_public
def versions(request: HttpRequest) -> VersionsOut:
    """Tell which versions are spoken here."""
    del request
    return VersionsOut(versions=list(PROTOCOLS))
