"""What every command carries, and what every command answers."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from tongban.core.access.actor import Actor
from tongban.core.items.catalogue import Channel
from tongban.core.json_values import Json, JsonObject, flag_of, text_of, whole_of
from tongban.core.refusals import Refusal

CHINA: Final = ZoneInfo("Asia/Shanghai")
REQUEST_KEY_MAX: Final = 80


class RequestKeyMalformed(Refusal):
    """A request key is 1 to 80 printable characters chosen by the caller."""

    code = "cases.request_key_malformed"

    def __init__(self) -> None:
        super().__init__("Send a request key of 1 to 80 characters.")


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sends a command, when, through which door, and under which key.

    ``now`` is an aware moment. ``version`` is the version of the case the
    sender saw; ``None`` only for commands that cannot overwrite another's.
    Sending the same key and content again returns the first answer.
    """

    actor: Actor
    now: datetime
    key: str
    channel: Channel
    version: int | None = None

    @property
    def today(self) -> date:
        """The calendar day in China."""
        return self.now.astimezone(CHINA).date()

    @property
    def sender(self) -> str:
        """Whose keys these are."""
        account = self.actor.account_id
        return self.actor.kind.value if account is None else f"account:{account}"

    def check(self) -> None:
        """Refuse a key that cannot be kept."""
        if not 1 <= len(self.key) <= REQUEST_KEY_MAX or not self.key.isprintable():
            raise RequestKeyMalformed


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a case stands after a command; ``repeated`` marks a first answer again."""

    number: str
    version: int
    state: str
    outcome: str
    step: str
    due_on: str
    query_code: str = ""
    joined: bool = False
    repeated: bool = False

    def as_json(self) -> JsonObject:
        """Return the answer the way it is stored."""
        data: dict[str, Json] = {
            "number": self.number,
            "version": self.version,
            "state": self.state,
            "outcome": self.outcome,
            "step": self.step,
            "due_on": self.due_on,
            "query_code": self.query_code,
            "joined": self.joined,
        }
        return data


def receipt_again(answer: JsonObject) -> Receipt:
    """Return a stored answer, marked as repeated."""
    return Receipt(
        number=text_of(answer, "number"),
        version=whole_of(answer, "version"),
        state=text_of(answer, "state"),
        outcome=text_of(answer, "outcome"),
        step=text_of(answer, "step"),
        due_on=text_of(answer, "due_on"),
        query_code=text_of(answer, "query_code"),
        joined=flag_of(answer, "joined"),
        repeated=True,
    )
