"""A message as its handler sees it."""

from dataclasses import dataclass
from datetime import date, datetime

from tongban.core.cases.view import CHINA
from tongban.core.exchange.kinds import MessageKind
from tongban.core.json_values import JsonObject


@dataclass(frozen=True, slots=True)
class Incoming:
    """What another deployment, or our own other side, says about a subject."""

    kind: MessageKind
    subject: str
    body: JsonObject
    from_region: str
    to_region: str
    peer: str
    number: int
    sent_at: datetime
    received_at: datetime

    @property
    def day(self) -> date:
        """The calendar day in China on which it is applied."""
        return self.received_at.astimezone(CHINA).date()
