"""Loading one list of the medical catalogue: checked whole, then kept whole."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from tongban.core.medical_catalogue.kinds import CatalogueKind
from tongban.core.medical_catalogue.rows import (
    NAME_MAX,
    Column,
    EntryRow,
    RowFault,
    RowReader,
    columns_needed,
)
from tongban.core.refusals import Refusal
from tongban.gateways.sheets import SheetRow, read_rows
from tongban.policy.national_codes import load_national_codes
from tongban.records.medical_catalogue.models import CatalogueEntry, CatalogueVersion
from tongban.services.items.catalogue import files_book
from tongban.services.loading.copying import copy_lines, line
from tongban.services.medical_catalogue.naming import initials_of
from tongban.services.medical_catalogue.national import SUFFIX, read_archive

ROWS_MAX: Final = 1_000_001
_COPIED: Final = (
    "version_id",
    "code",
    "name",
    "grade",
    "own_share_bp",
    "price_max_fen",
    "limit_text",
    "charge_kind",
    "begins",
    "ends",
    "initials",
    "details",
)


class ColumnsMissing(Refusal):
    """The heading of the table lacks columns, or names one twice."""

    code = "medical_catalogue.columns_missing"


class ListFaulty(Refusal):
    """Rows of the table are wrong; nothing of it was kept."""

    code = "medical_catalogue.list_faulty"

    def __init__(self, faults: Sequence[RowFault]) -> None:
        rows = len({fault.row for fault in faults})
        super().__init__(f"{len(faults)} faults.", faults=len(faults), rows=rows)
        self.faults = tuple(faults)


class ListEmpty(Refusal):
    """The table has no rows below its heading."""

    code = "medical_catalogue.list_empty"


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What a file is: which list, of which region, in force from when, and whence."""

    kind: CatalogueKind
    region: str
    label: str
    source: str
    valid_from: date


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file; ``is_new`` is false when it was loaded before."""

    version_id: int
    entries: int
    is_new: bool


def check_list(
    path: Path, kind: CatalogueKind, *, part_share: str = ""
) -> tuple[EntryRow, ...]:
    """Return the entries of a table, or refuse with every fault of every row.

    An archive is taken as a file of the national interface; ``part_share`` is then
    the first own share of class B in per cent.
    """
    if path.suffix.lower() == SUFFIX:
        return _good(*read_archive(path, kind, part_share=part_share))
    rows = read_rows(path, rows_max=ROWS_MAX)
    columns = _columns(next(rows, SheetRow(1, ())), kind)
    return check_rows(rows, kind, columns)


def check_rows(
    rows: Iterable[SheetRow], kind: CatalogueKind, columns: Sequence[Column]
) -> tuple[EntryRow, ...]:
    """Return the entries of rows below a heading, or refuse with every fault."""
    structures = load_national_codes(Path(settings.TONGBAN_POLICY))
    reader = RowReader(kind, structures)
    entries = [
        entry
        for row in rows
        if (entry := reader.read(row.number, columns, row.cells)) is not None
    ]
    return _good(entries, reader.faults)


def _good(
    entries: Sequence[EntryRow], faults: Sequence[RowFault]
) -> tuple[EntryRow, ...]:
    if faults:
        raise ListFaulty(faults)
    if not entries:
        raise ListEmpty("The table has no entries.")
    return tuple(entries)


def load_list(
    path: Path, said: NewVersion, *, at: datetime, part_share: str = ""
) -> Loaded:
    """Keep a table as a version of its list; the same file again changes nothing."""
    files_book().regions.get(said.region)
    entries = check_list(path, said.kind, part_share=part_share)
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return keep_version(said, entries, digest=digest, at=at)


@transaction.atomic
def keep_version(
    said: NewVersion, entries: Sequence[EntryRow], *, digest: str, at: datetime
) -> Loaded:
    """Keep checked entries as one version, once."""
    version, is_new = CatalogueVersion.objects.get_or_create(
        kind=said.kind.value,
        region=said.region,
        valid_from=said.valid_from,
        digest=digest,
        defaults={
            "label": said.label,
            "source": said.source,
            "entry_count": len(entries),
            "loaded_at": at,
        },
    )
    if is_new:
        _copy(version.pk, entries)
    return Loaded(version.pk, version.entry_count, is_new)


def _columns(heading: SheetRow, kind: CatalogueKind) -> tuple[Column, ...]:
    known = {column.value: column for column in Column}
    needed = [column for column in columns_needed(kind) if column not in heading.cells]
    strange = [title for title in heading.cells if title not in known]
    twice = {title for title in heading.cells if heading.cells.count(title) > 1}
    if needed or strange or twice:
        raise ColumnsMissing(
            "The heading is not that of the list.",
            needed="、".join(needed) or "无",
            strange="、".join(strange) or "无",
            twice="、".join(sorted(twice)) or "无",
        )
    return tuple(known[title] for title in heading.cells)


def _copy(version_id: int, entries: Iterable[EntryRow]) -> None:
    """Write entries the quick way: a hundred thousand in a second or two."""
    table = CatalogueEntry._meta.db_table  # noqa: SLF001 - Django's public _meta
    copy_lines(table, _COPIED, (line(*_cells(version_id, one)) for one in entries))


def _cells(version_id: int, entry: EntryRow) -> tuple[object, ...]:
    details = entry.details
    return (
        version_id,
        entry.code,
        entry.name,
        entry.grade.value if entry.grade else "",
        entry.own_share_bp,
        entry.price_max_fen,
        entry.limit_text,
        entry.charge_kind,
        entry.begins,
        entry.ends,
        (entry.initials or initials_of(entry.name))[:NAME_MAX],
        json.dumps(dict(details), ensure_ascii=False) if details else "{}",
    )
