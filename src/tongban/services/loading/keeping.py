"""Rows that are ready, put beside what is on file and copied into the register."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.db import connection

from tongban.core.loading.cells import Reason
from tongban.core.loading.columns import LoadKind
from tongban.core.loading.fitting import Fit, Span, fit_once, fit_span
from tongban.core.loading.rows import Fault
from tongban.services.loading import copying
from tongban.services.loading.copying import copy_lines
from tongban.services.loading.sealing import Ready

_PARTIES: Final = """
SELECT p.identifier_index, p.id, p.name_index,
       EXISTS (SELECT FROM {beside} b WHERE b.party_id = p.id)
  FROM parties_party p
 WHERE p.kind = %s AND p.identifier_index = ANY(%s)
"""
_PERSONS: Final = """
SELECT p.identifier_index, i.party_id
  FROM parties_party p JOIN enrolment_insuredperson i ON i.party_id = p.id
 WHERE p.kind = 'person' AND p.identifier_index = ANY(%s)
 ORDER BY i.party_id FOR NO KEY UPDATE OF i
"""
_UNITS: Final = """
SELECT p.identifier_index, e.party_id
  FROM parties_party p JOIN enrolment_employer e ON e.party_id = p.id
 WHERE p.kind = 'employer' AND p.identifier_index = ANY(%s)
"""
# One look into the index for each person, whatever the statistics say: those of
# a table that grows a thousandfold in an hour lead to reading all of it.
_COVERS: Final = """
SELECT asked.person, c.* FROM unnest(%s::bigint[]) AS asked (person), LATERAL (
    SELECT lower(in_force), upper(in_force), employer_id, kind, state
      FROM enrolment_cover WHERE person_id = asked.person
       AND state IN ('in_force', 'interrupted', 'ended') OFFSET 0) AS c
"""
_MONTHS: Final = """
SELECT asked.person, c.* FROM unnest(%s::bigint[]) AS asked (person), LATERAL (
    SELECT month, employer_id, base_fen, unit_fen, own_fen, kind, paid_on
      FROM enrolment_contributionmonth WHERE person_id = asked.person
       AND scheme = 'employee' AND NOT void AND month BETWEEN %s AND %s
    OFFSET 0) AS c
"""
_PREMIUMS: Final = """
SELECT asked.person, c.* FROM unnest(%s::bigint[]) AS asked (person), LATERAL (
    SELECT year, NULL, paid_tier, tier, own_fen, aided_fen, subsidy_fen, identity,
           paid_on
      FROM enrolment_premiumyear WHERE person_id = asked.person
       AND year BETWEEN %s AND %s AND NOT void OFFSET 0) AS c
"""
_KEYS: Final = """
SELECT nextval(pg_get_serial_sequence('parties_party', 'id'))
  FROM generate_series(1, %s)
"""


@dataclass
class Kept:
    """What became of rows that were ready; keys are those of the new rows."""

    new: int = 0
    known: int = 0
    refused: dict[int, tuple[Fault, ...]] = field(default_factory=dict)
    first_id: int | None = None
    last_id: int | None = None

    def note(self, place: int, fit: Fit | Fault) -> bool:
        """Count a row; say whether it is to be copied."""
        if isinstance(fit, Fault):
            self.refused[place] = (fit,)
            return False
        self.new += fit is Fit.NEW
        self.known += fit is Fit.KNOWN
        return fit is Fit.NEW


@dataclass(frozen=True, slots=True)
class _Found:
    """A row whose person and employer are known by their keys."""

    row: Ready
    person: int
    unit: int | None

    @property
    def said(self) -> tuple[object, ...]:
        """What is compared with what is on file."""
        return (self.unit, *self.row.said[1:])

    @property
    def written(self) -> str:
        """The line with both keys before it."""
        unit = "\\N" if self.unit is None else str(self.unit)
        return f"{self.person}\t{unit}\t{self.row.lines[0]}"


def keep_rows(kind: LoadKind, rows: Sequence[Ready]) -> Kept:
    """Copy what is new of the rows into the register; tell of the others.

    Runs in the caller's transaction, which holds the persons' rows locked.
    """
    return _KEEPERS[kind](rows)


def _keep_persons(rows: Sequence[Ready]) -> Kept:
    beside = ("enrolment_insuredperson", copying.INSURED)
    return _keep_parties("person", rows, *beside)


def _keep_employers(rows: Sequence[Ready]) -> Kept:
    return _keep_parties("employer", rows, "enrolment_employer", copying.EMPLOYER)


def _keep_parties(
    kind: str, rows: Sequence[Ready], beside: str, columns: Sequence[str]
) -> Kept:
    found = _fetch(_PARTIES.format(beside=beside), kind, [row.mark for row in rows])
    on_file = {mark: (key, name, has) for mark, key, name, has in found}
    kept = Kept()
    without: list[tuple[int, Ready]] = []
    fresh: list[Ready] = []
    for row in rows:
        there = on_file.get(row.mark)
        if there is None:
            fresh.append(row)
        elif there[1] != row.said[0]:
            kept.note(row.place, Fault("name", Reason.NAME_DIFFERS))
        elif kept.note(row.place, Fit.KNOWN if there[2] else Fit.NEW):
            without.append((there[0], row))
    keys = [key for (key,) in _fetch(_KEYS, len(fresh))]
    new = list(zip(keys, fresh, strict=True))
    copy_lines(
        "parties_party", copying.PARTY, (f"{key}\t{row.lines[0]}" for key, row in new)
    )
    copy_lines(
        beside, columns, (f"{key}\t{row.lines[1]}" for key, row in without + new)
    )
    kept.new += len(fresh)
    kept.first_id = keys[0] if keys else None
    kept.last_id = keys[-1] if keys else None
    return kept


def _keep_covers(rows: Sequence[Ready]) -> Kept:
    kept = Kept()
    found = _with_keys(rows, kept)
    held: dict[int, list[Span]] = {}
    for person, first, end, *rest in _fetch(_COVERS, _people(found)):
        held.setdefault(person, []).append(Span(first, end, tuple(rest)))
    new = []
    for one in found:
        first, end, *_ = one.row.said
        span = Span(first, end, (one.unit, *one.row.said[2:]))  # type: ignore[arg-type]  # days, by its maker
        mine = held.setdefault(one.person, [])
        if kept.note(one.row.place, fit_span(span, mine)):
            mine.append(span)
            new.append(one)
    copy_lines("enrolment_cover", copying.COVER, (one.written for one in new))
    return kept


def _keep_months(rows: Sequence[Ready]) -> Kept:
    return _keep_once(rows, _MONTHS, "enrolment_contributionmonth", copying.MONTH)


def _keep_premiums(rows: Sequence[Ready]) -> Kept:
    return _keep_once(rows, _PREMIUMS, "enrolment_premiumyear", copying.PREMIUM)


def _keep_once(
    rows: Sequence[Ready], statement: str, table: str, columns: Sequence[str]
) -> Kept:
    kept = Kept()
    found = _with_keys(rows, kept)
    if not found:
        return kept
    when: list[Any] = [one.row.said[0] for one in found]
    there = {
        (person, one): tuple(rest)
        for person, one, *rest in _fetch(
            statement, _people(found), min(when), max(when)
        )
    }
    new = [
        one
        for one in found
        if kept.note(
            one.row.place,
            fit_once(one.said, there.get((one.person, one.row.said[0]))),
        )
    ]
    has_unit = "employer_id" in columns
    lines = (
        one.written if has_unit else f"{one.person}\t{one.row.lines[0]}" for one in new
    )
    copy_lines(table, columns, lines)
    return kept


def _with_keys(rows: Sequence[Ready], kept: Kept) -> list[_Found]:
    """Return the rows with the keys of their person and employer; refuse others."""
    people = dict(_fetch(_PERSONS, list({row.mark for row in rows})))
    named = list({row.unit for row in rows if row.unit})
    units = dict(_fetch(_UNITS, named)) if named else {}
    found = []
    for row in rows:
        faults = []
        if row.mark not in people:
            faults.append(Fault("id_number", Reason.PERSON_UNKNOWN))
        if row.unit and row.unit not in units:
            faults.append(Fault("employer", Reason.EMPLOYER_UNKNOWN))
        if faults:
            kept.refused[row.place] = tuple(faults)
        else:
            found.append(_Found(row, people[row.mark], units.get(row.unit)))
    return found


def _people(found: Iterable[_Found]) -> list[int]:
    return sorted({one.person for one in found})


def _fetch(statement: str, *values: Any) -> list[tuple[Any, ...]]:  # noqa: ANN401 - whatever the statement takes
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


_KEEPERS: Final[Mapping[LoadKind, Callable[[Sequence[Ready]], Kept]]] = {
    LoadKind.PERSONS: _keep_persons,
    LoadKind.EMPLOYERS: _keep_employers,
    LoadKind.COVERS: _keep_covers,
    LoadKind.MONTHS: _keep_months,
    LoadKind.PREMIUMS: _keep_premiums,
}
TABLES: Final[Mapping[LoadKind, tuple[str, ...]]] = {
    LoadKind.PERSONS: ("parties_party", "enrolment_insuredperson"),
    LoadKind.EMPLOYERS: ("parties_party", "enrolment_employer"),
    LoadKind.COVERS: ("enrolment_cover",),
    LoadKind.MONTHS: ("enrolment_contributionmonth",),
    LoadKind.PREMIUMS: ("enrolment_premiumyear",),
}
