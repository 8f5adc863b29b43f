"""Carrying messages to other deployments over HTTP, and asking what they speak."""

import http.client
import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

from tongban.core.exchange.envelope import SENDER_HEADER
from tongban.gateways.signed_http import SIGNATURE_HEADER, TIME_HEADER

PATH: Final = "/api/v1/exchange/messages"
VERSIONS_PATH: Final = "/api/v1/exchange/versions"
ANSWER_SECONDS_MAX: Final = 15
ANSWER_BYTES_MAX: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: ``status`` 0 when nobody answered, ``said`` its JSON."""

    status: int
    said: dict[str, object]

    @property
    def took(self) -> bool:
        """Whether the message was kept."""
        return self.status in {HTTPStatus.OK, HTTPStatus.CREATED}

    @property
    def code(self) -> str:
        """The code of a refusal, or how the transport failed."""
        if not self.status:
            return "unreachable"
        return str(self.said.get("code") or f"http_{self.status}")


def post(url: str, content: bytes, *, sender: str, moment: str, signed: str) -> Answer:
    """Send one message and return the answer; nothing is raised."""
    headers = {
        "Content-Type": "application/json",
        SENDER_HEADER: sender,
        TIME_HEADER: moment,
        SIGNATURE_HEADER: signed,
    }
    return _ask("POST", url, PATH, content, headers)


def versions(url: str) -> tuple[str, ...]:
    """Return the versions a deployment speaks; none when it does not answer."""
    answer = _ask("GET", url, VERSIONS_PATH, b"", {})
    told = answer.said.get("versions")
    return tuple(str(one) for one in told) if isinstance(told, list) else ()


def _ask(
    method: str, url: str, path: str, content: bytes, headers: dict[str, str]
) -> Answer:
    parts = urlsplit(url)
    opening = (
        http.client.HTTPSConnection
        if parts.scheme == "https"
        else http.client.HTTPConnection
    )
    wire = opening(parts.hostname or "", parts.port, timeout=ANSWER_SECONDS_MAX)
    try:
        wire.request(method, parts.path.rstrip("/") + path, content, headers)
        answer = wire.getresponse()
        return Answer(answer.status, _read(answer.read(ANSWER_BYTES_MAX)))
    except (OSError, http.client.HTTPException):
        return Answer(0, {})
    finally:
        wire.close()


def _read(content: bytes) -> dict[str, object]:
    try:
        said = json.loads(content)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
