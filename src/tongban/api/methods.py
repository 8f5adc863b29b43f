"""A wrong method at a known address: a problem document too (RFC 9457)."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from tongban.api.problems import answer_refusal
from tongban.core.refusals import Refusal

PREFIX: Final = "/api/v1/"


class MethodNotAllowed(Refusal):
    """The address is known, but not for this method."""

    code = "api.method_not_allowed"

    def __init__(self, allowed: str) -> None:
        super().__init__(f"This address takes {allowed}.", allowed=allowed)


class MethodMiddleware:
    """Says in a problem document which methods an address of the API takes.

    The router answers a wrong method before any handler of ours is asked.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve a request; put words to a bare 405 of the API."""
        answer = self.get_response(request)
        if not isinstance(answer, HttpResponseNotAllowed):
            return answer
        if not request.path.startswith(PREFIX):
            return answer
        allowed = ", ".join(sorted(answer["Allow"].split(", ")))
        problem = answer_refusal(request, MethodNotAllowed(allowed))
        problem["Allow"] = allowed
        return problem
