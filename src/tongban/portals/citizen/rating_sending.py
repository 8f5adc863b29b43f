"""What somebody sends who need not sign in: who they are, their key, their device."""

from typing import Final

from django.http import HttpRequest

from tongban.core.access.actor import VISITOR, Actor
from tongban.core.items.catalogue import Channel
from tongban.portals.citizen.sending import KEY_FIELD, new_key, whole
from tongban.services.access.rules import actor_of_request
from tongban.services.cases.envelope import REQUEST_KEY_MAX, Envelope
from tongban.services.timekeeping.queries import now

AGENT_MAX: Final = 200


def anybody(request: HttpRequest) -> Actor:
    """Return who has signed in, else a visitor nobody knows."""
    return actor_of_request(request) or VISITOR


def envelope_of_anybody(request: HttpRequest) -> Envelope:
    """Return the envelope of what this request sends, signed in or not."""
    key = request.POST.get(KEY_FIELD, "")[:REQUEST_KEY_MAX]
    return Envelope(
        actor=anybody(request),
        now=now(),
        key=key or new_key(),
        channel=Channel.ONLINE,
        version=whole(request.POST.get("version")),
    )


def device_of(request: HttpRequest) -> str:
    """Return what tells devices apart; only a keyed digest of the day is kept."""
    agent = request.headers.get("User-Agent", "")[:AGENT_MAX]
    return f"{request.META.get('REMOTE_ADDR', '')} {agent}"
