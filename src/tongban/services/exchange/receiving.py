"""Checking who brings a message before it is kept: signature, clock, version."""

import json
from dataclasses import dataclass

from tongban.core.exchange.envelope import (
    BODY_BYTES_MAX,
    Envelope,
    EnvelopeFaulty,
    envelope_of,
    signed_text,
)
from tongban.core.exchange.peers import SELF, Peer
from tongban.core.exchange.rules import PROTOCOLS, ClockSkewed
from tongban.core.refusals import Refusal
from tongban.gateways.clock import CHINA, real_now
from tongban.gateways.exchange_signing import is_signed, sign
from tongban.services.exchange.delivering import receipt_text
from tongban.services.exchange.rules import exchange_rules, own_code, peer_named, serves
from tongban.services.exchange.storing import Delivery, Kept, keep


class SenderUnknown(Refusal):
    """Nobody of this name is connected, or the signature is not theirs."""

    code = "exchange.sender_unknown"

    def __init__(self) -> None:
        super().__init__("Unknown sender or signature.")


class VersionUnknown(Refusal):
    """The message is of a version that is not spoken here."""

    code = "exchange.version_unknown"

    def __init__(self, version: str) -> None:
        super().__init__(
            f"{version} is not spoken.", version=version, ours="、".join(PROTOCOLS)
        )


class NotForUs(Refusal):
    """The message is for another deployment, or for a region not served here."""

    code = "exchange.not_for_us"

    def __init__(self) -> None:
        super().__init__("Not for this deployment.")


class MessageTooLong(Refusal):
    """The message is longer than one may be."""

    code = "exchange.too_long"

    def __init__(self) -> None:
        super().__init__("Too long.", most=BODY_BYTES_MAX // 1024 // 1024)


@dataclass(frozen=True, slots=True)
class Brought:
    """A message as the door takes it: headers and bytes."""

    sender: str
    moment: str
    signature: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SignedReceipt:
    """What the sender gets back, to prove that the message is kept here."""

    kept: Kept
    signature: str
    skew_seconds: int


def receive(brought: Brought) -> SignedReceipt:
    """Keep a message that its sender signed; the same one again changes nothing.

    Refuses unknown senders, other receivers, clocks too far apart, versions
    that are not spoken, and a number that came with other content.
    """
    if len(brought.content) > BODY_BYTES_MAX:
        raise MessageTooLong
    peer = _sender(brought)
    skew = _skew(brought.moment)
    envelope = _envelope(brought.content)
    if envelope.content != brought.content:
        raise EnvelopeFaulty("canonical")
    if envelope.sender != peer.code or envelope.receiver != own_code():
        raise NotForUs
    if envelope.protocol not in PROTOCOLS:
        raise VersionUnknown(envelope.protocol)
    if not serves(envelope.to_region):
        raise NotForUs
    kept = keep(Delivery(envelope, peer.code, brought.signature, skew))
    text = receipt_text(kept.number, kept.digest, receiver=peer.code)
    return SignedReceipt(kept, sign(text), skew)


def _sender(brought: Brought) -> Peer:
    peer = peer_named(brought.sender)
    if peer is None or peer.code == SELF:
        raise SenderUnknown
    text = signed_text(brought.content, receiver=own_code(), moment=brought.moment)
    if not is_signed(text, brought.signature, public=peer.public_key):
        raise SenderUnknown
    return peer


def _skew(moment: str) -> int:
    """Return by how many seconds the sender's clock is ahead; refuse too many."""
    real = real_now()
    if not (moment.isascii() and moment.isdigit()):
        raise SenderUnknown
    skew = int(moment) - int(real.timestamp())
    if abs(skew) > exchange_rules().skew_max:
        theirs = real.fromtimestamp(int(moment), CHINA)
        raise ClockSkewed(theirs=f"{theirs:%F %T}", ours=f"{real:%F %T}")
    return skew


def _envelope(content: bytes) -> Envelope:
    try:
        said = json.loads(content)
    except ValueError:
        raise EnvelopeFaulty("JSON") from None
    return envelope_of(said)
