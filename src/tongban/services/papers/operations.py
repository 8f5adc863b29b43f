"""Issues papers in the transaction of the event that calls for them."""

from typing import TYPE_CHECKING

from django.conf import settings

from tongban.core.cases.events import Event
from tongban.core.cases.view import CaseView
from tongban.core.papers.content import PaperContent, digest_of_text
from tongban.core.papers.kinds import ENDED_BY, ISSUED_BY
from tongban.gateways.signing import key_id, public_key, sign
from tongban.records.papers.models import Paper, PaperEnd
from tongban.services.papers.certificates import certificate_for
from tongban.services.papers.wording import Subject, content_of

if TYPE_CHECKING:
    from tongban.services.cases.engine import Loaded


def issue(loaded: "Loaded", view: CaseView, event: Event) -> None:
    """Write the papers an event issues, once, and end those it takes the place of."""
    _end_earlier(loaded, event)
    subject = Subject(loaded, view, event)
    kind = ISSUED_BY.get(event.kind)
    if kind is not None:
        _write(subject, content_of(subject, kind))
    certificate = certificate_for(subject)
    if certificate is not None:
        _write(subject, certificate)


def _write(subject: Subject, content: PaperContent) -> None:
    record, event, text = subject.loaded.record, subject.event, content.text
    paper = Paper(
        number=content.number,
        kind=content.kind.value,
        case=record,
        event_seq=event.seq,
        party_id=record.party_id,
        office_id=record.office_id,
        check_code=content.check_code,
        content=text,
        content_digest=digest_of_text(text),
        algorithm=settings.TONGBAN_PAPER_SIGNATURE,
        key=key_id(public_key()),
        signature=sign(text),
        issued_at=event.at,
    )
    Paper.objects.bulk_create([paper], ignore_conflicts=True)


def _end_earlier(loaded: "Loaded", event: Event) -> None:
    ending = ENDED_BY.get(event.kind)
    if ending is None:
        return
    kinds, standing = ending
    earlier = Paper.objects.filter(
        case=loaded.record, kind__in=kinds, event_seq__lt=event.seq, end=None
    )
    ends = [
        PaperEnd(paper=paper, standing=standing.value, event_seq=event.seq, at=event.at)
        for paper in earlier
    ]
    if ends:
        PaperEnd.objects.bulk_create(ends, ignore_conflicts=True)
