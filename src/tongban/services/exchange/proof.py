"""Proving that no message was changed, left out or put in (校验消息记录)."""

from collections.abc import Iterator
from dataclasses import dataclass

from tongban.core.exchange.envelope import Envelope, digest_of
from tongban.core.exchange.kinds import MessageKind
from tongban.core.exchange.peers import SELF
from tongban.records.exchange.models import Inbound, Outgoing
from tongban.services.exchange.delivering import envelope_of_row
from tongban.services.exchange.rules import own_code


@dataclass(frozen=True, slots=True)
class Fault:
    """A message whose link of the chain does not hold, in which box, and why."""

    box: str
    peer: str
    number: int
    what: str


def verify_messages() -> Iterator[Fault]:
    """Yield every fault of both boxes, by peer and number."""
    yield from _verify_sent()
    yield from _verify_received()


def _verify_sent() -> Iterator[Fault]:
    peer, number, head = "", 0, ""
    rows = Outgoing.objects.filter(number__isnull=False).order_by("peer", "number")
    for row in rows.iterator():
        if row.peer != peer:
            peer, number, head = row.peer, 0, ""
        number += 1
        if row.number != number:
            yield Fault("sent", row.peer, number, "missing")
            number = row.number or 0
        elif row.previous != head:
            yield Fault("sent", row.peer, number, "chain")
        if digest_of(envelope_of_row(row).content) != row.digest:
            yield Fault("sent", row.peer, number, "content")
        head = row.digest


def _verify_received() -> Iterator[Fault]:
    peer, number, head = "", 0, ""
    for row in Inbound.objects.order_by("peer", "number").iterator():
        if row.peer != peer:
            peer, number, head = row.peer, 0, ""
        number += 1
        if row.number == number and row.previous != head:
            yield Fault("received", row.peer, number, "chain")
        number = row.number  # one that is still on its way leaves a gap
        if digest_of(_envelope(row).content) != row.digest:
            yield Fault("received", row.peer, number, "content")
        head = row.digest


def _envelope(row: Inbound) -> Envelope:
    return Envelope(
        protocol=row.protocol,
        sender=own_code() if row.peer == SELF else row.peer,
        receiver=own_code(),
        number=row.number,
        previous=row.previous,
        kind=MessageKind(row.kind),
        subject=row.subject,
        sequence=row.sequence,
        from_region=row.from_region,
        to_region=row.to_region,
        sent_at=row.sent_at,
        body=row.body,
    )


def count_messages() -> int:
    """Return how many messages both boxes hold that have a number."""
    return (
        Outgoing.objects.filter(number__isnull=False).count() + Inbound.objects.count()
    )
