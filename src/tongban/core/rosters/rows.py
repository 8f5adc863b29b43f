"""What is wrong with a row of a roster, judged from the table alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.access.identifiers import (
    BadPhone,
    BadResidentId,
    ResidentId,
    check_phone,
    check_resident_id,
    plain,
)

NAME_MAX: Final = 50
CLASS_MAX: Final = 100
_SEXES: Final = {"男": True, "女": False}


class Fault(StrEnum):
    """What may be wrong with one cell."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    ID_MALFORMED = "id_malformed"
    ID_REPEATED = "id_repeated"
    BORN_LATER = "born_later"
    SEX_UNKNOWN = "sex_unknown"
    SEX_DISAGREES = "sex_disagrees"
    PHONE_MALFORMED = "phone_malformed"
    NAME_DIFFERS = "name_differs"
    ENROLLED_ALREADY = "enrolled_already"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class CellFault:
    """One fault: the column it is in, and what is wrong; ``words`` say more."""

    column: str
    fault: Fault
    words: str = ""


@dataclass(slots=True)
class RowChecker:
    """Checks the rows of one file, one after the other, against those before."""

    today: date
    _seen: dict[str, int] = field(default_factory=dict)

    def faults_of(self, number: int, cells: Mapping[str, str]) -> tuple[CellFault, ...]:
        """Return everything wrong with a row; ``number`` is its row in the sheet.

        An id number that stood in an earlier row names that row.
        """
        found = list(self._own_faults(cells))
        mark = plain(cells.get("id_number", ""))
        if mark:
            first = self._seen.setdefault(mark, number)
            if first != number:
                found.append(CellFault("id_number", Fault.ID_REPEATED, str(first)))
        return tuple(found)

    def _own_faults(self, cells: Mapping[str, str]) -> Iterator[CellFault]:
        name = cells.get("name", "")
        if not name:
            yield CellFault("name", Fault.MISSING)
        elif len(name) > NAME_MAX:
            yield CellFault("name", Fault.TOO_LONG, str(NAME_MAX))
        known = _resident(cells.get("id_number", ""))
        if isinstance(known, CellFault):
            yield known
        else:
            yield from self._against_number(known, cells)
        if len(cells.get("class_name", "")) > CLASS_MAX:
            yield CellFault("class_name", Fault.TOO_LONG, str(CLASS_MAX))
        if not _is_phone_or_none(cells.get("guardian_phone", "")):
            yield CellFault("guardian_phone", Fault.PHONE_MALFORMED)

    def _against_number(
        self, known: ResidentId, cells: Mapping[str, str]
    ) -> Iterator[CellFault]:
        if known.born_on > self.today:
            yield CellFault("id_number", Fault.BORN_LATER)
        said = cells.get("sex", "")
        if said and said not in _SEXES:
            yield CellFault("sex", Fault.SEX_UNKNOWN)
        elif said and _SEXES[said] is not known.is_male:
            yield CellFault("sex", Fault.SEX_DISAGREES)


def _resident(number: str) -> ResidentId | CellFault:
    if not number:
        return CellFault("id_number", Fault.MISSING)
    try:
        return check_resident_id(number)
    except BadResidentId:
        return CellFault("id_number", Fault.ID_MALFORMED)


def _is_phone_or_none(typed: str) -> bool:
    try:
        return not typed or bool(check_phone(typed))
    except BadPhone:
        return False
