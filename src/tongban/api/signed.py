"""Requests other systems sign: their headers, read the same way everywhere."""

from django.http import HttpRequest

from tongban.services.access.signatures import SignedRequest

SIGNATURE_HEADER = "X-Tongban-Signature"
TIME_HEADER = "X-Tongban-Time"


def signed_request(
    request: HttpRequest, *, sender_header: str, signature: str | None
) -> SignedRequest:
    """Return what a request's signature covers; what is missing is empty."""
    return SignedRequest(
        sender=request.headers.get(sender_header, ""),
        moment=request.headers.get(TIME_HEADER, ""),
        path=request.path,
        body=request.body,
        signature=signature or "",
    )
