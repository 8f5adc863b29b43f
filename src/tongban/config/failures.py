"""The answer to what nobody foresaw: an honest page, or a problem document.

Django calls ``answer_failure`` wherever in the request the fault came up, also in
a middleware, so this is the one place that tells a database that is away for a
moment (restarted, taken over, too busy) from a fault of ours: the first is worth
another try and says when.
"""

import sys
from typing import Final

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from tongban.api.problems import DatabaseAway, RequestFailed, answer_refusal
from tongban.api.statuses import status_of
from tongban.core.refusals import Refusal

RETRY_SECONDS: Final = 10
_INTERFACE_PATH: Final = "/api/"
_PAGES: Final = {DatabaseAway.code: "503.html", RequestFailed.code: "500.html"}


def answer_failure(request: HttpRequest) -> HttpResponse:
    """Return 503 and when to come back if the database is away, else 500."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        answer = _answer(request, DatabaseAway("The database is away."))
        answer["Retry-After"] = str(RETRY_SECONDS)
        return answer
    return _answer(request, RequestFailed("A fault of ours."))


def _answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Answer without session, database or context: any of them may be the fault."""
    if request.path.startswith(_INTERFACE_PATH):
        return answer_refusal(request, refusal)
    page = render_to_string(_PAGES[refusal.code])
    return HttpResponse(page, status=status_of(refusal.code))
