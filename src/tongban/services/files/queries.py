"""Showing uploads: only to those who may, and never as a page of ours."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final
from uuid import UUID

from tongban.core.access.actor import Actor
from tongban.core.files.uploads import MEDIA_TYPES, SHOWN_IN_PAGE, FileUnknown
from tongban.gateways.storage import file_store
from tongban.records.files.models import StoredFile
from tongban.services.files.operations import FileCard, card_of

ROWS_PER_FETCH: Final = 500


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """An upload ready to be sent; close ``content`` when done.

    ``in_page`` says whether a browser may show it (verified images and PDF).
    """

    card: FileCard
    media_type: str
    in_page: bool
    content: BinaryIO


def open_file(
    actor: Actor, file_id: UUID, *, allowed: Collection[UUID] = ()
) -> OpenedFile:
    """Open an upload for who brought it, or when the caller allows it.

    ``allowed`` are the files of a case the caller has already checked the actor
    may see. Refuses everything else as unknown, so that ids tell nothing.
    """
    row = StoredFile.objects.filter(pk=file_id).first()
    if row is None or not _may_open(actor, row, allowed):
        raise FileUnknown
    card = card_of(row)
    return OpenedFile(
        card=card,
        media_type=MEDIA_TYPES[card.type],
        in_page=card.type in SHOWN_IN_PAGE,
        content=file_store().open(row.digest),
    )


def file_cards(file_ids: Sequence[UUID]) -> tuple[FileCard, ...]:
    """Return the cards of uploads within reach, in the order asked for."""
    found = StoredFile.objects.in_bulk(list(file_ids))
    return tuple(card_of(found[file_id]) for file_id in file_ids if file_id in found)


def find_damaged() -> Iterator[UUID]:
    """Return the uploads whose bytes are gone or no longer have their digest."""
    store = file_store()
    for row in StoredFile.objects.order_by("pk").iterator(chunk_size=ROWS_PER_FETCH):
        if not store.is_whole(row.digest):
            yield row.id


def _may_open(actor: Actor, row: StoredFile, allowed: Collection[UUID]) -> bool:
    is_own = actor.account_id is not None and row.uploaded_by_id == actor.account_id
    return is_own or row.id in allowed
