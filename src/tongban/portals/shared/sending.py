"""What a page sends with a command: who, when, through which door, which key."""

from typing import Final
from uuid import uuid4

from django.http import HttpRequest

from tongban.core.items.catalogue import Channel
from tongban.services.access.rules import acting
from tongban.services.cases.envelope import REQUEST_KEY_MAX, Envelope
from tongban.services.timekeeping.queries import now

KEY_FIELD: Final = "key"
VERSION_FIELD: Final = "version"
DIGITS_MAX: Final = 18


def fresh_key() -> str:
    """Return a request key for one drawing of a form; a second click repeats it."""
    return uuid4().hex


def sent_through(channel: Channel, request: HttpRequest, *, part: str = "") -> Envelope:
    """Return the envelope of what this request sends through a door.

    Key and version seen come from the form; without a key the command counts
    as a new one. ``part`` keeps keys apart when one form sends two commands.
    """
    key = request.POST.get(KEY_FIELD, "")[:REQUEST_KEY_MAX]
    return Envelope(
        actor=acting(request),
        now=now(),
        key=(key or fresh_key()) + part,
        channel=channel,
        version=whole_number(request.POST.get(VERSION_FIELD)),
    )


def whole_number(text: str | None) -> int | None:
    """Return a whole number sent as text, or nothing."""
    fits = text and text.isascii() and text.isdigit() and len(text) <= DIGITS_MAX
    return int(text) if text and fits else None
