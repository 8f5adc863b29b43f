"""What a citizen's page sends with a command."""

from django.http import HttpRequest

from tongban.core.items.catalogue import Channel
from tongban.portals.shared.sending import KEY_FIELD, sent_through
from tongban.portals.shared.sending import fresh_key as new_key
from tongban.portals.shared.sending import whole_number as whole
from tongban.services.cases.envelope import Envelope

__all__ = ["KEY_FIELD", "envelope_of", "new_key", "whole"]


def envelope_of(request: HttpRequest) -> Envelope:
    """Return the envelope of what this request sends online."""
    return sent_through(Channel.ONLINE, request)
