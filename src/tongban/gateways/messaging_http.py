"""A supplier of messages reached by signed HTTP requests."""

import http.client
import json
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from tongban.gateways.messaging_values import (
    Accepted,
    Failed,
    Incoming,
    Outcome,
    Outgoing,
    Refused,
)
from tongban.gateways.signed_http import ask

REFERENCE_CHARACTERS_MAX: Final = 80
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
            status, answer = ask("POST", self.url, key=self.key, body=body)
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


def _accepted(answer: bytes, message: Outgoing) -> Outcome:
    try:
        said = json.loads(answer or b"{}")
    except ValueError:
        said = {}
    reference = said.get("reference") if isinstance(said, dict) else None
    return Accepted(str(reference or message.key)[:REFERENCE_CHARACTERS_MAX])
