"""What goes to a supplier of messages and what comes back."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message to carry; ``key`` is the same with every try."""

    key: str
    way: str
    address: str
    text: str
    at: datetime | None = None

    def dated(self, at: datetime) -> "Outgoing":
        """Return the message with the platform's moment of sending."""
        return replace(self, at=at)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The supplier carries it, under its own reference."""

    reference: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The supplier never will: a wrong number, a blocked one."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The supplier could not be reached or is not well; try again."""

    reason: str


Outcome: TypeAlias = "Accepted | Refused | Failed"


class IncomingKind(StrEnum):
    """What a supplier tells us."""

    RECEIPT = "receipt"
    REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A receipt or a reply; ``key`` is the supplier's own, for once only.

    A receipt names the message it is about and whether it was delivered; a
    reply has the phone it came from and the words.
    """

    kind: IncomingKind
    key: str
    message_key: str = ""
    delivered: bool = False
    reason: str = ""
    phone: str = ""
    text: str = ""
