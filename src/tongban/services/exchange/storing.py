"""Keeping a message that arrived, before anything is done with it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from tongban.core.exchange.envelope import Envelope, digest_of
from tongban.core.exchange.kinds import InState
from tongban.core.refusals import Refusal
from tongban.gateways.clock import real_now
from tongban.records.exchange.models import Inbound
from tongban.services.exchange.sending import wake

_INSERT: Final = """
INSERT INTO exchange_inbound
    (peer, number, previous, digest, protocol, kind, subject, sequence, from_region,
     to_region, body, sent_at, stored_at, signature, skew_seconds, state, tries, code)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0, '')
ON CONFLICT DO NOTHING
"""
_KEPT: Final = "SELECT digest, state FROM exchange_kept(%s, %s)"


class NumberReused(Refusal):
    """The same number came with other content."""

    code = "exchange.number_reused"

    def __init__(self, number: int) -> None:
        super().__init__(f"Number {number} came before.", number=number)


class SequenceReused(Refusal):
    """The same place of a subject came with another number."""

    code = "exchange.sequence_reused"

    def __init__(self, sequence: int) -> None:
        super().__init__(f"Place {sequence} came before.", sequence=sequence)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message with who brought it, their signature, and their clock's difference."""

    envelope: Envelope
    peer: str
    signature: str
    skew: int


@dataclass(frozen=True, slots=True)
class Kept:
    """That a message is kept: its number, the digest of its bytes, how it stands."""

    number: int
    digest: str
    state: str
    repeated: bool


@transaction.atomic
def keep(delivery: Delivery) -> Kept:
    """Keep a message once; the same one again is told how it stands.

    Refuses the same number with other content: one of the two was changed.
    """
    envelope = delivery.envelope
    digest = digest_of(envelope.content)
    with connection.cursor() as cursor:  # the door may add one and see none
        cursor.execute(_INSERT, _row(delivery, digest))
        added = cursor.rowcount == 1
        cursor.execute(_KEPT, (delivery.peer, envelope.number))
        found = cursor.fetchone()
    if found is None:
        raise SequenceReused(envelope.sequence)
    if found[0] != digest:
        raise NumberReused(envelope.number)
    transaction.on_commit(wake)
    return Kept(envelope.number, digest, found[1], repeated=not added)


def _row(delivery: Delivery, digest: str) -> tuple[str | int | datetime, ...]:
    envelope = delivery.envelope
    field = Inbound._meta.get_field("body")  # noqa: SLF001 - Django's public _meta
    return (
        delivery.peer,
        envelope.number,
        envelope.previous,
        digest,
        envelope.protocol,
        envelope.kind.value,
        envelope.subject,
        envelope.sequence,
        envelope.from_region,
        envelope.to_region,
        str(field.get_db_prep_save(envelope.body, connection)),
        envelope.sent_at,
        real_now(),
        delivery.signature,
        delivery.skew,
        InState.STORED.value,
    )
