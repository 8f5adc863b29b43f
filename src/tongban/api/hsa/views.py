"""The views of the national interface: whatever comes in, an envelope goes back."""

import base64
import binascii
import logging
import secrets
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import quote

from axes.helpers import get_client_ip_address
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt

from tongban.api.hsa.addresses import AddressUnknown, read_address
from tongban.core.hsa.envelope import (
    FAILURE,
    SERIAL_DIGITS,
    Answer,
    Envelope,
    EnvelopeFaulty,
    read_envelope,
    reference_of,
    shortened,
    stamp_of,
)
from tongban.core.hsa.json_text import json_text
from tongban.core.refusals import Refusal
from tongban.services.access.rules import AccessRule, guarded
from tongban.services.hsa.answering import Received, answer, refused
from tongban.services.hsa.callers import (
    Caller,
    GatewayRefused,
    HeadersMissing,
    Said,
    caller_by_headers,
    caller_by_network,
    issue_token,
)
from tongban.services.hsa.protection import sealed, unsealed
from tongban.services.hsa.refusals import Busy, Failed
from tongban.services.hsa.tables import interface
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import now, real_moment

MEBIBYTE: Final = 1024 * 1024
BODY_MEBIBYTES_MAX: Final = 3  # as settings.DATA_UPLOAD_MAX_MEMORY_SIZE
BODY_BYTES_MAX: Final = BODY_MEBIBYTES_MAX * MEBIBYTE
JSON_TYPE: Final = "application/json;charset=utf-8"
FILE_TYPE: Final = "application/octet-stream"
FILE_NODE: Final = "fsUploadIn"
# The rule: who calls proves it by a key, and the key names the institution.
CALLERS: Final = AccessRule("institutions by their key")
_GRANTS: Final = frozenset({"password", "client_credentials"})
_log: Final = logging.getLogger(__name__)


class MethodRefused(Refusal):
    """Messages are posted."""

    code = "hsa.method_not_allowed"

    def __init__(self) -> None:
        super().__init__("POST only.")


class BodyTooLarge(Refusal):
    """The body is larger than one message may be."""

    code = "hsa.body_too_large"

    def __init__(self) -> None:
        super().__init__("The body is too large.", mebibytes=BODY_MEBIBYTES_MAX)


_STATUSES: Final[Mapping[type[Refusal], HTTPStatus]] = {
    AddressUnknown: HTTPStatus.NOT_FOUND,
    MethodRefused: HTTPStatus.METHOD_NOT_ALLOWED,
    Busy: HTTPStatus.SERVICE_UNAVAILABLE,
    Failed: HTTPStatus.INTERNAL_SERVER_ERROR,
}


@csrf_exempt
@guarded(CALLERS)
def message(request: HttpRequest, address: str) -> HttpResponse:
    """Answer one message; a refusal is an envelope, a caller unproved gets a 401."""
    moment = now()
    try:
        return _answered(request, address, moment)
    except GatewayRefused as refusal:
        return _unauthorized(refusal)
    except Refusal as refusal:
        return _said_no(refusal, moment)
    except (OperationalError, InterfaceError):
        return _said_no(Busy(), moment)
    except Exception as fault:  # noqa: BLE001 - a client never sees a traceback
        # The words of a fault may hold personal data; its kind may not.
        _log.error("hsa message failed: %s", type(fault).__name__)
        return _said_no(Failed(), moment)


@csrf_exempt
@guarded(CALLERS)
def token(request: HttpRequest) -> HttpResponse:
    """Give out a bearer token for a key and its secret (OAuth 2)."""
    try:
        if request.method != "POST":
            raise MethodRefused
        name, secret = _basic(request)
        if request.POST.get("grant_type", "password") not in _GRANTS:
            raise HeadersMissing(("grant_type=password",))
        text = issue_token(_said(request), name=name, secret=secret)
    except GatewayRefused as refusal:
        return _unauthorized(refusal)
    except Refusal as refusal:
        return _said_no(refusal, now())
    except (SuspiciousOperation, RequestDataTooBig, MultiPartParserError):
        return _said_no(BodyTooLarge(), now())
    seconds = interface().token_minutes * 60
    told = {"access_token": text, "token_type": "bearer", "expires_in": seconds}
    return HttpResponse(json_text(told), content_type=JSON_TYPE)


def _answered(request: HttpRequest, address: str, moment: datetime) -> HttpResponse:
    if request.method != "POST":
        raise MethodRefused
    infno = read_address(address).infno
    caller = caller_by_headers(_said(request))
    text, file = _body(request)
    envelope = read_envelope(text, infno=infno)
    if caller is None:
        caller = caller_by_network(_said(request), envelope.institution)
    given = _given(caller, envelope, file, moment)
    if given.file is not None:
        return _file(*given.file)
    return HttpResponse(json_text(sealed(given, caller)), content_type=JSON_TYPE)


def _given(
    caller: Caller, envelope: Envelope, file: bytes | None, moment: datetime
) -> Answer:
    received = Received(caller.institution, envelope, moment)
    try:
        opened = unsealed(envelope, caller)
    except Refusal as refusal:
        return refused(received, refusal)
    if file is not None:
        opened = _with_file(opened, file)
    return answer(Received(caller.institution, opened, moment))


def _with_file(envelope: Envelope, file: bytes) -> Envelope:
    """Put the binary part of a multipart body where the table has the bytes."""
    given = envelope.input
    said = dict(given) if not isinstance(given, str) else {}
    node = said.get(FILE_NODE)
    fields = dict(node) if isinstance(node, Mapping) else {}
    fields["in"] = base64.b64encode(file).decode()
    return Envelope(envelope.fields, {**said, FILE_NODE: fields})


def _body(request: HttpRequest) -> tuple[str, bytes | None]:
    """Return the text of the envelope and the file beside it, if there is one."""
    try:
        length = int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        length = 0
    if length > BODY_BYTES_MAX:
        raise BodyTooLarge
    try:
        if request.content_type == "multipart/form-data":
            file = request.FILES.get("file")
            text = str(request.POST.get("jsonStr", ""))
            return text, None if file is None else file.read()
        return request.body.decode("utf-8-sig"), None
    except RequestDataTooBig:
        raise BodyTooLarge from None
    except (UnicodeDecodeError, MultiPartParserError, SuspiciousOperation):
        raise EnvelopeFaulty(["报文应当是UTF-8编码的JSON"]) from None


def _said(request: HttpRequest) -> Said:
    headers = {
        name.removeprefix("HTTP_").lower(): str(value)
        for name, value in request.META.items()
        if name.startswith("HTTP_")
    }
    # A name that begins with "_" keeps it; others are written with a hyphen.
    named = {
        name if name.startswith("_") else name.replace("_", "-"): value
        for name, value in headers.items()
    }
    return Said(named, get_client_ip_address(request) or "", real_moment())


def _basic(request: HttpRequest) -> tuple[str, str]:
    """Return client id and secret of the Authorization header, or of the form."""
    header = request.headers.get("Authorization", "")
    if header.startswith("Basic "):
        try:
            text = base64.b64decode(header.removeprefix("Basic "), validate=True)
            name, _, secret = text.decode().partition(":")
        except (binascii.Error, ValueError):
            raise HeadersMissing(("Authorization",)) from None
        return name, secret
    name, secret = (
        str(request.POST.get(word, "")) for word in ("client_id", "client_secret")
    )
    if not name or not secret:
        raise HeadersMissing(("Authorization",))
    return name, secret


def _unauthorized(refusal: Refusal) -> HttpResponse:
    told = {"code": int(HTTPStatus.UNAUTHORIZED), "message": sentence_of(refusal)}
    return HttpResponse(
        json_text(told), content_type=JSON_TYPE, status=HTTPStatus.UNAUTHORIZED
    )


def _said_no(refusal: Refusal, moment: datetime) -> HttpResponse:
    """Answer before anybody is known to answer to: an envelope all the same."""
    serial = secrets.randbelow(10**SERIAL_DIGITS)
    given = Answer(
        code=FAILURE,
        reference=reference_of("", moment, serial),
        received=stamp_of(moment),
        responded=stamp_of(moment),
        words=shortened(sentence_of(refusal)),
    )
    status = _STATUSES.get(type(refusal), HTTPStatus.OK)
    return HttpResponse(json_text(given.fields), content_type=JSON_TYPE, status=status)


def _file(name: str, content: bytes) -> HttpResponse:
    told = HttpResponse(content, content_type=FILE_TYPE)
    told.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return told
