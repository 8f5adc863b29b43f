"""The person or unit now at the window, kept in the clerk's session."""

from typing import Final

from django.http import HttpRequest

from tongban.core.refusals import Refusal
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting
from tongban.services.parties.queries import PartyCard, party_card
from tongban.services.timekeeping.queries import now

SESSION_VISITOR: Final = "desk.visitor"
WINDOW_REASON: Final = "窗口办理业务"
SHOWN_REASON: Final = "本人出示医保码"


class PersonMissing(Refusal):
    """Nobody has been identified at this window yet."""

    code = "desk.person_missing"

    def __init__(self) -> None:
        super().__init__("Identify the person or unit first.")


def welcome(request: HttpRequest, party: PartyCard, *, reason: str) -> None:
    """Take a person or unit in at this window; the look is written first."""
    record_look(acting(request), party.id, at=now(), reason=reason)
    request.session[SESSION_VISITOR] = party.id


def leave(request: HttpRequest) -> None:
    """Let the person go; the next one starts with an empty window."""
    request.session.pop(SESSION_VISITOR, None)


def visitor(request: HttpRequest) -> PartyCard | None:
    """Return who stands at this window, or nobody."""
    party_id = request.session.get(SESSION_VISITOR)
    return party_card(party_id) if isinstance(party_id, int) else None


def needed_visitor(request: HttpRequest) -> PartyCard:
    """Return who stands at this window; refuse when nobody does."""
    found = visitor(request)
    if found is None:
        raise PersonMissing
    return found
