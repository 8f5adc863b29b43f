"""How results are collected, and what carriers tell of parcels by themselves."""

from django.http import HttpRequest
from ninja import Header, Router, Schema, Status
from ninja.security import APIKeyHeader
from pydantic import AwareDatetime, Field

from tongban.api.schemas.cases import CollectionOut
from tongban.api.schemas.commands import CollectionIn
from tongban.api.schemas.values import Code, Short
from tongban.api.sending import KeyHeader, envelope_of
from tongban.core.collecting.parcels import Scan
from tongban.core.collecting.wishes import Wish
from tongban.services.access.rules import acting, api_public, api_signed_in
from tongban.services.cases.queries.page import case_page
from tongban.services.collecting.notes import (
    NOTES_PER_REQUEST_MAX,
    ScanNote,
    check_carrier,
    take_notes,
)
from tongban.services.collecting.operations import choose
from tongban.services.collecting.queries import Collecting
from tongban.services.timekeeping.queries import now, today

WAYBILL_MAX = 40
router = Router(tags=["领取"])
carrier_router = Router(tags=["快递公司"])


@router.put("/cases/{number}/collection", response=CollectionOut, summary="改领取方式")
@api_signed_in
def put_collection(
    request: HttpRequest,
    number: Code,
    sent: Header[KeyHeader],
    body: CollectionIn,
) -> Collecting:
    """Choose how to get the result, until it is on its way; the last word counts."""
    choose(envelope_of(request, sent), number=number, wish=wish_of(body))
    return case_page(acting(request), number, today=today()).collection


def wish_of(body: CollectionIn) -> Wish:
    """Return the wish a body states."""
    return Wish(body.way, body.receiver, body.phone, body.address)


class CarrierSignature(APIKeyHeader):
    """The HMAC signature of the carrier over time, path and body."""

    param_name = "X-Tongban-Signature"

    def authenticate(self, request: HttpRequest, key: str | None) -> str:
        """Return the carrier's name; refuse what it did not sign."""
        return check_carrier(
            moment=request.headers.get("X-Tongban-Time", ""),
            path=request.path,
            body=request.body,
            signed=key or "",
        )


class ScanIn(Schema):
    """One thing the carrier saw of a waybill."""

    waybill: str = Field(min_length=1, max_length=WAYBILL_MAX, description="运单号")
    scan: Scan = Field(description="运送、签收、退回、丢失")
    at: AwareDatetime = Field(description="时间，带时区")
    words: Short = Field(default="", description="给收件人看的说明")


class ScansIn(Schema):
    """What the carrier saw, as much as one request may hold."""

    scans: list[ScanIn] = Field(max_length=NOTES_PER_REQUEST_MAX)


@carrier_router.post(
    "/parcels/scans",
    response={204: None},
    auth=CarrierSignature(),
    summary="接收包裹动向",
)
@api_public
def scans(request: HttpRequest, body: ScansIn) -> Status[None]:
    """Keep what the carrier saw; sending it again is harmless."""
    notes = [ScanNote(one.waybill, one.scan, one.at, one.words) for one in body.scans]
    carrier = str(request.auth)  # type: ignore[attr-defined]  # set by ninja
    take_notes(carrier, notes, now=now())
    return Status(204, None)
