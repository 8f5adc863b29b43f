"""Routes for anybody: who has signed in acts as themselves, everybody else by codes."""

from typing import Final

from django.http import HttpRequest

from tongban.api.authentication import BearerToken, SessionCookie
from tongban.api.sending import CommandHeaders, KeyHeader, read_version
from tongban.core.access.actor import VISITOR, Actor
from tongban.core.items.catalogue import Channel
from tongban.services.access.rules import actor_of_request
from tongban.services.cases.envelope import Envelope
from tongban.services.timekeeping.queries import now

AGENT_MAX: Final = 200


def visitor(request: HttpRequest) -> Actor:
    """Let a request without token and session through, as somebody unknown."""
    return anybody(request)


# A token or session that is sent must be a good one; none at all is a visitor.
ANYBODY: Final = [BearerToken(), SessionCookie(), visitor]


def anybody(request: HttpRequest) -> Actor:
    """Return who has signed in, else a visitor nobody knows."""
    return actor_of_request(request) or VISITOR


def envelope_of_anybody(request: HttpRequest, sent: KeyHeader) -> Envelope:
    """Return the envelope of a command anybody may send."""
    version = read_version(sent.if_match) if isinstance(sent, CommandHeaders) else None
    return Envelope(
        actor=anybody(request),
        now=now(),
        key=sent.idempotency_key,
        channel=Channel.ONLINE,
        version=version,
    )


def device_of(request: HttpRequest) -> str:
    """Return what tells devices apart; only a keyed digest of the day is kept."""
    agent = request.headers.get("User-Agent", "")[:AGENT_MAX]
    return f"{request.META.get('REMOTE_ADDR', '')} {agent}"
