"""Files of the national interface: an entry a line, its columns by position."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from tongban.core.medical_catalogue.kinds import CHARGED, CatalogueKind
from tongban.core.medical_catalogue.rows import NULL, Column
from tongban.core.medical_catalogue.terms import GRADE_WORDS, Grade

TAB: Final = "\t"
INVALID: Final = "0"  # national table vali_flag
_DAY: Final = len("2026-01-31")
_PLAIN: Final = str.maketrans("\t\r\n", "   ")


class Held(StrEnum):
    """What we know of an entry, whatever a file calls its column."""

    CODE = "code"
    NAME = "name"
    GRADE = "grade"
    LIMIT = "limit"
    BEGINS = "begins"
    ENDS = "ends"
    INITIALS = "initials"
    VALID = "valid"
    ROW = "row"
    CREATED = "created"
    UPDATED = "updated"
    VERSION = "version"
    VERSION_NAME = "version_name"


READ: Final = (
    Column.CODE,
    Column.NAME,
    Column.LIMIT,
    Column.BEGINS,
    Column.ENDS,
    Column.GRADE,
    Column.OWN_SHARE,
    Column.CHARGE_KIND,
)


@dataclass(frozen=True)
class FileLayout:
    """The file of one transaction: its list, and the titles of its columns in order.

    ``holds`` says which column is which of ours, ``charge_kinds`` the kind of
    charge by how a code begins, ``left_out`` columns that name people.
    """

    infno: str
    kind: CatalogueKind
    columns: tuple[str, ...]
    holds: Mapping[Held, str]
    charge_kinds: tuple[tuple[str, str], ...] = ()
    left_out: frozenset[str] = frozenset()

    def line(self, said: Mapping[Held, str], details: Mapping[str, str]) -> str:
        """Return an entry as a line without its end; what is empty is ``null``."""
        ours = {self.holds[held]: text for held, text in said.items() if text}
        words = (ours.get(title) or details.get(title) for title in self._told)
        return TAB.join(text.translate(_PLAIN) if text else NULL for text in words)

    def is_valid(self, cells: Sequence[str]) -> bool:
        """Say whether a line stands; one that was taken off a list says so."""
        return self._cell(cells, Held.VALID) != INVALID

    def cells(self, cells: Sequence[str], *, part_share: str) -> tuple[str, ...]:
        """Return the cells of a line in the order of ``READ``.

        The nation's file has no shares: B has the one given. What has no grade is
        not on the list of the insurance, so it is C.
        """
        code = self._cell(cells, Held.CODE)
        own = (
            code,
            self._cell(cells, Held.NAME),
            self._cell(cells, Held.LIMIT),
            _day(self._cell(cells, Held.BEGINS)),
            _day(self._cell(cells, Held.ENDS)),
        )
        if self.kind not in CHARGED:
            return own
        grade = self._cell(cells, Held.GRADE) or GRADE_WORDS[Grade.C]
        share = part_share if grade == GRADE_WORDS[Grade.B] else ""
        return (*own, grade, share, self._charge_kind(code))

    def initials(self, cells: Sequence[str]) -> str:
        """Return the initials a line gives for its name; empty when it has none."""
        return self._cell(cells, Held.INITIALS).lower()

    def details(self, cells: Sequence[str]) -> dict[str, str]:
        """Return what else a line says, by the titles of its columns."""
        return {
            title: text
            for place, title in self._more
            if (text := cells[place] if place < len(cells) else "") and text != NULL
        }

    @cached_property
    def _places(self) -> Mapping[Held, int]:
        return {held: self.columns.index(title) for held, title in self.holds.items()}

    @cached_property
    def _told(self) -> tuple[str, ...]:
        return tuple("" if one in self.left_out else one for one in self.columns)

    @cached_property
    def _more(self) -> tuple[tuple[int, str], ...]:
        ours = frozenset(self.holds.values())
        return tuple(
            (place, title)
            for place, title in enumerate(self.columns)
            if title not in ours and title not in self.left_out
        )

    def _cell(self, cells: Sequence[str], held: Held) -> str:
        place = self._places.get(held)
        if place is None or place >= len(cells):
            return ""
        text = cells[place]
        return "" if text == NULL else text

    def _charge_kind(self, code: str) -> str:
        for begins, kind in self.charge_kinds:
            if code.startswith(begins):
                return kind
        return ""


def _day(text: str) -> str:
    """Return the day of a day or a moment, as the tables write it."""
    if len(text) == len("20260131") and text.isdecimal():
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return text[:_DAY]
