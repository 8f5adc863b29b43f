"""What a page sends with a command: who, when, through which channel, which key."""

import secrets
from typing import Final

from django.http import HttpRequest

from tongban.core.items.catalogue import Channel
from tongban.services.access.rules import acting
from tongban.services.cases.envelope import REQUEST_KEY_MAX, Envelope
from tongban.services.timekeeping.queries import now

KEY_BYTES: Final = 18
KEY_FIELD: Final = "key"
VERSION_FIELD: Final = "version"


def new_key() -> str:
    """Return a fresh request key to put into a form; a second click repeats it."""
    return secrets.token_urlsafe(KEY_BYTES)


def envelope_of(request: HttpRequest) -> Envelope:
    """Return the envelope of what this request sends.

    The key and the version seen come from the form; without a key the command
    counts as a new one.
    """
    key = request.POST.get(KEY_FIELD, "")[:REQUEST_KEY_MAX]
    return Envelope(
        actor=acting(request),
        now=now(),
        key=key or new_key(),
        channel=Channel.ONLINE,
        version=whole(request.POST.get(VERSION_FIELD)),
    )


def whole(text: str | None) -> int | None:
    """Return a whole number sent as text, or nothing."""
    return int(text) if text and text.isascii() and text.isdigit() else None
