"""Rows of a table checked and sealed, ready to be copied; needs no database.

Processes that seal for a load import this module and nothing of the models:
what they hand back is text in the form of COPY, with marks beside it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple, cast

from tongban.core.access.parties import IdKind, PartyKind, Scheme
from tongban.core.days import ONE_DAY
from tongban.core.loading.cells import Known, Reason
from tongban.core.loading.columns import Layout, LoadKind
from tongban.core.loading.fitting import find_repeats
from tongban.core.loading.rows import (
    CoverRow,
    EmployerRow,
    Fault,
    MonthRow,
    PersonRow,
    PremiumRow,
    Row,
    read_row,
)
from tongban.records.parties.marks import (
    identifier_mark,
    initials_mark,
    name_mark,
    phone_mark,
)
from tongban.records.security.cipher import seal
from tongban.services.loading.copying import line
from tongban.services.parties.names import initials_of

NAMES_KEPT: Final = 200_000
BLANKS_KEPT: Final = 16
NOT_VOID: Final = "f"


class Ready(NamedTuple):
    """One row that is right in itself.

    ``mark`` finds the party it is about, ``unit`` the employer it names; what
    ``said`` holds is compared with what is on file. ``lines`` are the rows of
    the tables without the keys that only the database knows.
    """

    place: int
    mark: str
    unit: str
    said: tuple[object, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Some rows of a table to be checked and sealed."""

    layout: Layout
    known: Known
    source: str
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What became of the rows of a task: ready, or refused for these faults."""

    ready: list[Ready]
    refused: dict[int, tuple[Fault, ...]]


def seal_rows(task: Task) -> Sealed:
    """Return the rows of a task checked and sealed."""
    kind = task.layout.definition.kind
    make = _MAKERS[kind]
    ready: list[Ready] = []
    refused: dict[int, tuple[Fault, ...]] = {}
    for place, cells in enumerate(task.rows):
        row = read_row(task.layout, cells, task.known)
        if isinstance(row, tuple):
            refused[place] = row
        else:
            ready.append(make(place, row, task.source))
    once = ready if kind is not LoadKind.COVERS else []
    repeats = find_repeats(_key(one, kind) for one in once)
    for at in repeats:
        refused[ready[at].place] = (Fault("", Reason.TWICE),)
    kept = [one for at, one in enumerate(ready) if at not in repeats]
    return Sealed(kept, refused)


def _key(one: Ready, kind: LoadKind) -> tuple[object, ...]:
    """Return what may stand in a table once: a person, a month, a year."""
    is_party = kind in {LoadKind.PERSONS, LoadKind.EMPLOYERS}
    return (one.mark,) if is_party else (one.mark, one.said[0])


def _person(place: int, row: Row, _source: str) -> Ready:
    one = cast("PersonRow", row)
    mark = identifier_mark(one.id_number, PartyKind.PERSON)
    named = _name_marks(one.name)
    party = line(
        PartyKind.PERSON.value,
        one.region,
        "" if one.scheme is None else one.scheme.value,
        one.id_kind.value,
        *_sealed_party(one.name, one.id_number, one.phone),
        mark,
        phone_mark(one.phone),
        *named,
        one.born_on,
        "",
    )
    insured = line(
        one.sex.value,
        one.nationality,
        one.region,
        _sealed(one.address, "enrolment.insuredperson.address"),
        _sealed(one.bank_account, "enrolment.insuredperson.bank_account"),
        one.deceased_on,
        None,
        0,
    )
    return Ready(place, mark, "", (named[0],), (party, insured))


def _employer(place: int, row: Row, _source: str) -> Ready:
    one = cast("EmployerRow", row)
    mark = identifier_mark(one.credit_code, PartyKind.EMPLOYER)
    named = _name_marks(one.name)
    party = line(
        PartyKind.EMPLOYER.value,
        one.region,
        "",
        IdKind.CREDIT_CODE.value,
        *_sealed_party(one.name, one.credit_code, one.phone),
        mark,
        phone_mark(one.phone),
        *named,
        None,
        "",
    )
    employer = line(
        one.kind.value,
        one.state.value,
        one.region,
        one.registered_on,
        one.left_on,
        one.affiliation,
        _sealed(one.address, "enrolment.employer.address"),
        _sealed(one.legal_representative, "enrolment.employer.legal_representative"),
        _sealed(one.contact, "enrolment.employer.contact"),
        _sealed(one.bank_account, "enrolment.employer.bank_account"),
        0,
    )
    return Ready(place, mark, "", (named[0],), (party, employer))


def _sealed_party(name: str, identifier: str, phone: str) -> tuple[str, str, str]:
    return (
        _sealed(name, "parties.party.name"),
        _sealed(identifier, "parties.party.identifier"),
        _sealed(phone, "parties.party.phone"),
    )


def _sealed(text: str, place: str) -> str:
    return seal(text, place=place) if text else _sealed_blank(place)


@lru_cache(maxsize=BLANKS_KEPT)
def _sealed_blank(place: str) -> str:
    """Return a blank sealed once: its length tells that it is blank anyway."""
    return seal("", place=place)


@lru_cache(maxsize=NAMES_KEPT)
def _name_marks(name: str) -> tuple[str, str]:
    """Return the marks of a name and its initials; many people share a name."""
    return name_mark(name.strip()), initials_mark(initials_of(name))


def _cover(place: int, row: Row, source: str) -> Ready:
    one = cast("CoverRow", row)
    end = None if one.last is None else one.last + ONE_DAY
    unit = _unit_mark(one.employer)
    days = f"[{one.first},{end or ''})"
    said = (one.first, end, one.kind.value, one.state.value)
    written = line(
        one.scheme.value,
        one.kind.value,
        one.region,
        days,
        one.base_fen,
        one.state.value,
        source,
    )
    return Ready(place, _person_mark(one.id_number), unit, said, (written,))


def _month(place: int, row: Row, _source: str) -> Ready:
    one = cast("MonthRow", row)
    said = (
        one.month,
        one.base_fen,
        one.unit_fen,
        one.own_fen,
        one.kind.value,
        one.paid_on,
    )
    written = line(
        one.month,
        one.base_fen,
        one.unit_fen,
        one.own_fen,
        one.kind.value,
        one.paid_on,
        Scheme.EMPLOYEE.value,
        NOT_VOID,
    )
    unit = _unit_mark(one.employer)
    return Ready(place, _person_mark(one.id_number), unit, said, (written,))


def _premium(place: int, row: Row, _source: str) -> Ready:
    one = cast("PremiumRow", row)
    said = (
        one.year,
        one.paid_tier.value,
        one.tier.value,
        one.own_fen,
        one.aided_fen,
        one.subsidy_fen,
        one.identity,
        one.paid_on,
    )
    written = line(*said, NOT_VOID)
    return Ready(place, _person_mark(one.id_number), "", said, (written,))


def _person_mark(id_number: str) -> str:
    return identifier_mark(id_number, PartyKind.PERSON)


@lru_cache(maxsize=NAMES_KEPT)
def _unit_mark(credit_code: str) -> str:
    return identifier_mark(credit_code, PartyKind.EMPLOYER)


_MAKERS: Final[Mapping[LoadKind, Callable[[int, Row, str], Ready]]] = {
    LoadKind.PERSONS: _person,
    LoadKind.EMPLOYERS: _employer,
    LoadKind.COVERS: _cover,
    LoadKind.MONTHS: _month,
    LoadKind.PREMIUMS: _premium,
}
