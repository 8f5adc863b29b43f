"""Requests that another system signed with a key both sides hold."""

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.gateways.signed_http import is_signed


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """What a signature covers, and who says to have made it."""

    sender: str
    moment: str
    path: str
    body: bytes
    signature: str


def is_of_its_sender(request: SignedRequest, keys: Mapping[str, str]) -> bool:
    """Say whether the sender a request names signed it a short while ago."""
    key = keys.get(request.sender)
    return key is not None and is_signed(
        key,
        moment=request.moment,
        path=request.path,
        body=request.body,
        signed=request.signature,
    )
