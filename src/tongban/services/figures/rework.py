"""Why papers are missing (补正原因): the commonest lacks beside the item's words."""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from django.db.models import Count

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, check_may
from tongban.core.cases.lifecycle import EventKind
from tongban.core.cases.parts import Fault, lacks_of
from tongban.core.figures.counting import Span, share
from tongban.core.items.catalogue import Terms
from tongban.records.cases.models import Case, CaseEvent
from tongban.records.security.row_conditions import below
from tongban.services.cases.forms import subject_name
from tongban.services.figures.measures import within
from tongban.services.items.pinning import terms_by_digest

CAUSES_SHOWN_MAX: Final = 50
NOTICES_READ_MAX: Final = 50_000
FAULT_WORDS: Final = {
    Fault.MISSING: "缺少",
    Fault.WRONG: "不符合要求",
    Fault.OUTDATED: "已过有效期",
}


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing people are told again and again.

    ``share`` is the share of the item's cases in the span that were told this,
    in basis points; ``says`` is how the item's guide words the material now.
    """

    item: str
    item_name: str
    subject: str
    fault: str
    count: int
    share: int | None
    says: str
    example: str


def causes(actor: Actor, span: Span) -> tuple[Cause, ...]:
    """Return the commonest lacks of the span in the actor's office and below."""
    check_may(actor, Act.SEE_FIGURES.value)
    told: Counter[tuple[str, str, str]] = Counter()
    newest: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    events = (
        CaseEvent.objects.filter(
            within("at", span),
            below("case__office_path", actor.office_path),
            kind=EventKind.NOTICE_SENT.value,
        )
        .select_related("case")
        .order_by("-at")[:NOTICES_READ_MAX]
    )
    for event in events.iterator():
        case = event.case
        for lack in lacks_of(event.data):
            key = (case.item, lack.subject, lack.fault.value)
            told[key] += 1
            newest.setdefault(key, (case.item_name, case.terms_digest, case.number))
    received = _received(actor, span)
    return tuple(
        _cause(key, count, newest[key], received=received.get(key[0], 0))
        for key, count in told.most_common(CAUSES_SHOWN_MAX)
    )


def _cause(
    key: tuple[str, str, str],
    count: int,
    found: tuple[str, str, str],
    *,
    received: int,
) -> Cause:
    item, subject, fault = key
    item_name, digest, number = found
    terms = terms_by_digest(digest)
    return Cause(
        item=item,
        item_name=item_name,
        subject=subject_name(terms, subject),
        fault=FAULT_WORDS[Fault(fault)],
        count=count,
        share=share(min(count, received), received),
        says=_words_of(terms, subject),
        example=number,
    )


def _words_of(terms: Terms, subject: str) -> str:
    """Return how the item words a material; empty for a field of its form."""
    return next(
        (material.text for material in terms.materials if material.code == subject), ""
    )


def _received(actor: Actor, span: Span) -> dict[str, int]:
    rows = (
        Case.objects.filter(
            within("received_at", span), below("office_path", actor.office_path)
        )
        .order_by()
        .values_list("item")
        .annotate(count=Count("pk"))
    )
    return dict(rows)
