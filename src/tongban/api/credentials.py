"""Credentials (医保码): a provider reads a code; anybody may fetch the public keys."""

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Header, Router

from tongban.api.schemas.credentials import (
    CodeKeysOut,
    ShownCodeIn,
    ShownPersonOut,
)
from tongban.api.sending import KeyHeader, envelope_of
from tongban.services.access.rules import api_code_readers, api_public
from tongban.services.credentials.keys import CodeKeys, published_keys
from tongban.services.credentials.using import use_code
from tongban.services.timekeeping.queries import today

open_router = Router(tags=["医保码"])
router = Router(tags=["医保码"])


@router.post("/credentials/verify", response=ShownPersonOut, summary="核验医保码")
@api_code_readers
def verify(
    request: HttpRequest, sent: Header[KeyHeader], body: ShownCodeIn
) -> dict[str, object]:
    """Take a code once for its purpose and tell whose it is, masked."""
    shown = use_code(envelope_of(request, sent), body.code, purpose=body.purpose)
    return {**asdict(shown), "assurance": shown.assurance.value}


@open_router.get(
    "/credentials/keys", response=CodeKeysOut, summary="离线核验医保码的公钥"
)
@api_public
def keys(
    request: HttpRequest,  # noqa: ARG001 - ninja hands it over by this name
) -> CodeKeys:
    """Return the public keys a reader without a network proves codes with."""
    return published_keys(today())
