"""How pages tell a refusal: the sentence, what to do, and a code to quote."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from tongban.core.refusals import Refusal
from tongban.services.access.rules import NotSignedIn
from tongban.services.messages.queries import sentence_of

_ACCESS: Final = "access."
_UNKNOWN: Final = ".unknown"


@dataclass(frozen=True, slots=True)
class RefusalPage:
    """What the page of a refusal shows."""

    title: str
    tone: str
    sentence: str
    code: str
    advice: tuple[str, ...] = ()
    back_url: str = ""
    back_name: str = ""


def answer_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page of a refusal; who has not signed in is sent to do so."""
    if isinstance(refusal, NotSignedIn):
        return _to_sign_in(request, for_staff=bool(refusal.data["for_staff"]))
    page = RefusalPage(
        title="暂时不能办理",
        tone="warn",
        sentence=sentence_of(refusal),
        code=refusal.code,
    )
    status = status_of(refusal)
    return render(request, "shared/refusal.html", {"page": page}, status=status)


def status_of(refusal: Refusal) -> HTTPStatus:
    """Return the HTTP status of a refusal: not found, forbidden, or conflict."""
    if refusal.code.endswith(_UNKNOWN):
        return HTTPStatus.NOT_FOUND
    if refusal.code.startswith(_ACCESS):
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.CONFLICT


def _to_sign_in(request: HttpRequest, *, for_staff: bool) -> HttpResponse:
    name = "staff-sign-in" if for_staff else "sign-in"
    here = request.get_full_path() if request.method == "GET" else ""
    query = f"?{urlencode({'next': here})}" if here else ""
    address = reverse(name) + query
    if request.headers.get("HX-Request"):
        return HttpResponse(
            status=HTTPStatus.NO_CONTENT, headers={"HX-Redirect": address}
        )
    return HttpResponseRedirect(address)
