"""Choosing the layout of all pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from tongban.portals.shared.layout.choice import ELDER_COOKIE, remember, way_back
from tongban.services.access.operations import choose_elder_mode
from tongban.services.access.rules import actor_of_request, public


@require_POST
@public
def choose_layout(request: HttpRequest) -> HttpResponse:
    """Switch the elder layout on or off, on this device and in the account."""
    on = request.POST.get("elder") == "yes"
    actor = actor_of_request(request)
    if actor is not None and actor.account_id is not None:
        choose_elder_mode(actor.account_id, on=on)
    response = redirect(way_back(request))
    remember(response, cookie=ELDER_COOKIE, value="yes" if on else "no")
    return response
