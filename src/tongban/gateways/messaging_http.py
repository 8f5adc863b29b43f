"""A supplier of messages reached by signed HTTP requests.

Every request, theirs and ours, carries ``X-Tongban-Time`` (seconds since 1970)
and ``X-Tongban-Signature``: the HMAC-SHA-256, in hex, of the time, the path
and the body, joined by line feeds, under the key both sides hold.
"""

import hashlib
import hmac
import http.client
import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from tongban.gateways.clock import real_now
from tongban.gateways.messaging_values import (
    Accepted,
    Failed,
    Incoming,
    Outcome,
    Outgoing,
    Refused,
)

ANSWER_SECONDS_MAX: Final = 10
ANSWER_BYTES_MAX: Final = 16 * 1024
REFERENCE_CHARACTERS_MAX: Final = 80
SIGNATURE_SECONDS_MAX: Final = 300
TIME_HEADER: Final = "X-Tongban-Time"
SIGNATURE_HEADER: Final = "X-Tongban-Signature"
_PASSING: Final = frozenset({HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS})


@dataclass(frozen=True, slots=True)
class HttpSupplier:
    """One supplier; receipts and replies come to our own address by themselves."""

    name: str
    url: str
    key: str

    def send(self, message: Outgoing) -> Outcome:
        """Post a message; 2xx takes it, 4xx refuses it, all else may be tried again."""
        body = json.dumps(
            {
                "key": message.key,
                "way": message.way,
                "to": message.address,
                "text": message.text,
            },
            ensure_ascii=False,
        ).encode()
        try:
            status, answer = self._post(body)
        except (OSError, http.client.HTTPException):
            return Failed("unreachable")
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            return _accepted(answer, message)
        refused = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
        if refused and status not in _PASSING:
            return Refused(f"http_{status}")
        return Failed(f"http_{status}")

    def collect(self) -> Sequence[Incoming]:
        """Return nothing: this supplier comes to us."""
        return ()

    def acknowledge(self, keys: Sequence[str]) -> None:
        """Do nothing: there is nothing to fetch."""

    def _post(self, body: bytes) -> tuple[int, bytes]:
        parts = urlsplit(self.url)
        moment = str(int(real_now().timestamp()))
        path = parts.path or "/"
        wire = _wire(parts.scheme, parts.hostname or "", parts.port)
        try:
            wire.request(
                "POST",
                path,
                body,
                {
                    "Content-Type": "application/json",
                    TIME_HEADER: moment,
                    SIGNATURE_HEADER: signature(
                        self.key, moment=moment, path=path, body=body
                    ),
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


def _accepted(answer: bytes, message: Outgoing) -> Outcome:
    try:
        said = json.loads(answer or b"{}")
    except ValueError:
        said = {}
    reference = said.get("reference") if isinstance(said, dict) else None
    return Accepted(str(reference or message.key)[:REFERENCE_CHARACTERS_MAX])
