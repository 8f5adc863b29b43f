"""Keeping an institution's medical staff out of a table (医执人员名单)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.institutions.practitioners import (
    CODE,
    PractitionerRow,
    columns_missing,
    read_practitioner,
)
from tongban.gateways.sheets import SheetRow, cell_name, read_rows
from tongban.records.departments.models import Practitioner
from tongban.records.institutions.models import Institution
from tongban.records.security.cipher import blind_index
from tongban.services.departments.queries import practitioners_of
from tongban.services.departments.refusals import StaffFaulty
from tongban.services.hsa.keys import InstitutionUnknown

ROWS_MAX: Final = 20_001


@dataclass(frozen=True, slots=True)
class StaffKept:
    """How many rows of a table were new or changed, and how many stood already."""

    written: int
    stood: int


def paper_mark(paper: str) -> str:
    """Return the mark that finds somebody of the staff by a whole paper number."""
    return blind_index(paper.strip().upper(), purpose="practitioner paper")


@transaction.atomic
def keep_staff(code: str, table: Path, *, at: datetime, key: str) -> StaffKept:
    """Keep a table of an institution's staff, whole or not at all.

    What stands already is not written again; who is not in the table stays.
    """
    institution = Institution.objects.select_for_update().filter(code=code).first()
    if institution is None:
        raise InstitutionUnknown(code)
    rows = _read(table)
    known = {row.code: row for row in practitioners_of(institution.pk, void=True)}
    new = [
        _row(institution.pk, said, known.get(said.code), at=at, key=key)
        for said in rows
        if not _stands(known.get(said.code), said)
    ]
    Practitioner.objects.bulk_create(new)
    return StaffKept(written=len(new), stood=len(rows) - len(new))


def _read(table: Path) -> Sequence[PractitionerRow]:
    lines = iter(read_rows(table, rows_max=ROWS_MAX))
    heading = next(lines, SheetRow(1, ()))
    titles = [cell.strip() for cell in heading.cells]
    missing = columns_missing(titles)
    if missing:
        raise StaffFaulty([f"第一行缺少栏目{'、'.join(missing)}"])
    rows: list[PractitionerRow] = []
    faults: list[str] = []
    seen: set[str] = set()
    for line in lines:
        cells = dict(zip(titles, line.cells, strict=False))
        row, wrong = read_practitioner(cells)
        faults += _placed(line.number, titles, wrong)
        if row is not None and row.code in seen:
            faults += _placed(line.number, titles, [(CODE, "写了两次")])
        elif row is not None:
            seen.add(row.code)
            rows.append(row)
    if faults:
        raise StaffFaulty(faults)
    return rows


def _placed(
    number: int, titles: Sequence[str], wrong: Sequence[tuple[str, str]]
) -> Iterator[str]:
    for name, words in wrong:
        yield f"{cell_name(number, titles.index(name) + 1)}（{name}）{words}"


def _stands(row: Practitioner | None, said: PractitionerRow) -> bool:
    return row is not None and not row.void and _content(row) == _said(said)


def _content(row: Practitioner) -> Mapping[str, object]:
    return {
        "name": row.name,
        "kind": row.kind,
        "licence": row.licence,
        "paper_mark": row.paper_mark,
        "in_force": row.in_force,
    }


def _said(said: PractitionerRow) -> Mapping[str, object]:
    return {
        "name": said.name,
        "kind": said.kind,
        "licence": said.licence,
        "paper_mark": paper_mark(said.paper) if said.paper else "",
        "in_force": DateRange(said.days.start, said.days.end),
    }


def _row(
    institution_id: int,
    said: PractitionerRow,
    before: Practitioner | None,
    *,
    at: datetime,
    key: str,
) -> Practitioner:
    return Practitioner(
        institution_id=institution_id,
        code=said.code,
        seq=1 if before is None else before.seq + 1,
        said_at=at,
        key=key,
        **_said(said),
    )
