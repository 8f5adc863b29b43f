"""The messages of one's parties."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tongban.core.access.actor import Actor
from tongban.core.notices.moments import WAY_WORDS, Way
from tongban.records.notices.models import Delivery, Message

MESSAGES_SHOWN_MAX: Final = 100
STATE_WORDS: Final = {
    Delivery.State.WAITING.value: "待发",
    Delivery.State.HANDED_OVER.value: "已发出",
    Delivery.State.DELIVERED.value: "已送达",
    Delivery.State.FAILED.value: "未送达",
}


@dataclass(frozen=True, slots=True)
class SentLine:
    """One way a message went out by, in words."""

    words: str
    state: str


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message as its reader sees it, with the ways it went out by."""

    id: int
    number: str
    text: str
    created_at: datetime
    read_at: datetime | None
    sent: tuple[SentLine, ...] = ()


def my_messages(actor: Actor) -> tuple[MessageLine, ...]:
    """Return the latest messages to one's parties."""
    return _lines(actor, number="")


def messages_of_case(actor: Actor, number: str) -> tuple[MessageLine, ...]:
    """Return the messages to one's parties about one case."""
    return _lines(actor, number=number)


def messages_sent(number: str) -> tuple[MessageLine, ...]:
    """Return every message sent about one case, for staff within reach of it."""
    found = (
        Message.objects.filter(case__number=number)
        .select_related("case")
        .prefetch_related("deliveries")
    )
    return tuple(_line(message) for message in found.order_by("created_at", "pk"))


def count_unread(actor: Actor) -> int:
    """Return how many messages to one's parties are unread."""
    return Message.objects.filter(party_id__in=actor.party_ids, read_at=None).count()


def _lines(actor: Actor, *, number: str) -> tuple[MessageLine, ...]:
    found = (
        Message.objects.filter(party_id__in=actor.party_ids)
        .select_related("case")
        .prefetch_related("deliveries")
    )
    if number:
        found = found.filter(case__number=number)
    latest = found.order_by("-created_at", "-pk")[:MESSAGES_SHOWN_MAX]
    return tuple(_line(message) for message in latest)


def _line(message: Message) -> MessageLine:
    return MessageLine(
        id=message.pk,
        number="" if message.case is None else message.case.number,
        text=message.text,
        created_at=message.created_at,
        read_at=message.read_at,
        sent=tuple(
            SentLine(
                f"{WAY_WORDS[Way(row.way)]}{STATE_WORDS[row.state]}", str(row.state)
            )
            for row in sorted(message.deliveries.all(), key=lambda row: row.pk)
        ),
    )
