"""Files of the lists for the national interface, whole or what changed since."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, TypeAlias

from django.conf import settings

from tongban.core.medical_catalogue.files import FileLayout, Held
from tongban.core.medical_catalogue.terms import GRADE_WORDS, Grade
from tongban.policy.hsa_files import load_catalogue_files
from tongban.services.medical_catalogue.browsing import entries_in_force

FILES_KEPT: Final = 8
_READ_AT_ONCE: Final = 5_000
_VALID: Final = {True: "1", False: "0"}
_SAID: Final = ("code", "name", "grade", "limit_text", "begins", "ends", "initials")
_Said: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class State:
    """The lists as they stood on a day, of the versions loaded up to one."""

    day: date
    version: int


@dataclass(frozen=True, slots=True)
class FileAsked:
    """The file of a transaction for a region; without ``since`` all there is."""

    infno: str
    region: str
    now: State
    since: State | None


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file made: its name, how many rows it has, and the bytes of the archive."""

    name: str
    rows: int
    content: bytes


@lru_cache(maxsize=FILES_KEPT)
def list_file(asked: FileAsked) -> ListFile:
    """Return the archive with one text; the same question gives the same bytes.

    What left the lists since then is told once more as not valid.
    """
    layout = layouts()[asked.infno]
    version = version_of(asked.now)
    name = f"{asked.infno}_{version}.txt"
    held = io.BytesIO()
    rows = 0
    first = (asked.now.day.year, asked.now.day.month, asked.now.day.day, 0, 0, 0)
    with zipfile.ZipFile(held, "w") as archive:
        about = zipfile.ZipInfo(name, first)
        about.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(about, "w", force_zip64=True) as text:
            for entry in _lines(layout, asked):
                text.write(f"{entry}\n".encode())
                rows += 1
    return ListFile(f"{asked.infno}_{version}.zip", rows, held.getvalue())


def layouts() -> Mapping[str, FileLayout]:
    """Return the layout of the file of each transaction."""
    return _layouts(settings.TONGBAN_POLICY)


def version_of(state: State) -> str:
    """Return a state as clients keep it: the later, the greater as text too."""
    return f"V{state.day:%Y%m%d}{state.version:08d}"


def _lines(layout: FileLayout, asked: FileAsked) -> Iterator[str]:
    before = {} if asked.since is None else dict(_standing(layout, asked, asked.since))
    for code, said in _standing(layout, asked, asked.now):
        if before.pop(code, None) != said:
            yield _line(layout, asked.now, said, stands=True)
    for said in before.values():
        yield _line(layout, asked.now, said, stands=False)


def _standing(
    layout: FileLayout, asked: FileAsked, state: State
) -> Iterator[tuple[str, _Said]]:
    rows = entries_in_force([layout.kind], asked.region, state.day, upto=state.version)
    said = rows.order_by("code").values_list(*_SAID, "details", "version__label")
    for row in said.iterator(_READ_AT_ONCE):
        yield row[0], row


def _line(layout: FileLayout, now: State, said: _Said, *, stands: bool) -> str:
    code, name, grade, limit, begins, ends, initials, details, label = said
    word = GRADE_WORDS[Grade(str(grade))] if grade else ""
    ours = {
        Held.CODE: str(code),
        Held.NAME: str(name),
        Held.GRADE: word,
        Held.LIMIT: str(limit),
        Held.BEGINS: "" if begins is None else str(begins),
        Held.ENDS: "" if ends is None else str(ends),
        Held.INITIALS: str(initials).upper(),
        Held.VALID: _VALID[stands],
        Held.ROW: str(code),
        Held.VERSION: version_of(now),
        Held.VERSION_NAME: str(label),
    }
    known = {held: text for held, text in ours.items() if held in layout.holds}
    return layout.line(known, details if isinstance(details, Mapping) else {})


@cache
def _layouts(folder: Path) -> Mapping[str, FileLayout]:
    return load_catalogue_files(folder)
