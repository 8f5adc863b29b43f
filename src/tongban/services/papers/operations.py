"""Issues papers in the transaction of the event that calls for them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection

from tongban.core.cases.events import Event
from tongban.core.cases.lifecycle import EventKind
from tongban.core.cases.view import CaseView
from tongban.core.papers.content import PaperContent, digest_of_text
from tongban.core.papers.kinds import CERTIFICATES, ENDED_BY, ISSUED_BY, Standing
from tongban.gateways.signing import key_id, public_key, sign
from tongban.records.papers.models import Paper, PaperEnd
from tongban.records.papers.row_conditions import CORRECTED_PARTIES_SETTING
from tongban.services.enrolment.undone import undone_by
from tongban.services.papers.certificates import certificate_for
from tongban.services.papers.wording import Subject, content_of

if TYPE_CHECKING:
    from tongban.services.cases.engine import Loaded


def issue(loaded: "Loaded", view: CaseView, event: Event) -> None:
    """Write the papers an event issues, once, and end those it takes the place of."""
    _end_earlier(loaded, event)
    if event.kind is EventKind.DECISION_REVERSED:
        _end_certificates(loaded, event)
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


def _end_certificates(loaded: "Loaded", event: Event) -> None:
    """End every certificate that said what the register no longer says.

    Those written before the case took effect said nothing of it and stay.
    """
    undone = undone_by(loaded.record.pk)
    if undone is None:
        return
    with _seen_for(undone.parties):
        certificates = Paper.objects.filter(
            party_id__in=undone.parties,
            kind__in={kind.value for kind in CERTIFICATES.values()},
            issued_at__gte=undone.since,
            end=None,
        )
        ends = [
            PaperEnd(
                paper=paper,
                standing=Standing.CORRECTED.value,
                event_seq=event.seq,
                cause=loaded.record,
                at=event.at,
            )
            for paper in certificates
        ]
        PaperEnd.objects.bulk_create(ends, ignore_conflicts=True)


@contextmanager
def _seen_for(parties: frozenset[int]) -> Iterator[None]:
    """Let a member of staff reach the papers of these parties, whoever issued them."""
    try:
        _set_parties(",".join(str(party) for party in sorted(parties)))
        yield
    finally:
        _set_parties("")


def _set_parties(parties: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, false)", (CORRECTED_PARTIES_SETTING, parties)
        )
