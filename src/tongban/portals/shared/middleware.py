"""Who acts in a request, what the database shows them, and how a no is told."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tongban.core.access.actor import Actor
from tongban.core.refusals import Refusal
from tongban.portals.shared.refusals import answer_refusal
from tongban.services.access.queries import find_actor
from tongban.services.access.scope import enter_scope, leave_scope
from tongban.services.items.catalogue import one_catalogue
from tongban.services.timekeeping.queries import today


class ScopeMiddleware:
    """Puts the actor on ``request.actor`` and their scope on the connection.

    ``request.actor`` is None before signing in. The scope is taken off when the
    view is done, whatever happened. Refusals a view lets through become a page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serve one request inside the actor's scope."""
        actor = self._actor(request)
        request.actor = actor  # type: ignore[attr-defined]  # our own attribute
        enter_scope(actor)
        try:
            with one_catalogue():
                return self.get_response(request)
        finally:
            leave_scope()

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponse | None:
        """Answer a refusal with its sentence; leave faults alone."""
        if isinstance(exception, Refusal):
            return answer_refusal(request, exception)
        return None

    def _actor(self, request: HttpRequest) -> Actor | None:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return None
        return find_actor(user, is_verified=user.is_verified(), today=today())
