"""The PDF of a paper: set once, signed with its digest, kept by digest."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction

from tongban.core.cases.view import CHINA
from tongban.core.json_values import Json
from tongban.core.papers.kinds import Edition
from tongban.core.papers.statements import Statement, body_digest, with_statement
from tongban.gateways.signing import key_id, public_key, sign
from tongban.gateways.storage import file_store
from tongban.gateways.typesetting import drawable, qr_svg, typeset, without_glyph
from tongban.records.papers.models import Paper, PaperFile
from tongban.services.papers.queries import content_of_row
from tongban.services.papers.wording import date_words, said

LAYOUT: Final = "paper"
MEDIA_TYPE: Final = "application/pdf"


@dataclass(frozen=True, slots=True)
class PaperPdf:
    """A paper as a file to send: its name for saving, and its bytes."""

    name: str
    content: bytes


def paper_pdf(row: Paper, edition: Edition, *, now: datetime) -> PaperPdf:
    """Return the PDF of a paper in an edition; the short one is the full one.

    The first call sets it, fixes its digest and keeps it; later ones read it.
    """
    chosen = Edition.LARGE if edition is Edition.LARGE else Edition.FULL
    kept = PaperFile.objects.filter(paper=row, edition=chosen.value).first()
    content = _kept_bytes(kept) if kept else b""
    if not content:
        content = _set(row, chosen)
        _keep(row, chosen, content, now=now)
    suffix = "（大字版）" if chosen is Edition.LARGE else ""
    title = content_of_row(row).title
    return PaperPdf(f"{title}{suffix}-{row.number}.pdf", content)


def check_url_of(row: Paper) -> str:
    """Return the public address that proves a paper."""
    query = urlencode({"c": row.check_code})
    return f"{settings.TONGBAN_SITE}/papers/{row.number}/?{query}"


def _set(row: Paper, edition: Edition) -> bytes:
    pdf = typeset(LAYOUT, _data(row, edition), at=row.issued_at)
    statement = Statement(
        number=row.number,
        edition=edition.value,
        content=row.content,
        body=body_digest(pdf),
        algorithm=settings.TONGBAN_PAPER_SIGNATURE,
        key=key_id(public_key()),
    )
    signed = replace(statement, signature=sign(statement.signed_text))
    return with_statement(pdf, signed)


def _data(row: Paper, edition: Edition) -> dict[str, Json]:
    content = content_of_row(row)
    missing = without_glyph(row.content)
    return {
        "content": drawable(content.as_json(), missing),
        "edition": edition.value,
        "qr": qr_svg(check_url_of(row)),
        "check_url": check_url_of(row),
        "check_code": row.check_code,
        "issued_words": date_words(row.issued_at.astimezone(CHINA)),
        "notes": [said("paper.missing_glyph")] if missing else [],
    }


def _kept_bytes(kept: PaperFile) -> bytes:
    store = file_store()
    if not store.is_whole(kept.digest):
        return b""
    with store.open(kept.digest) as content:
        return content.read()


@transaction.atomic
def _keep(row: Paper, edition: Edition, content: bytes, *, now: datetime) -> None:
    store = file_store()
    received = store.receive((content,))
    try:
        file = PaperFile(
            paper=row,
            edition=edition.value,
            digest=received.digest,
            size=received.content.size,
            rendered_at=now,
        )
        PaperFile.objects.bulk_create([file], ignore_conflicts=True)
        store.keep(received)
    finally:
        store.discard(received)
