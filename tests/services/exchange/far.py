"""Another deployment that is only pretended: its key, its messages, its answers."""

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric import ed25519

from tongban.core.exchange.envelope import Envelope, digest_of, signed_text
from tongban.core.exchange.kinds import MessageKind
from tongban.core.json_values import Json
from tongban.gateways.clock import real_now
from tongban.gateways.exchange_http import Answer
from tongban.services.exchange.delivering import receipt_text
from tongban.services.exchange.receiving import Brought

CODE, REGION, HOME = "440100", "440100", "370700"
SENT = datetime(2026, 11, 20, 1, 30, tzinfo=UTC)


@dataclass
class Far:
    """The other deployment: what it has been sent, and how it answers."""

    key: ed25519.Ed25519PrivateKey = field(
        default_factory=ed25519.Ed25519PrivateKey.generate
    )
    got: list[bytes] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    speaks: tuple[str, ...] = ("1.0",)

    @property
    def peer(self) -> tuple[str, str, tuple[str, ...], str, str]:
        public = base64.b64encode(self.key.public_key().public_bytes_raw()).decode()
        return (CODE, "广州", (REGION,), "http://far.invalid", f"ed25519:{public}")

    def sign(self, text: str) -> str:
        return base64.b64encode(self.key.sign(text.encode())).decode()

    def brings(
        self,
        message: Envelope,
        *,
        late: timedelta = timedelta(),
        receiver: str = HOME,
        content: bytes = b"",
    ) -> Brought:
        """A message as it knocks at our door."""
        moment = str(int((real_now() + late).timestamp()))
        sent = content or message.content
        text = signed_text(sent, receiver=receiver, moment=moment)
        return Brought(CODE, moment, self.sign(text), sent)

    def takes(self, content: bytes, number: int) -> Answer:
        """Keep a message and sign for it."""
        self.got.append(content)
        digest = digest_of(content)
        said = {
            "number": number,
            "digest": digest,
            "state": "stored",
            "skew_seconds": 0,
            "signature": self.sign(receipt_text(number, digest, receiver=HOME)),
        }
        return Answer(201, said)


def message(
    number: int,
    *,
    subject: str = "S",
    sequence: int = 0,
    kind: MessageKind = MessageKind.PING,
    body: dict[str, Json] | None = None,
    protocol: str = "1.0",
    **changed: str,
) -> Envelope:
    """A message of the other deployment to us."""
    ends = {"sender": CODE, "receiver": HOME, "from_region": REGION, "to_region": HOME}
    ends |= changed
    return Envelope(
        protocol=protocol,
        **ends,
        number=number,
        previous="",
        kind=kind,
        subject=subject,
        sequence=sequence or number,
        sent_at=SENT,
        body=body or {},
    )
