"""Taking uploads in: checked by content, scanned, stored once by digest."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import transaction

from tongban.core.access.actor import Actor
from tongban.core.files.uploads import (
    FileType,
    Infected,
    ScanResult,
    check_count,
    plain_name,
    type_of,
)
from tongban.gateways.scanner import Verdict, scan
from tongban.gateways.storage import FileStore, Received, file_store
from tongban.records.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class FileCard:
    """One upload as pages and cases know it; ``size`` in bytes."""

    id: UUID
    name: str
    type: FileType
    size: int
    digest: str
    scan: ScanResult


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes somebody sends: the name they gave it and the content in chunks."""

    name: str
    chunks: Iterable[bytes]


def store_upload(
    actor: Actor,
    upload: Upload,
    *,
    now: datetime,
    party_id: int | None = None,
    present: int = 0,
    look: Callable[[FileType, Path], None] | None = None,
) -> FileCard:
    """Keep an upload and return its card.

    ``party_id`` is whom it concerns, ``present`` how many files lie beside it
    already. ``look`` may refuse what was received, by its type and where it waits.
    Refuses unknown types, active content, empty, oversized, infected files and too
    many of them; nothing is kept then.
    """
    check_count(present=present, added=1)
    store = file_store()
    received = store.receive(upload.chunks)
    try:
        kind = type_of(received.content)
        result = _scanned(received)
        if look is not None:
            look(kind, received.path)
        return _keep(
            store,
            received,
            StoredFile(
                digest=received.digest,
                type=kind.value,
                size=received.content.size,
                name=plain_name(upload.name, kind),
                scan=result.value,
                uploaded_by_id=actor.account_id,
                party_id=party_id,
                uploaded_at=now,
            ),
        )
    finally:
        store.discard(received)


def _scanned(received: Received) -> ScanResult:
    verdict = scan(received.path)
    if verdict is Verdict.INFECTED:
        raise Infected
    return ScanResult(verdict.value)


@transaction.atomic
def _keep(store: FileStore, received: Received, row: StoredFile) -> FileCard:
    row.save(force_insert=True)
    store.keep(received)
    return card_of(row)


def card_of(row: StoredFile) -> FileCard:
    """Return the card of an upload."""
    return FileCard(
        id=row.id,
        name=row.name,
        type=FileType(row.type),
        size=row.size,
        digest=row.digest,
        scan=ScanResult(row.scan),
    )
