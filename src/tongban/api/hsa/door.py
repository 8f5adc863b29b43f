"""The bare door before the site: plain purchases take the express lane.

Whatever it does not answer goes on to the site with nothing of it used up.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final, TypeAlias

from axes.helpers import get_client_ip_address
from django.conf import settings

from tongban.api.hsa.addresses import read_address
from tongban.api.hsa.views import BODY_BYTES_MAX, JSON_TYPE
from tongban.core.hsa.envelope import read_envelope
from tongban.core.hsa.json_text import json_text
from tongban.core.hsa.profiles import Profile
from tongban.core.refusals import Refusal
from tongban.services.hsa.answering import answer_read
from tongban.services.hsa.callers import Said
from tongban.services.hsa.express import PURCHASE, Express
from tongban.services.hsa.protection import sealed
from tongban.services.timekeeping.queries import now, real_moment

Environ: TypeAlias = dict[str, Any]
Application: TypeAlias = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
BASE: Final = "/hsa/"
_NUMBER: Final = PURCHASE.encode()
_HEADERS: Final = (
    ("Content-Type", JSON_TYPE),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
    ("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY),
    ("X-Frame-Options", settings.X_FRAME_OPTIONS),
)
_log: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WSGIHeaders:
    """As much of a request as is asked where it comes from."""

    META: Environ


class ExpressDoor:
    """A WSGI application in front of another one."""

    def __init__(self, site: Application) -> None:
        self._site = site
        self._lane = Express()

    def __call__(
        self, environ: Environ, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer a plain purchase; hand everything else on."""
        if environ["REQUEST_METHOD"] == "POST":
            path = environ.get("PATH_INFO", "")
            if path.startswith(BASE) and _is_private(environ):
                text = self._answer(environ, path.removeprefix(BASE))
                if text is not None:
                    body = text.encode()
                    length = ("Content-Length", str(len(body)))
                    start_response("200 OK", [*_HEADERS, length])
                    return [body]
        return self._site(environ, start_response)

    def _answer(self, environ: Environ, path: str) -> str | None:
        body = _body(environ)
        if body is None or (_NUMBER not in body and not path.endswith(PURCHASE)):
            return None
        try:
            return self._told(environ, path, body)
        except (Refusal, UnicodeDecodeError):
            return None
        except Exception as fault:  # noqa: BLE001 - the site says what is wrong
            _log.warning("express door: %s", type(fault).__name__)
            return None

    def _told(self, environ: Environ, path: str, body: bytes) -> str | None:
        envelope = read_envelope(
            body.decode("utf-8-sig"), infno=read_address(path).infno
        )
        found = self._lane.try_to_answer(envelope, _said(environ), now())
        if found is None:
            return None
        told, caller = found
        if caller.profile is Profile.PLAIN:
            return told.text
        return json_text(sealed(answer_read(told.text), caller))


def _body(environ: Environ) -> bytes | None:
    """Return the body, still readable for the site; nothing when it is not ours."""
    try:
        length = int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return None
    kind = environ.get("CONTENT_TYPE", "")
    if not 0 < length <= BODY_BYTES_MAX or kind.startswith("multipart/"):
        return None
    body: bytes = environ["wsgi.input"].read(length)
    environ["wsgi.input"] = BytesIO(body)
    return body


def _is_private(environ: Environ) -> bool:
    """Say whether nobody on the way can read along, as far as that is asked for."""
    if not settings.SECURE_SSL_REDIRECT or environ.get("wsgi.url_scheme") == "https":
        return True
    header = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    return header is not None and environ.get(header[0]) == header[1]


def _said(environ: Environ) -> Said:
    headers: dict[str, str] = {}
    for name, value in environ.items():
        if name.startswith("HTTP_"):
            plain = name[5:].lower()
            if not plain.startswith("_"):
                plain = plain.replace("_", "-")
            headers[plain] = str(value)
    address = get_client_ip_address(WSGIHeaders(environ))
    return Said(headers, address or "", real_moment())
