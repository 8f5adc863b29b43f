"""Files of persons with the claims of a year: ``.npz``, one named column each.

The columns are read side by side, a chunk of persons at a time, so that memory does
not grow with the file. ``header`` holds the open lists as JSON, so that a number in
a column means the same tomorrow.
"""

import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

import numpy as np
from numpy.typing import NDArray

from tongban.analytics.codes import GROUPS, KINDS, LEVELS, PLACES, SCHEMES, Codes
from tongban.core.refusals import Refusal

Column = NDArray[Any]
CHUNK: Final = 1 << 18  # claims in memory at once
PERSONS: Final = 1 << 16  # persons read at once
CLAIMS_MAX: Final = 1_000  # of one person in a year
HEADER: Final = "header"
DRAFT: Final = "draft"  # beside the columns; whole when it becomes the file
SPECIAL: Final = "special_"
FORMAT: Final = 1
DAMAGE: Final = (zipfile.BadZipFile, zlib.error, EOFError)
PERSON_COLUMNS: Final[Mapping[str, type[np.integer[Any]]]] = {
    "claims": np.uint16,
    "scheme": np.uint8,
    "group": np.uint8,
    "age": np.uint8,
    "area": np.uint16,
    "entitled": np.uint16,
    "straight_years": np.uint8,
    "free_years": np.uint8,
    "account_fen": np.int64,
    "family_fen": np.int64,
}
CLAIM_COLUMNS: Final[Mapping[str, type[np.integer[Any]]]] = {
    "kind": np.uint8,
    "level": np.uint8,
    "place": np.uint8,
    "chinese_medicine": np.uint8,
    "disease": np.uint8,
    "stay": np.uint8,
    "order": np.uint8,
    "reasons": np.uint16,
    "withheld": np.uint8,
    "credit_fen": np.int64,
    "total_fen": np.int64,
    "outside_fen": np.int64,
    "over_price_fen": np.int64,
    "first_own_fen": np.int64,
    "scope_fen": np.int64,
}
# What the numbers of the closed columns mean; kept in the file and compared.
CLOSED: Final = {
    "schemes": [one.value for one in SCHEMES],
    "groups": [one.value for one in GROUPS],
    "kinds": [one.value for one in KINDS],
    "levels": [one.value for one in LEVELS],
    "places": [one.value for one in PLACES],
}


class PopulationUnreadable(Refusal):
    """The file is not a population, or another version wrote it."""

    code = "simulate.population_unreadable"

    def __init__(self, what: str) -> None:
        super().__init__(f"Not a population: {what}.", what=what)


@dataclass(frozen=True, slots=True)
class Header:
    """What a population says of itself; ``areas`` are codes of towns or counties."""

    region: str
    persons: int
    claims: int
    codes: Codes
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some persons with all their claims; ``first`` is the number of the first."""

    first: int
    persons: Mapping[str, Column]
    claims: Mapping[str, Column]


def claim_types(codes: Codes) -> dict[str, type[np.integer[Any]]]:
    """Return the columns of claims, one more for each list with a layer of its own."""
    return {
        **CLAIM_COLUMNS,
        **{f"{SPECIAL}{code}": np.int64 for code in codes.specials},
    }


class PopulationFile:
    """A population opened for reading, as a context."""

    def __init__(self, path: Path) -> None:
        """Open a file; refuse what is no population of this format."""
        try:
            self._archive = zipfile.ZipFile(path)
        except (OSError, zipfile.BadZipFile) as error:
            raise PopulationUnreadable(f"{path.name}打不开或者不是npz文件") from error
        try:
            self.header = self._read_header()
            self._types = claim_types(self.header.codes)
            self._check_columns()
        except BaseException:
            self._archive.close()
            raise

    def __enter__(self) -> "PopulationFile":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()

    def chunks(self) -> Iterator[Chunk]:
        """Yield the persons in order, so many at once that claims stay in bounds."""
        with ExitStack() as opened:
            persons = {name: self._open(name, opened) for name in PERSON_COLUMNS}
            claims = {name: self._open(name, opened) for name in self._types}
            first = 0
            while first < self.header.persons:
                count = min(PERSONS, self.header.persons - first)
                yield from self._pieces(first, count, persons, claims)
                first += count

    def _pieces(
        self,
        first: int,
        count: int,
        persons: Mapping[str, IO[bytes]],
        claims: Mapping[str, IO[bytes]],
    ) -> Iterator[Chunk]:
        """Yield the next persons in pieces whose claims stay in bounds."""
        read = {
            name: _next(file, PERSON_COLUMNS[name], count)
            for name, file in persons.items()
        }
        for start, stop in _pieces(read["claims"]):
            own = {name: column[start:stop] for name, column in read.items()}
            many = int(own["claims"].sum(dtype=np.int64))
            said = {
                name: _next(file, self._types[name], many)
                for name, file in claims.items()
            }
            yield Chunk(first + start, own, said)

    def _read_header(self) -> Header:
        try:
            with self._archive.open(f"{HEADER}.npy") as file:
                said = json.loads(np.lib.format.read_array(file).tobytes())
            if said["format"] != FORMAT or said["closed"] != CLOSED:
                raise PopulationUnreadable("由另一个版本的程序写出，请重新生成")
            codes = Codes(**{name: tuple(own) for name, own in said["codes"].items()})
            return Header(
                str(said["region"]),
                int(said["persons"]),
                int(said["claims"]),
                codes,
                tuple(said["areas"]),
            )
        except (KeyError, TypeError, ValueError, *DAMAGE) as error:
            raise PopulationUnreadable("没有可以读的header") from error

    def _check_columns(self) -> None:
        """Refuse all columns that are missing, of another type or length, at once."""
        wanted = (
            (PERSON_COLUMNS, self.header.persons),
            (self._types, self.header.claims),
        )
        wrong = [
            f"{name}（应当是{np.dtype(kind).name}，{rows}行）"
            for columns, rows in wanted
            for name, kind in columns.items()
            if self._shape(name) != ((rows,), np.dtype(kind))
        ]
        if wrong:
            raise PopulationUnreadable(f"这些列没有或者不对：{'、'.join(wrong)}")

    def _shape(self, name: str) -> tuple[tuple[int, ...], np.dtype[Any]] | None:
        if f"{name}.npy" not in self._archive.namelist():
            return None
        with self._archive.open(f"{name}.npy") as file:
            return _head(file)

    def _open(self, name: str, opened: ExitStack) -> IO[bytes]:
        file = opened.enter_context(self._archive.open(f"{name}.npy"))
        _head(file)
        return file


class PopulationWriter:
    """Writes a population chunk by chunk: columns into a folder, then one file."""

    def __init__(self, folder: Path, header: Header) -> None:
        """Begin; ``folder`` is for the columns while they grow."""
        self._folder, self._header = folder, header
        self._types = {**PERSON_COLUMNS, **claim_types(header.codes)}
        self._files = {name: (folder / name).open("wb") for name in self._types}
        self._rows = dict.fromkeys(self._types, 0)

    def add(self, chunk: Chunk) -> None:
        """Append some persons with their claims."""
        for name, column in (*chunk.persons.items(), *chunk.claims.items()):
            self._files[name].write(column.astype(self._types[name]).tobytes())
            self._rows[name] += column.size

    def finish(self, path: Path) -> Header:
        """Put the columns into one file, in one step; return its header."""
        for column in self._files.values():
            column.close()
        counts = {"persons": self._rows["claims"], "claims": self._rows["kind"]}
        said = {**asdict(self._header), **counts, "format": FORMAT, "closed": CLOSED}
        text = np.frombuffer(json.dumps(said).encode(), np.uint8)
        draft = self._folder / DRAFT
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_STORED) as archive:
            with archive.open(_member(HEADER), "w") as file:
                np.lib.format.write_array(file, text)
            for name, kind in self._types.items():
                self._copy(archive, name, np.dtype(kind))
        draft.replace(path)
        return Header(
            region=self._header.region,
            codes=self._header.codes,
            areas=self._header.areas,
            **counts,
        )

    def _copy(
        self, archive: zipfile.ZipFile, name: str, kind: np.dtype[np.integer[Any]]
    ) -> None:
        head = {
            "descr": np.lib.format.dtype_to_descr(kind),
            "fortran_order": False,
            "shape": (self._rows[name],),
        }
        column = self._folder / name
        with archive.open(_member(name), "w", force_zip64=True) as file:
            np.lib.format.write_array_header_1_0(file, head)
            with column.open("rb") as raw:
                while piece := raw.read(1 << 20):
                    file.write(piece)
        column.unlink()


def _member(name: str) -> zipfile.ZipInfo:
    """Return the entry of a column; without a time, so that bytes repeat."""
    return zipfile.ZipInfo(f"{name}.npy")


def _head(file: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[Any]] | None:
    """Return shape and type of a column and stand before its first row."""
    try:
        np.lib.format.read_magic(file)
        shape, _, kind = np.lib.format.read_array_header_1_0(file)
    except DAMAGE as error:
        raise PopulationUnreadable("文件内容已损坏") from error
    except ValueError:
        return None
    return shape, kind


def _next(file: IO[bytes], kind: type[np.integer[Any]], count: int) -> Column:
    """Return the next rows of a column."""
    size = count * np.dtype(kind).itemsize
    try:
        raw = file.read(size)
    except DAMAGE as error:
        raise PopulationUnreadable("文件内容已损坏") from error
    if len(raw) != size:
        raise PopulationUnreadable("行数比各人的claims之和少")
    return np.frombuffer(raw, kind)


def _pieces(claims: Column) -> Iterator[tuple[int, int]]:
    """Yield spans of persons that have no more claims together than a chunk holds."""
    ends = np.cumsum(claims, dtype=np.int64)
    start, before = 0, 0
    while start < claims.size:
        stop = int(np.searchsorted(ends, before + CHUNK, side="right"))
        stop = max(stop, start + 1)
        yield start, stop
        start, before = stop, int(ends[stop - 1])
