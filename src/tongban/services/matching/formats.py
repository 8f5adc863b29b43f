"""Tables of other departments: read in the three forms they come in, never kept.

A table tells of people who are not registered here too; so its bytes are read
where they wait and thrown away. What is used of them lies in the facts.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from tongban.core.files.uploads import (
    Content,
    EmptyFile,
    FileType,
    Infected,
    TypeNotTaken,
    is_archive,
    type_of,
)
from tongban.core.json_values import canonical
from tongban.core.matching.columns import (
    CURE_WORDS,
    FAULT_WORDS,
    CellFault,
    FeedColumn,
)
from tongban.core.refusals import Refusal
from tongban.gateways.scanner import Verdict, scan
from tongban.gateways.sheets import SheetTooLong, cell_name, read_rows
from tongban.gateways.storage import file_store
from tongban.services.desk.sheet import Column, workbook
from tongban.services.files.operations import Upload

SHEET: Final = "要改正的行"
_MARK: Final = b"\xef\xbb\xbf"
_OBJECT: Final = b"{"


class HeadingUnknown(Refusal):
    """The first row is not the heading of this kind of feed."""

    code = "matching.heading_unknown"

    def __init__(self, titles: str) -> None:
        super().__init__("The heading lacks columns.", titles=titles)


class FeedEmpty(Refusal):
    """There is no row below the heading."""

    code = "matching.feed_empty"

    def __init__(self) -> None:
        super().__init__("No rows.")


class LineMalformed(Refusal):
    """A line of JSON is no object of texts."""

    code = "matching.line_malformed"

    def __init__(self, line: int) -> None:
        super().__init__(f"Line {line} is no object of texts.", line=line)


@dataclass(frozen=True, slots=True)
class FeedForm:
    """The columns a table of one kind has, and how many rows it may have."""

    columns: tuple[FeedColumn, ...]
    rows_max: int


@dataclass(frozen=True, slots=True)
class FeedRow:
    """One row: its number where it came from, and its texts by column."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FeedTable:
    """What a department sent; ``places`` are empty when it has no cells."""

    digest: str
    rows: tuple[FeedRow, ...]
    places: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RefusedCell:
    """A cell that keeps its row out, as the spreadsheet program calls it."""

    row: int
    column: str
    cell: str
    problem: str
    cure: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that was kept out, as it was sent, and why."""

    cells: Mapping[str, str]
    faults: tuple[CellFault, ...]


def table_of(upload: Upload, form: FeedForm) -> FeedTable:
    """Read an upload: a workbook, CSV, or a JSON object a line; keep no byte of it."""
    store = file_store()
    received = store.receive(upload.chunks)
    try:
        _check_content(received.content)
        if scan(received.path) is Verdict.INFECTED:
            raise Infected
        head = received.content.head.removeprefix(_MARK).lstrip()
        if head.startswith(_OBJECT):
            places: Mapping[str, int] = {}
            rows = tuple(_lines(received.path, form))
        else:
            places, rows = _sheet(received.path, form)
        return _filled(FeedTable(received.digest, rows, places))
    finally:
        store.discard(received)


def table_of_rows(sent: Iterable[Mapping[str, str]], form: FeedForm) -> FeedTable:
    """Return rows sent over the wire as a table; their numbers begin with 1."""
    rows = tuple(
        FeedRow(number, _by_code(one, form)) for number, one in enumerate(sent, 1)
    )
    content = canonical([dict(row.cells) for row in rows])
    return _filled(FeedTable(sha256(content.encode()).hexdigest(), rows, {}))


def refused_cell(
    table: FeedTable, number: int, fault: CellFault, form: FeedForm
) -> RefusedCell:
    """Name a faulty cell in the words of the form it came in."""
    title = next(one.title for one in form.columns if one.code == fault.column)
    place = table.places.get(fault.column)
    return RefusedCell(
        row=number,
        column=fault.column,
        cell=f"第{number}行“{title}”"
        if place is None
        else cell_name(number, place + 1),
        problem=FAULT_WORDS[fault.fault],
        cure=CURE_WORDS[fault.fault],
    )


def refused_xlsx(rows: Iterable[RefusedRow], form: FeedForm) -> bytes:
    """Return the rows in the table's own shape, each with its faults and their cure.

    Corrected, it can be sent alone: the columns more are passed over.
    """
    columns = [_as_sent(one) for one in form.columns]
    titles = {one.code: one.title for one in form.columns}
    columns += [
        Column(
            "问题",
            "这一行没有接收的原因",
            lambda row: "；".join(
                f"{titles[one.column]}：{FAULT_WORDS[one.fault]}" for one in row.faults
            ),
        ),
        Column(
            "怎么改",
            "改好后把这个表格单独上传，这两列不用删",
            lambda row: "；".join(CURE_WORDS[one.fault] for one in row.faults),
        ),
    ]
    return workbook(SHEET, columns, rows)


def _as_sent(column: FeedColumn) -> Column[RefusedRow]:
    return Column(
        column.title, "按来源部门的数据填写", lambda row: row.cells[column.code]
    )


def _check_content(content: Content) -> None:
    if content.size == 0:
        raise EmptyFile
    if is_archive(content.head) and type_of(content) is not FileType.XLSX:
        raise TypeNotTaken


def _filled(table: FeedTable) -> FeedTable:
    if not table.rows:
        raise FeedEmpty
    return table


def _sheet(path: Path, form: FeedForm) -> tuple[Mapping[str, int], tuple[FeedRow, ...]]:
    read = list(read_rows(path, rows_max=form.rows_max + 1))
    titles = {column.title for column in form.columns}
    if not read or not titles <= set(read[0].cells):
        raise HeadingUnknown("、".join(column.title for column in form.columns))
    places = {one.code: read[0].cells.index(one.title) for one in form.columns}
    return places, tuple(
        FeedRow(
            row.number,
            {
                code: row.cells[place] if place < len(row.cells) else ""
                for code, place in places.items()
            },
        )
        for row in read[1:]
    )


def _lines(path: Path, form: FeedForm) -> Iterator[FeedRow]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if number > form.rows_max:
                raise SheetTooLong(
                    "Too many lines.", rows=form.rows_max, columns=len(form.columns)
                )
            if bare := line.removeprefix(_MARK).strip():
                yield FeedRow(number, _by_code(_object(bare, number), form))


def _object(line: bytes, number: int) -> Mapping[str, str]:
    try:
        found = json.loads(line.decode())
    except (ValueError, RecursionError) as fault:
        raise LineMalformed(number) from fault
    if not isinstance(found, dict) or not all(map(_is_text, found.values())):
        raise LineMalformed(number)
    return found


def _is_text(value: object) -> bool:
    """Say whether a value is text a column can hold: no half of a character."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _by_code(sent: Mapping[str, str], form: FeedForm) -> dict[str, str]:
    """Return the texts by column; a program may use the titles or the codes."""
    return {
        one.code: sent.get(one.title, sent.get(one.code, "")).replace("\0", "").strip()
        for one in form.columns
    }
