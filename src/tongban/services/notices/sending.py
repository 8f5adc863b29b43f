"""Hands planned messages to the supplier: at least once, under one key, with waits."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from tongban.core.notices.book import NoticeBook
from tongban.core.notices.delivery import allowed_from, is_quiet, retry_at
from tongban.core.notices.moments import BY_SUPPLIER
from tongban.core.notices.proof import StepKind
from tongban.gateways import messaging
from tongban.gateways.messaging import Sent, Supplier
from tongban.gateways.messaging_values import Accepted, Outgoing, Refused
from tongban.records.notices.models import Delivery, ReplyAnswer
from tongban.services.cases.envelope import CHINA
from tongban.services.notices.book import notice_book
from tongban.services.notices.planning import locked_messages
from tongban.services.notices.proof import NewStep, write_steps

DELIVERIES_PER_BATCH: Final = 50
REFERENCE_CHARACTERS_MAX: Final = 80
REASON_CHARACTERS_MAX: Final = 40


def hand_over(now: datetime) -> int:
    """Hand every message that may go out now to a supplier; return how many went.

    A worker killed between the supplier and our own note sends the same key
    again; the supplier applies it once.
    """
    among = messaging.suppliers()
    if not among:
        return 0
    handed = 0
    while batch := _hand_over_batch(now, among):
        handed += batch
    return handed


@transaction.atomic
def _hand_over_batch(now: datetime, among: Sequence[Supplier]) -> int:
    book = notice_book()
    batch = list(_sendable(book, now)[:DELIVERIES_PER_BATCH])
    if not batch:
        return 0
    messages = locked_messages([delivery.message_id for delivery in batch])
    steps = []
    for delivery in batch:
        sent = messaging.send(_outgoing(delivery, book), among, at=now)
        step = _take_note(delivery, sent, book=book, now=now)
        if step is not None:
            steps.append((messages[delivery.message_id], step))
    Delivery.objects.bulk_update(
        batch,
        [
            "state",
            "supplier",
            "reference",
            "reason",
            "tries",
            "not_before",
            "handed_at",
            "ended_at",
            "version",
        ],
    )
    write_steps(steps)
    return len(batch)


def _sendable(book: NoticeBook, now: datetime) -> QuerySet[Delivery]:
    found = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        state=Delivery.State.WAITING,
        way__in=[way.value for way in BY_SUPPLIER],
        not_before__lte=now,
    )
    if is_quiet(book.rules, now.astimezone(CHINA)):
        urgent = [code for code in book.templates if book.is_urgent(code)]
        found = found.filter(message__template__in=urgent)
    return found.order_by("not_before", "pk")


def _outgoing(delivery: Delivery, book: NoticeBook) -> Outgoing:
    return Outgoing(
        key=delivery.key,
        way=delivery.way,
        address=delivery.address,
        text=signed(delivery.text, book),
    )


def signed(text: str, book: NoticeBook) -> str:
    """Return a short message with the agency's name before it."""
    return f"【{book.rules.signature}】{text}"


def _take_note(
    delivery: Delivery, sent: Sent, *, book: NoticeBook, now: datetime
) -> NewStep | None:
    """Write down what the supplier said; return the step it is in the proof."""
    outcome = sent.outcome
    delivery.supplier = sent.supplier
    delivery.tries += 1
    delivery.version += 1
    if isinstance(outcome, Accepted):
        delivery.state = Delivery.State.HANDED_OVER
        delivery.reference = outcome.reference[:REFERENCE_CHARACTERS_MAX]
        delivery.handed_at = now
        return NewStep(
            StepKind.HANDED_OVER, now, way=delivery.way, detail=sent.supplier
        )
    delivery.reason = outcome.reason[:REASON_CHARACTERS_MAX]
    again = retry_at(book.rules, tries=delivery.tries, now=now)
    if again is None or isinstance(outcome, Refused):
        delivery.state = Delivery.State.FAILED
        delivery.ended_at = now
        return NewStep(StepKind.FAILED, now, way=delivery.way, detail=delivery.reason)
    urgent = book.is_urgent(delivery.message.template)
    delivery.not_before = allowed_from(
        book.rules, again.astimezone(CHINA), urgent=urgent
    )
    return None


def send_answers(now: datetime) -> int:
    """Hand answers to replies to a supplier at any hour; return how many went."""
    among = messaging.suppliers()
    handed = 0
    while among and (batch := _answer_batch(now, among)):
        handed += batch
    return handed


@transaction.atomic
def _answer_batch(now: datetime, among: Sequence[Supplier]) -> int:
    book = notice_book()
    batch = list(
        ReplyAnswer.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("reply")
        .filter(Q(handed_at=None, failed_at=None), not_before__lte=now)
        .order_by("not_before", "pk")[:DELIVERIES_PER_BATCH]
    )
    for answer in batch:
        text = signed(answer.text, book)
        message = Outgoing(answer.key, "sms", answer.reply.phone, text)
        outcome = messaging.send(message, among, at=now).outcome
        answer.tries += 1
        again = retry_at(book.rules, tries=answer.tries, now=now)
        if isinstance(outcome, Accepted):
            answer.handed_at = now
        elif again is None or isinstance(outcome, Refused):
            answer.failed_at = now
        else:
            answer.not_before = again
    fields = ["tries", "not_before", "handed_at", "failed_at"]
    ReplyAnswer.objects.bulk_update(batch, fields)
    return len(batch)
