"""Lists as the national interface gives them out: a text in an archive, by position."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from django.conf import settings

from tongban.core.medical_catalogue.files import READ, TAB
from tongban.core.medical_catalogue.kinds import CatalogueKind
from tongban.core.medical_catalogue.rows import EntryRow, RowFault, RowReader
from tongban.core.refusals import Refusal
from tongban.gateways.sheets import UNFOLDED_BYTES_MAX
from tongban.policy.national_codes import load_national_codes
from tongban.services.medical_catalogue.files import layouts

SUFFIX: Final = ".zip"


class ArchiveFaulty(Refusal):
    """The archive is none, is too large, or does not hold one text of the list."""

    code = "medical_catalogue.archive_faulty"


def read_archive(
    path: Path, kind: CatalogueKind, *, part_share: str
) -> tuple[tuple[EntryRow, ...], Sequence[RowFault]]:
    """Return the entries of an archive that stand, and what is wrong with others.

    ``part_share`` is the first own share of class B in per cent: the nation's
    files do not say it.
    """
    layout = next((one for one in layouts().values() if one.kind is kind), None)
    if layout is None:
        raise ArchiveFaulty(f"No file of the interface holds {kind.value}.")
    reader = RowReader(kind, load_national_codes(Path(settings.TONGBAN_POLICY)))
    entries: list[EntryRow] = []
    for number, text in enumerate(_lines(path), start=1):
        cells = text.split(TAB)
        if not layout.is_valid(cells):
            continue
        said = layout.cells(cells, part_share=part_share)
        entry = reader.read(number, READ, said)
        if entry is not None:
            more = layout.details(cells)
            entries.append(
                replace(entry, initials=layout.initials(cells), details=more)
            )
    return tuple(entries), reader.faults


def _lines(path: Path) -> Iterator[str]:
    try:
        with zipfile.ZipFile(path) as archive:
            held = [one for one in archive.infolist() if not one.is_dir()]
            if len(held) != 1 or held[0].file_size > UNFOLDED_BYTES_MAX:
                raise ArchiveFaulty("One text of a bearable size was expected.")
            with archive.open(held[0]) as raw:
                for text in io.TextIOWrapper(raw, encoding="utf-8-sig", newline="\n"):
                    yield text.rstrip("\r\n")
    except (zipfile.BadZipFile, UnicodeDecodeError, NotImplementedError) as fault:
        raise ArchiveFaulty(type(fault).__name__) from None
