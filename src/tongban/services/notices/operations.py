"""Tells people what happened to their case, in the transaction that did it."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from django.db import transaction

from tongban.core.cases.events import Event
from tongban.core.cases.lifecycle import EventKind
from tongban.core.cases.parts import lacks_of
from tongban.core.items.catalogue import Terms
from tongban.core.json_values import JsonObject, flag_of, text_of
from tongban.core.notices.blanks import FILLED_BY, day_words, fill
from tongban.core.notices.moments import Way
from tongban.core.notices.proof import StepKind
from tongban.records.cases.models import Case
from tongban.records.notices.models import Message
from tongban.services.cases.envelope import CHINA
from tongban.services.cases.forms import subject_name
from tongban.services.items.citing import cite_text
from tongban.services.notices.book import notice_book
from tongban.services.notices.proof import NewStep, write_steps

UNDATED: Final = "undated"
HELPED: Final = "case.helped"


def tell(case: Case, event: Event, *, terms: Terms) -> None:
    """Write the message an event calls for into the outbox, once.

    When a helper acts for somebody, the person is told; nobody can switch
    that off (SD20 20).
    """
    codes = [code for code in (_code_of(case, event),) if code in FILLED_BY]
    if text_of(event.data, "helper"):
        codes.append(HELPED)
    written = (_message(case, event, code=code, terms=terms) for code in codes)
    messages = [message for message in written if message is not None]
    if messages:
        Message.objects.bulk_create(messages, ignore_conflicts=True)


def tell_party(
    party_id: int, template: str, *, values: JsonObject, now: datetime
) -> None:
    """Write a message that belongs to no case into the outbox."""
    wording = notice_book().wording(template, item="", on=_day(now))
    if wording is not None:
        Message.objects.create(
            party_id=party_id,
            case=None,
            template=template,
            text=fill(template, wording.inbox, values),
            blanks=values,
            created_at=now,
        )


@transaction.atomic
def mark_read(
    *, party_ids: tuple[int, ...], message_ids: Collection[int], now: datetime
) -> None:
    """Note that messages were opened by one of their party's accounts, once."""
    unread = list(
        Message.objects.select_for_update()
        .filter(pk__in=message_ids, party_id__in=party_ids, read_at=None)
        .order_by("pk")
    )
    for message in unread:
        message.read_at = now
    Message.objects.bulk_update(unread, ["read_at"])
    opened = NewStep(StepKind.OPENED, now, way=Way.INBOX.value)
    write_steps([(message, opened) for message in unread])


def _code_of(case: Case, event: Event) -> str:
    """Return the template of an event: its kind, how it ended, and whether dated."""
    parts = ["case", event.kind.value]
    ending = text_of(event.data, "outcome")
    if event.kind is EventKind.PLEDGE_CHECKED:
        ending = text_of(event.data, "result")
    if event.kind is EventKind.DECISION_REVERSED and flag_of(event.data, "asked"):
        ending = "asked"
    if ending:
        parts.append(ending)
    if case.due_on is None and ".".join((*parts, UNDATED)) in FILLED_BY:
        parts.append(UNDATED)
    return ".".join(parts)


def _message(case: Case, event: Event, *, code: str, terms: Terms) -> Message | None:
    wording = notice_book().wording(code, item=case.item, on=_day(event.at))
    if wording is None:
        return None
    values = _values(case, event, code=code, terms=terms)
    return Message(
        case=case,
        event_seq=event.seq,
        template=code,
        party_id=case.party_id,
        text=fill(code, wording.inbox, values),
        blanks=values,
        created_at=event.at,
    )


def _values(case: Case, event: Event, *, code: str, terms: Terms) -> JsonObject:
    lacks = "；".join(
        subject_name(terms, lack.subject) for lack in lacks_of(event.data)
    )
    known = {
        "item": case.item_name,
        "number": case.number,
        "code": case.query_code,
        "due": day_words(case.due_on),
        "words": text_of(event.data, "words") or text_of(event.data, "text"),
        "clause": cite_text(text_of(event.data, "clause")),
        "remedy": text_of(event.data, "remedy"),
        "helper": text_of(event.data, "helper"),
        "lacks": lacks,
    }
    return {name: known[name] for name in sorted(FILLED_BY[code])}


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
