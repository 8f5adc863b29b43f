"""Chooses the ways each message of the outbox goes out by, and writes them down."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from tongban.core.notices.blanks import TemplateUnfillable, fill, shortened
from tongban.core.notices.book import NoticeBook, Wording
from tongban.core.notices.delivery import (
    CallChoice,
    Preference,
    Reachable,
    allowed_from,
    ways_of,
)
from tongban.core.notices.moments import BY_SUPPLIER, Way
from tongban.core.notices.proof import StepKind
from tongban.records.notices.models import (
    Delivery,
    Message,
    NoticePreference,
    address_mark,
)
from tongban.records.offices.models import Office
from tongban.records.parties.models import Party
from tongban.services.cases.envelope import CHINA
from tongban.services.notices.book import notice_book
from tongban.services.notices.proof import NewStep, write_steps

log = logging.getLogger(__name__)

MESSAGES_PER_BATCH: Final = 500
NO_PHONE: Final = "no_phone"


def plan_messages(now: datetime) -> int:
    """Plan every message not planned yet; return how many there were.

    Two workers never take the same message, and a message is planned once:
    its deliveries and ``planned_at`` are written together.
    """
    planned = 0
    while batch := _plan_batch(now):
        planned += batch
    return planned


@transaction.atomic
def _plan_batch(now: datetime) -> int:
    messages = list(
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("party", "case", "party__notice_preference")
        .filter(planned_at=None, created_at__lte=now)
        .order_by("created_at", "pk")[:MESSAGES_PER_BATCH]
    )
    if not messages:
        return 0
    book = notice_book()
    deliveries: list[Delivery] = []
    steps: list[tuple[Message, NewStep]] = []
    for message in messages:
        message.planned_at = now
        found = _deliveries_of(message, book, now)
        deliveries += found
        ways = [Way.INBOX.value, *(delivery.way for delivery in found)]
        steps += [(message, NewStep(StepKind.PLANNED, now, way=way)) for way in ways]
    Delivery.objects.bulk_create(deliveries)
    write_steps(steps)
    Message.objects.bulk_update(messages, ["planned_at"])
    return len(messages)


def _deliveries_of(
    message: Message, book: NoticeBook, now: datetime
) -> tuple[Delivery, ...]:
    wording = wording_of(message, book)
    if wording is None:
        return ()
    party = message.party
    legal = book.is_legal(message.template)
    reader = Reachable(
        born_on=party.born_on,
        has_phone=bool(party.phone),
        preference=preference_of(party),
    )
    ways = ways_of(
        book.rules,
        reader,
        spoken=spoken(wording),
        legal=legal,
        day=now.astimezone(CHINA).date(),
    )
    try:
        found = [
            delivery_for(message, way, wording=wording, book=book, now=now)
            for way in ways
        ]
        if not party.phone and not ways and wording.sms:
            found.append(_without_phone(message, wording, book, now))
    except TemplateUnfillable as fault:
        log.exception("message %s: %s", message.pk, fault.code)
        return ()
    return tuple(found)


def delivery_for(
    message: Message,
    way: Way,
    *,
    wording: Wording,
    book: NoticeBook,
    now: datetime,
) -> Delivery:
    """Return a new delivery of a message on one way, not saved yet."""
    phone = message.party.phone if way is not Way.POST else ""
    values = message.blanks
    by_machine = way in BY_SUPPLIER
    return Delivery(
        message=message,
        way=way.value,
        key=uuid4().hex,
        office_path=_office_path(message),
        address=phone,
        address_index=address_mark(phone) if phone else "",
        text=fill(
            message.template,
            wording.of(way),
            shortened(values) if by_machine else values,
        ),
        not_before=allowed_from(
            book.rules,
            now.astimezone(CHINA),
            urgent=book.is_urgent(message.template),
        ),
        created_at=now,
    )


def _without_phone(
    message: Message, wording: Wording, book: NoticeBook, now: datetime
) -> Delivery:
    """Return a short message that failed at once, for staff to see."""
    failed = delivery_for(message, Way.SMS, wording=wording, book=book, now=now)
    failed.state = Delivery.State.FAILED
    failed.reason = NO_PHONE
    failed.ended_at = now
    failed.followed = True
    return failed


def wording_of(message: Message, book: NoticeBook) -> Wording | None:
    """Return the words that held when the message was written."""
    item = "" if message.case is None else message.case.item
    day = message.created_at.astimezone(CHINA).date()
    return book.wording(message.template, item=item, on=day) if message.blanks else None


def spoken(wording: Wording) -> frozenset[Way]:
    """Return the ways a wording has words for."""
    return frozenset(way for way in Way if wording.of(way))


def preference_of(party: Party) -> Preference:
    """Return what a party chose, or the usual ways."""
    try:
        chosen: NoticePreference = party.notice_preference
    except ObjectDoesNotExist:
        return Preference()
    return Preference(sms=chosen.sms, call=CallChoice(chosen.call))


def _office_path(message: Message) -> str:
    return message.case.office_path if message.case is not None else city_path()


def city_path() -> str:
    """Return the path of the first office of this installation's region."""
    found = (
        Office.objects.filter(region=settings.TONGBAN_REGION)
        .order_by("path")
        .values_list("path", flat=True)
        .first()
    )
    return found or ""


def locked_messages(ids: Sequence[int]) -> dict[int, Message]:
    """Return messages locked until the transaction ends, to write their steps."""
    found = Message.objects.select_for_update().filter(pk__in=set(ids)).order_by("pk")
    return {message.pk: message for message in found}
