"""Tells people what happened to their case, in the transaction that did it."""

from datetime import datetime
from typing import Final

from tongban.core.cases.events import Event
from tongban.core.cases.parts import lacks_of
from tongban.core.items.catalogue import Terms
from tongban.core.json_values import text_of
from tongban.records.cases.models import Case
from tongban.records.notices.models import Message
from tongban.services.cases.forms import subject_name
from tongban.services.items.citing import cite_text
from tongban.services.messages.queries import sentences

# What is said instead while no day can be named yet.
UNDATED: Final = {"case.notice_answered": "case.notice_answered.undated"}


def tell(case: Case, event: Event, *, terms: Terms) -> None:
    """Write the message an event calls for into the outbox, once.

    When a helper acts for somebody, the person is told; nobody can switch
    that off (SD20 20).
    """
    template = f"case.{event.kind.value}"
    outcome = text_of(event.data, "outcome")
    if outcome:
        template = f"{template}.{outcome}"
    if case.due_on is None:
        template = UNDATED.get(template, template)
    wording = sentences().get(template)
    if wording is not None:
        _write(
            case, event, template=template, text=_filled(wording, case, event, terms)
        )
    if text_of(event.data, "helper"):
        helped = sentences()["case.helped"]
        _write(
            case,
            event,
            template="case.helped",
            text=_filled(helped, case, event, terms),
        )


def _write(case: Case, event: Event, *, template: str, text: str) -> None:
    message = Message(
        case=case,
        event_seq=event.seq,
        template=template,
        party_id=case.party_id,
        text=text,
        created_at=event.at,
    )
    Message.objects.bulk_create([message], ignore_conflicts=True)


def _filled(wording: str, case: Case, event: Event, terms: Terms) -> str:
    lacks = "；".join(
        subject_name(terms, lack.subject) for lack in lacks_of(event.data)
    )
    return wording.format(
        item=case.item_name,
        number=case.number,
        code=case.query_code,
        due="" if case.due_on is None else f"{case.due_on:%Y年%-m月%-d日}",
        words=text_of(event.data, "words") or text_of(event.data, "text"),
        clause=cite_text(text_of(event.data, "clause")),
        remedy=text_of(event.data, "remedy"),
        helper=text_of(event.data, "helper"),
        lacks=lacks,
    )


def mark_read(*, party_ids: tuple[int, ...], message_id: int, now: datetime) -> None:
    """Note that a message was opened by one of its party's accounts."""
    Message.objects.filter(pk=message_id, party_id__in=party_ids, read_at=None).update(
        read_at=now
    )
