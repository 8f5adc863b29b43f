"""The rows a load refused: once as they came, once with what is wrong with them."""

import csv
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Final

from tongban.core.loading.cells import REASON_WORDS
from tongban.core.loading.rows import Fault
from tongban.gateways.sheets import SheetRow, cell_name
from tongban.services.loading.tables import Table

FOLDER: Final = "refused"
OWNER_ONLY: Final = 0o600
REPORT_HEADING: Final = ("行号", "单元格", "列", "问题")
WHOLE_ROW: Final = "整行"
_MARK: Final = "\ufeff"  # spreadsheet programs take the text for UTF-8


@dataclass(frozen=True, slots=True)
class Sizes:
    """How long both files are."""

    again: int
    report: int


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """Two files: rows to be sent again alone, and the report on them.

    Both hold personal data or tell of it: only their owner may read them.
    """

    again: Path
    report: Path
    table: Table

    @classmethod
    def of(cls, table: Table, folder: Path | None) -> "RefusedRows":
        """Return the files of a table, by default in a folder beside it."""
        place = table.path.parent / FOLDER if folder is None else folder
        stem = table.path.stem
        return cls(place / f"{stem}.csv", place / f"{stem}.report.csv", table)

    def begin(self) -> Sizes:
        """Make both files new, with their headings."""
        self.again.parent.mkdir(parents=True, exist_ok=True)
        for path, heading in (
            (self.again, self.table.heading),
            (self.report, REPORT_HEADING),
        ):
            path.unlink(missing_ok=True)
            path.touch(mode=OWNER_ONLY)
            _append(path, _MARK + _csv([heading]))
        return self.sizes()

    def go_back_to(self, sizes: Sizes) -> bool:
        """Cut what was written after; say whether all before it is there."""
        both = ((self.again, sizes.again), (self.report, sizes.report))
        if any(not path.exists() or path.stat().st_size < size for path, size in both):
            return False
        for path, size in both:
            os.truncate(path, size)
        return True

    def add(
        self, rows: Sequence[SheetRow], refused: Mapping[int, tuple[Fault, ...]]
    ) -> Sizes:
        """Write refused rows, safe on the disk before the part is committed."""
        if refused:
            places = sorted(refused)
            _append(self.again, _csv(rows[place].cells for place in places))
            told = [
                one
                for place in places
                for one in self._told(rows[place], refused[place])
            ]
            _append(self.report, _csv(told))
        return self.sizes()

    def end(self, *, empty: bool) -> None:
        """Take files away that hold nothing but their heading."""
        if empty:
            self.again.unlink(missing_ok=True)
            self.report.unlink(missing_ok=True)

    def sizes(self) -> Sizes:
        """Return how long both files are now."""
        return Sizes(self.again.stat().st_size, self.report.stat().st_size)

    def _told(
        self, row: SheetRow, faults: Sequence[Fault]
    ) -> list[tuple[str, str, str, str]]:
        return [
            (str(row.number), *self._where(row, fault), REASON_WORDS[fault.reason])
            for fault in faults
        ]

    def _where(self, row: SheetRow, fault: Fault) -> tuple[str, str]:
        """Return the cell and the heading of a fault."""
        layout = self.table.layout
        for column, place in zip(layout.definition.columns, layout.places, strict=True):
            if column.code == fault.column:
                cell = cell_name(row.number, place + 1) if place >= 0 else ""
                return cell, column.title
        return "", WHOLE_ROW


def _csv(rows: Iterable[Sequence[str]]) -> str:
    kept = StringIO()
    csv.writer(kept, lineterminator="\r\n").writerows(rows)
    return kept.getvalue()


def _append(path: Path, text: str) -> None:
    with path.open("ab") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())
