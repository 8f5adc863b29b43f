"""Signed HTTP requests between us and suppliers and carriers.

Every request, theirs and ours, carries ``X-Tongban-Time`` (seconds since 1970)
and ``X-Tongban-Signature``: the HMAC-SHA-256, in hex, of the time, the path
and the body, joined by line feeds, under the key both sides hold.
"""

import hashlib
import hmac
import http.client
from typing import Final
from urllib.parse import urlsplit

from tongban.gateways.clock import real_now

ANSWER_SECONDS_MAX: Final = 10
ANSWER_BYTES_MAX: Final = 64 * 1024
SIGNATURE_SECONDS_MAX: Final = 300
TIME_HEADER: Final = "X-Tongban-Time"
SIGNATURE_HEADER: Final = "X-Tongban-Signature"


def ask(method: str, url: str, *, key: str, body: bytes = b"") -> tuple[int, bytes]:
    """Send one signed request; return the status and the body of the answer.

    Raises ``OSError`` or ``http.client.HTTPException`` when nobody answers in time.
    """
    parts = urlsplit(url)
    moment = str(int(real_now().timestamp()))
    path = parts.path or "/"
    wire = _wire(parts.scheme, parts.hostname or "", parts.port)
    try:
        wire.request(
            method,
            path,
            body,
            {
                "Content-Type": "application/json",
                TIME_HEADER: moment,
                SIGNATURE_HEADER: signature(key, moment=moment, path=path, body=body),
            },
        )
        answer = wire.getresponse()
        return answer.status, answer.read(ANSWER_BYTES_MAX)
    finally:
        wire.close()


def signature(key: str, *, moment: str, path: str, body: bytes) -> str:
    """Return the signature of a request."""
    content = b"\n".join((moment.encode(), path.encode(), body))
    return hmac.new(key.encode(), content, hashlib.sha256).hexdigest()


def is_signed(key: str, *, moment: str, path: str, body: bytes, signed: str) -> bool:
    """Say whether a request was signed with this key a short while ago."""
    if not (moment.isascii() and moment.isdigit()):
        return False
    age = abs(int(real_now().timestamp()) - int(moment))
    own = signature(key, moment=moment, path=path, body=body)
    return age <= SIGNATURE_SECONDS_MAX and hmac.compare_digest(
        own.encode(), signed.encode()
    )


def _wire(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        return http.client.HTTPSConnection(host, port, timeout=ANSWER_SECONDS_MAX)
    return http.client.HTTPConnection(host, port, timeout=ANSWER_SECONDS_MAX)
