"""Tables people send: CSV and XLSX files read as rows of text.

What a spreadsheet program shows is what is read: row numbers as it counts them,
dates as ``2026-11-23``, whole numbers without ``.0``. A number too long to be
kept exactly (an identity number typed as a number) reads as ``3.70783E+17``,
so that no check takes it for the number that was meant.

A file is measured before it is opened: a small archive may unfold to more than
the memory holds, and one cell in the last corner makes a sheet of billions.
"""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final, TypeAlias

from python_calamine import CalamineError, CalamineWorkbook

from tongban.core.refusals import Refusal

UNFOLDED_BYTES_MAX: Final = 400 * 1024 * 1024
COLUMNS_MAX: Final = 200
EXACT_NUMBER_MAX: Final = 10**15
_BLOCK_BYTES: Final = 1024 * 1024
_ARCHIVE_MARK: Final = b"PK\x03\x04"
_ENCODINGS: Final = ("utf-8-sig", "gb18030")
_PLACE: Final = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,9})["']""")
_PLACE_BYTES_MAX: Final = 24
_LETTERS: Final = 26

_Value: TypeAlias = int | float | str | bool | time | date | datetime | timedelta


class SheetUnreadable(Refusal):
    """The file is no CSV text and no XLSX workbook, or it is damaged or locked."""

    code = "sheets.unreadable"


class SheetTooLong(Refusal):
    """The sheet has more rows or columns than one file may bring."""

    code = "sheets.too_long"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row: its number as the spreadsheet program shows it, and its texts."""

    number: int
    cells: tuple[str, ...]


def cell_name(row: int, column: int) -> str:
    """Return a cell's name as the spreadsheet program shows it; both from 1.

    >>> cell_name(12, 3)
    'C12'
    >>> cell_name(1, 28)
    'AB1'
    """
    letters = ""
    while column:
        column, place = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + place) + letters
    return f"{letters}{row}"


def read_rows(path: Path, *, rows_max: int) -> Iterator[SheetRow]:
    """Yield the rows of a CSV file or of a workbook's first sheet, blank ones left out.

    ``rows_max`` counts every row, the heading included. CSV is read as UTF-8 or
    else GB18030, parted by commas or tabs, a row at a time; a workbook is held
    in memory. A fault may show after rows were given: keep nothing before the end.
    """
    try:
        with path.open("rb") as file:
            mark = file.read(len(_ARCHIVE_MARK))
        if mark == _ARCHIVE_MARK:
            yield from _numbered(_workbook_rows(path, rows_max), rows_max)
        else:
            yield from _numbered(_text_rows(path), rows_max)
    except (CalamineError, zipfile.BadZipFile, csv.Error, NotImplementedError) as fault:
        raise SheetUnreadable("The file is no table we can read.") from fault


def _numbered(rows: Iterable[list[str]], rows_max: int) -> Iterator[SheetRow]:
    for number, cells in enumerate(rows, 1):
        if number > rows_max or len(cells) > COLUMNS_MAX:
            raise _too_long(rows_max)
        if any(cells):
            yield SheetRow(number, tuple(cells))


def _too_long(rows_max: int) -> SheetTooLong:
    return SheetTooLong(
        "The sheet has too many rows or columns.", rows=rows_max, columns=COLUMNS_MAX
    )


def _text_rows(path: Path) -> Iterator[list[str]]:
    encoding = _encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        heading = file.readline()
        file.seek(0)
        parted = "\t" if heading.count("\t") > heading.count(",") else ","
        for cells in csv.reader(file, delimiter=parted, strict=True):
            yield [cell.strip() for cell in cells]


def _encoding_of(path: Path) -> str:
    for encoding in _ENCODINGS:
        try:
            with path.open(encoding=encoding, newline="") as file:
                while block := file.read(_BLOCK_BYTES):
                    if "\0" in block:
                        raise SheetUnreadable("The file is no text.")
        except UnicodeDecodeError:
            continue
        return encoding
    raise SheetUnreadable("The text is neither UTF-8 nor GB18030.")


def _workbook_rows(path: Path, rows_max: int) -> Iterator[list[str]]:
    _measure(path, rows_max)
    with CalamineWorkbook.from_path(path) as workbook:
        if not workbook.sheet_names:
            raise SheetUnreadable("The workbook has no sheet.")
        sheet = workbook.get_sheet_by_index(0)
        for cells in sheet.to_python(skip_empty_area=False):
            yield [_text_of(value) for value in cells]


def _measure(path: Path, rows_max: int) -> None:
    """Refuse a workbook that unfolds to too much, before anything unfolds it."""
    left = UNFOLDED_BYTES_MAX
    with zipfile.ZipFile(path) as archive:
        for member in archive.infolist():
            is_sheet = member.filename.startswith("xl/worksheets/")
            with archive.open(member) as file:
                kept = b""
                while block := file.read(_BLOCK_BYTES):
                    left -= len(block)
                    if left < 0:
                        raise _too_long(rows_max)
                    if is_sheet:
                        _check_places(kept + block, rows_max)
                        kept = block[-_PLACE_BYTES_MAX:]


def _check_places(block: bytes, rows_max: int) -> None:
    if b"\0" in block:
        raise SheetUnreadable("A sheet is not written in UTF-8.")
    for letters, row in _PLACE.findall(block):
        if int(row) > rows_max or _column_of(letters) > COLUMNS_MAX:
            raise _too_long(rows_max)


def _column_of(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * _LETTERS + letter - ord("A") + 1
    return column


def _text_of(value: _Value) -> str:
    if isinstance(value, str):
        return value.replace("\0", "").strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, datetime) and value.time() == time.min:
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return str(value)


def _number_text(value: float) -> str:
    if abs(value) >= EXACT_NUMBER_MAX:
        return f"{value:.5E}"
    return str(int(value)) if value == int(value) else repr(value)
