"""The envelope of a message: its fields, its bytes, its digest, what is signed."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tongban.core.exchange.kinds import MessageKind
from tongban.core.json_values import JsonObject, canonical, text_of, whole_of
from tongban.core.refusals import Refusal

BODY_BYTES_MAX: Final = 8 * 1024 * 1024
# Names the sender, beside the signature of the message.
SENDER_HEADER: Final = "X-Tongban-Peer"


class EnvelopeFaulty(Refusal):
    """A message is not one: a field is missing or is not what it must be."""

    code = "exchange.envelope_faulty"

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} does not fit.", field=field)


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message on its way.

    ``number`` counts what one sender sends to one receiver, ``previous`` is the
    digest of the message before it, ``sequence`` counts those of a subject.
    """

    protocol: str
    sender: str
    receiver: str
    number: int
    previous: str
    kind: MessageKind
    subject: str
    sequence: int
    from_region: str
    to_region: str
    sent_at: datetime
    body: JsonObject

    def as_json(self) -> JsonObject:
        """Return the message as it travels."""
        return {
            "protocol": self.protocol,
            "sender": self.sender,
            "receiver": self.receiver,
            "number": self.number,
            "previous": self.previous,
            "kind": self.kind.value,
            "subject": self.subject,
            "sequence": self.sequence,
            "from_region": self.from_region,
            "to_region": self.to_region,
            "sent_at": self.sent_at.astimezone(UTC).isoformat(),
            "body": self.body,
        }

    @property
    def content(self) -> bytes:
        """The bytes that are sent, digested and signed."""
        return canonical(self.as_json()).encode()


def digest_of(content: bytes) -> str:
    """Return the SHA-256 digest of a message's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def signed_text(content: bytes, *, receiver: str, moment: str) -> str:
    """Return what a signature covers: receiver, moment of sending, and digest.

    A message signed for one receiver proves nothing to another one.
    """
    return f"tongban exchange\n{receiver}\n{moment}\n{digest_of(content)}"


def envelope_of(said: object) -> Envelope:
    """Return the message that was sent; refuse what is none."""
    if not isinstance(said, Mapping):
        raise EnvelopeFaulty("message")
    try:
        kind = MessageKind(text_of(said, "kind"))
        sent_at = datetime.fromisoformat(text_of(said, "sent_at"))
        number, sequence = whole_of(said, "number"), whole_of(said, "sequence")
    except (ValueError, KeyError, TypeError):
        raise EnvelopeFaulty("kind, sent_at, number, sequence") from None
    body = said.get("body")
    if sent_at.tzinfo is None or number < 1 or sequence < 1:
        raise EnvelopeFaulty("sent_at, number, sequence")
    if not isinstance(body, Mapping):
        raise EnvelopeFaulty("body")
    names = ("protocol", "sender", "receiver", "subject", "from_region", "to_region")
    texts = {name: text_of(said, name) for name in names}
    for name, text in texts.items():
        if not text:
            raise EnvelopeFaulty(name)
    return Envelope(
        **texts,
        number=number,
        previous=text_of(said, "previous"),
        kind=kind,
        sequence=sequence,
        sent_at=sent_at,
        body=body,
    )
