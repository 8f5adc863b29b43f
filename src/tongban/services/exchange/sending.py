"""Putting a message into the outbox, in the transaction that causes it."""

from datetime import datetime
from typing import Final

from django.db import connection, transaction

from tongban.core.exchange.kinds import MessageKind, OutState
from tongban.core.json_values import JsonObject
from tongban.records.exchange.models import Outgoing
from tongban.services.exchange.rules import reaches, serves, serving
from tongban.services.timekeeping.rounds import ask_for

__all__ = ["reaches", "send", "serves"]

ROUND: Final = "tongban.jobs.exchange.exchange_now"
QUEUE: Final = "exchange"
_INSERT: Final = """
INSERT INTO exchange_outgoing
    (peer, kind, subject, from_region, to_region, body, sent_at, state, tries,
     protocol, previous, digest, code, receipt)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 0, '', '', '', '', '{}')
"""


def send(
    kind: MessageKind,
    *,
    to_region: str,
    from_region: str,
    subject: str,
    body: JsonObject,
    at: datetime,
) -> None:
    """Write a message for whoever serves a region; it leaves after the commit.

    ``subject`` is the number of what is spoken of: messages about one subject
    arrive in the order they were written. Refuses a region nobody serves.
    """
    peer = serving(to_region)
    field = Outgoing._meta.get_field("body")  # noqa: SLF001 - Django's public _meta
    sealed = str(field.get_db_prep_save(body, connection))
    with connection.cursor() as cursor:  # who commands may add one and see none
        cursor.execute(
            _INSERT,
            (
                peer.code,
                kind.value,
                subject,
                from_region,
                to_region,
                sealed,
                at,
                OutState.WAITING.value,
            ),
        )
    transaction.on_commit(wake)


def wake() -> None:
    """Enqueue a round of the exchange; nothing when one waits already."""
    ask_for(ROUND, queue=QUEUE)
