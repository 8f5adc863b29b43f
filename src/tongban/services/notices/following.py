"""What follows when a message did not arrive: the next way, then staff, then post."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from tongban.core.notices.book import NoticeBook
from tongban.core.notices.delivery import next_way
from tongban.core.notices.moments import BY_SUPPLIER, Way
from tongban.core.notices.proof import StepKind
from tongban.records.notices.models import Delivery, Message
from tongban.services.notices.book import notice_book
from tongban.services.notices.planning import (
    delivery_for,
    locked_messages,
    spoken,
    wording_of,
)
from tongban.services.notices.proof import NewStep, write_steps

DELIVERIES_PER_BATCH: Final = 200
NO_RECEIPT: Final = "no_receipt"
NOT_SENT: Final = "not_sent"


def follow_up(now: datetime) -> int:
    """Choose the next way for every message that did not arrive; return how many.

    A message did not arrive when its supplier says so, or says nothing for the
    hours of the rules (72).
    """
    followed = 0
    while batch := _follow_batch(now):
        followed += batch
    return followed


@transaction.atomic
def _follow_batch(now: datetime) -> int:
    book = notice_book()
    limit = now - timedelta(hours=book.rules.second_way_hours)
    overdue = Q(state=Delivery.State.HANDED_OVER, handed_at__lte=limit) | Q(
        state=Delivery.State.WAITING, created_at__lte=limit
    )
    batch = list(
        Delivery.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(followed=False)
        .filter(
            Q(state=Delivery.State.FAILED)
            | Q(overdue, way__in=[way.value for way in BY_SUPPLIER])
        )
        .order_by("pk")[:DELIVERIES_PER_BATCH]
    )
    messages = locked_messages([delivery.message_id for delivery in batch])
    for delivery in batch:
        _give_up(delivery, messages[delivery.message_id], now)
    for message in messages.values():
        try_next_way(message, now=now, book=book)
    return len(batch)


def _give_up(delivery: Delivery, message: Message, now: datetime) -> None:
    """Mark a delivery as followed up; one without receipt counts as failed."""
    if delivery.state != Delivery.State.FAILED:
        sent = delivery.state == Delivery.State.HANDED_OVER
        delivery.reason = NO_RECEIPT if sent else NOT_SENT
        delivery.state = Delivery.State.FAILED
        delivery.ended_at = now
        step = NewStep(
            StepKind.NO_RECEIPT, now, way=delivery.way, detail=delivery.reason
        )
        write_steps([(message, step)])
    delivery.followed = True
    delivery.version += 1
    delivery.save(update_fields=["reason", "state", "ended_at", "followed", "version"])


def try_next_way(message: Message, *, now: datetime, book: NoticeBook) -> Way | None:
    """Open the next way of a message that has not arrived and has none open.

    The caller has locked the message. Returns the way, or nothing.
    """
    if message.delivered_at is not None or message.read_at is not None:
        return None
    rows = list(message.deliveries.all())
    wording = wording_of(message, book)
    if wording is None or _is_open(rows):
        return None
    way = next_way(
        book.rules,
        tried={Way(row.way) for row in rows},
        spoken=spoken(wording),
        legal=book.is_legal(message.template),
    )
    if way is None:
        return None
    delivery_for(message, way, wording=wording, book=book, now=now).save()
    write_steps([(message, NewStep(StepKind.PLANNED, now, way=way.value))])
    return way


def _is_open(rows: Iterable[Delivery]) -> bool:
    ended = {Delivery.State.DELIVERED, Delivery.State.FAILED}
    return any(row.state not in ended for row in rows)
