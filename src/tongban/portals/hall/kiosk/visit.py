"""Who stands at a terminal now, kept in its session as row ids only."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from django.http import HttpRequest

from tongban.core.access.actor import Actor, ActorKind
from tongban.core.items.catalogue import Channel
from tongban.services.cases.envelope import REQUEST_KEY_MAX, Envelope
from tongban.services.queues.visitors import Visitor
from tongban.services.timekeeping.queries import now

SESSION_VISIT: Final = "kiosk.visit"
SESSION_TICKET: Final = "kiosk.ticket"
SESSION_DONE: Final = "kiosk.done"
KEY_FIELD: Final = "key"
NOBODY: Final = Actor(kind=ActorKind.CITIZEN, account_id=None, name="自助终端")


class Shown(StrEnum):
    """How the visitor showed who they are."""

    NUMBER = "number"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Visit:
    """A visitor: themselves, and for whom they act (a principal, or themselves).

    Who typed a number and a name may have both from a stranger's card, and who
    acts for another is not that person: forms show them what is on record only
    masked.
    """

    party_id: int
    account_id: int | None
    shown: Shown
    principal_id: int | None = None

    @property
    def actor(self) -> Actor:
        """The visitor as the one who acts."""
        return replace(NOBODY, account_id=self.account_id, party_ids=(self.party_id,))

    @property
    def served_id(self) -> int:
        """The person whose business is done."""
        return self.party_id if self.principal_id is None else self.principal_id

    @property
    def may_see_own(self) -> bool:
        """Whether forms may show in full what is on record of the person served."""
        return self.shown is Shown.CODE and self.principal_id is None


def welcome(request: HttpRequest, visitor: Visitor, shown: Shown) -> None:
    """Begin a visit in a session of its own."""
    request.session.cycle_key()
    request.session[SESSION_VISIT] = {
        "party": visitor.party_id,
        "account": visitor.account_id,
        "shown": shown.value,
        "principal": None,
    }


def act_for(request: HttpRequest, principal_id: int | None) -> None:
    """Let the visitor act for somebody whose mandate they hold, or for themselves."""
    held = request.session.get(SESSION_VISIT)
    if isinstance(held, dict):
        request.session[SESSION_VISIT] = {**held, "principal": principal_id}


def visit_of(request: HttpRequest) -> Visit | None:
    """Return the visit of this session, or nothing."""
    held = request.session.get(SESSION_VISIT)
    if not isinstance(held, dict):
        return None
    return Visit(
        party_id=held["party"],
        account_id=held["account"],
        shown=Shown(held["shown"]),
        principal_id=held["principal"],
    )


def envelope_of(request: HttpRequest, visit: Visit | None) -> Envelope:
    """Return the envelope of what is sent from a terminal."""
    return Envelope(
        actor=NOBODY if visit is None else visit.actor,
        now=now(),
        key=request.POST.get(KEY_FIELD, "")[:REQUEST_KEY_MAX] or "reading",
        channel=Channel.KIOSK,
    )
