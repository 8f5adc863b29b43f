"""Takes in what suppliers tell: receipts for messages, and people's replies."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from tongban.core.json_values import JsonObject, flag_of, text_of
from tongban.core.notices.proof import StepKind
from tongban.gateways import messaging
from tongban.gateways.messaging_values import Incoming, IncomingKind
from tongban.records.notices.models import Delivery, Inbound
from tongban.services.notices.following import NO_RECEIPT
from tongban.services.notices.planning import locked_messages
from tongban.services.notices.proof import NewStep, write_steps
from tongban.services.notices.replies import take_reply

log = logging.getLogger(__name__)

NOTES_PER_BATCH: Final = 200
REASON_CHARACTERS_MAX: Final = 40


def fetch_incoming(now: datetime) -> int:
    """Fetch what waits at suppliers that have to be asked; return how much it was."""
    fetched = 0
    for supplier in messaging.suppliers():
        found = supplier.collect()
        take_in(supplier.name, found, now=now)
        supplier.acknowledge([one.key for one in found])
        fetched += len(found)
    return fetched


def take_in(supplier: str, incoming: Iterable[Incoming], *, now: datetime) -> None:
    """Keep receipts and replies until the background works on them, each once."""
    Inbound.objects.bulk_create(
        [
            Inbound(
                supplier=supplier,
                kind=one.kind.value,
                key=one.key,
                content=_content(one),
                received_at=now,
            )
            for one in incoming
        ],
        ignore_conflicts=True,
    )


def _content(one: Incoming) -> JsonObject:
    if one.kind is IncomingKind.REPLY:
        return {"phone": one.phone, "text": one.text}
    return {
        "message": one.message_key,
        "delivered": one.delivered,
        "reason": one.reason[:REASON_CHARACTERS_MAX],
    }


def handle_incoming(now: datetime) -> int:
    """Work on everything taken in; return how much it was.

    Each is worked on in a transaction of its own, so that one that cannot be
    worked on is named in the log and holds up nobody else.
    """
    handled, last = 0, 0
    while waiting := _waiting_after(last):
        handled += sum(_handled(pk, now) for pk in waiting)
        last = waiting[-1]
    return handled


def _waiting_after(pk: int) -> list[int]:
    found = Inbound.objects.filter(handled_at=None, pk__gt=pk).order_by("pk")
    return list(found.values_list("pk", flat=True)[:NOTES_PER_BATCH])


def _handled(pk: int, now: datetime) -> int:
    try:
        return _handle(pk, now)
    except Exception as fault:  # noqa: BLE001 - the next ones must not wait for it
        log.error("inbound %s: %s", pk, type(fault).__name__)  # noqa: TRY400 - words of a reply could stand in the trace
        return 0


@transaction.atomic
def _handle(pk: int, now: datetime) -> int:
    note = (
        Inbound.objects.select_for_update(skip_locked=True)
        .filter(pk=pk, handled_at=None)
        .first()
    )
    if note is None:
        return 0
    if note.kind == Inbound.Kind.RECEIPT:
        _apply_receipt(note)
    else:
        take_reply(note, now=now)
    note.handled_at = now
    note.save(update_fields=["handled_at"])
    return 1


def _apply_receipt(note: Inbound) -> None:
    """Note what became of a message; what is known already changes nothing."""
    key = text_of(note.content, "message")
    delivery = Delivery.objects.select_for_update().filter(key=key).first()
    if delivery is None:
        log.info("receipt %s of %s names no message", note.pk, note.supplier)
        return
    if not _awaits_receipt(delivery):
        return
    message = locked_messages([delivery.message_id])[delivery.message_id]
    delivered = flag_of(note.content, "delivered")
    delivery.state = Delivery.State.DELIVERED if delivered else Delivery.State.FAILED
    delivery.reason = text_of(note.content, "reason")
    delivery.ended_at = note.received_at
    delivery.version += 1
    delivery.save(update_fields=["state", "reason", "ended_at", "version"])
    kind = StepKind.DELIVERED if delivered else StepKind.FAILED
    step = NewStep(kind, note.received_at, way=delivery.way, detail=delivery.reason)
    write_steps([(message, step)])
    if delivered and message.delivered_at is None:
        message.delivered_at = note.received_at
        message.save(update_fields=["delivered_at"])


def _awaits_receipt(delivery: Delivery) -> bool:
    """Say whether a receipt is news.

    One may come before our own note that the message was handed over, when
    the worker was killed in between.
    """
    late = delivery.state == Delivery.State.FAILED and delivery.reason == NO_RECEIPT
    open_states = {Delivery.State.WAITING, Delivery.State.HANDED_OVER}
    return late or delivery.state in open_states
