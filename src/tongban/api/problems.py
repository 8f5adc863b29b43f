"""Every answer no, as a problem document (RFC 9457) with a stable code.

``title`` is the Chinese sentence for people, ``code`` the stable word for
programs, ``detail`` a sentence for developers.
"""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Final

from django.core.exceptions import (
    ObjectDoesNotExist,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from tongban.api.statuses import status_of
from tongban.core.refusals import Refusal
from tongban.services.access.rules import NotSignedIn
from tongban.services.messages.queries import sentence_of

MEDIA_TYPE: Final = "application/problem+json"
TYPE_PREFIX: Final = "urn:tongban:problem:"
KEY_HEADER: Final = "Idempotency-Key"
VERSION_HEADER: Final = "If-Match"


class RequestFaulty(Refusal):
    """Parts of the request are missing, malformed or out of range."""

    code = "api.request_faulty"


class BodyUnreadable(Refusal):
    """The body is no JSON we take: not text, NUL bytes, or nested too deep."""

    code = "api.body_unreadable"


class BodyTooLarge(Refusal):
    """The body is larger than one request may be."""

    code = "api.body_too_large"


class RequestKeyMissing(Refusal):
    """A command comes with a request key of the caller's choice."""

    code = "api.request_key_missing"


class VersionMissing(Refusal):
    """A command on a case says which version of it the sender saw."""

    code = "api.version_missing"


class RecordUnknown(Refusal):
    """A number in the request names nothing within reach."""

    code = "api.record_unknown"


class DatabaseAway(Refusal):
    """The database is restarted or too busy; the same request may be sent again."""

    code = "api.database_away"


class RequestFailed(Refusal):
    """A fault of ours that nobody foresaw; it is in the log."""

    code = "api.failed"


def answer_refusal(
    request: HttpRequest,
    refusal: Refusal,
    *,
    errors: Sequence[Mapping[str, str]] = (),
) -> HttpResponse:
    """Return the problem document of a refusal; ``errors`` name faulty parts."""
    status = status_of(refusal.code)
    body: dict[str, object] = {
        "type": f"{TYPE_PREFIX}{refusal.code}",
        "title": sentence_of(refusal),
        "status": status.value,
        "code": refusal.code,
        "detail": refusal.message,
        "instance": request.path,
    }
    if errors:
        body["errors"] = list(errors)
    answer = JsonResponse(
        body,
        status=status,
        content_type=MEDIA_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )
    if status is HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def add_problem_handlers(api: NinjaAPI) -> None:
    """Turn refusals, faulty requests and unknown numbers into problems."""
    api.add_exception_handler(Refusal, _refused)
    api.add_exception_handler(AuthenticationError, _not_signed_in)
    api.add_exception_handler(ValidationError, _faulty)
    api.add_exception_handler(HttpError, _unreadable)
    api.add_exception_handler(RequestDataTooBig, _too_large)
    api.add_exception_handler(SuspiciousOperation, _suspicious)
    api.add_exception_handler(DataError, _suspicious)
    api.add_exception_handler(ObjectDoesNotExist, _unknown)
    api.add_exception_handler(Http404, _unknown)


def _refused(request: HttpRequest, refusal: Refusal | type[Refusal]) -> HttpResponse:
    known = refusal() if isinstance(refusal, type) else refusal  # type: ignore[call-arg]  # ninja hands over instances
    return answer_refusal(request, known)


def _not_signed_in(request: HttpRequest, _fault: object) -> HttpResponse:
    return answer_refusal(request, NotSignedIn(for_staff=False))


def _faulty(
    request: HttpRequest, fault: ValidationError | type[ValidationError]
) -> HttpResponse:
    found = [] if isinstance(fault, type) else fault.errors
    errors = [_error_of(entry) for entry in found]
    if {"where": f"header.{KEY_HEADER}", "kind": "missing"} in errors:
        return answer_refusal(request, RequestKeyMissing("Send Idempotency-Key."))
    if {"where": f"header.{VERSION_HEADER}", "kind": "missing"} in errors:
        return answer_refusal(request, VersionMissing("Send If-Match."))
    return answer_refusal(
        request, RequestFaulty("Parts of the request are wrong."), errors=errors
    )


def _error_of(entry: Mapping[str, object]) -> dict[str, str]:
    """Return where a part is wrong and in which way; never the value itself."""
    place = entry.get("loc")
    steps = place if isinstance(place, tuple | list) else ()
    return {
        "where": ".".join(str(step) for step in steps),
        "kind": str(entry.get("type", "")),
    }


def _unreadable(request: HttpRequest, _fault: object) -> HttpResponse:
    return answer_refusal(request, BodyUnreadable("The body is not JSON we take."))


def _too_large(request: HttpRequest, _fault: object) -> HttpResponse:
    return answer_refusal(request, BodyTooLarge("The body is too large."))


def _suspicious(request: HttpRequest, _fault: object) -> HttpResponse:
    return answer_refusal(request, RequestFaulty("The request is malformed."))


def _unknown(request: HttpRequest, _fault: object) -> HttpResponse:
    return answer_refusal(request, RecordUnknown("Nothing of that number in reach."))
