"""Keeping departments: entered, changed, taken back, each statement a new row."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from tongban.core.hsa.json_text import json_text
from tongban.records.departments.models import HospitalDepartment
from tongban.records.turns import take_turn
from tongban.services.departments.queries import departments_of
from tongban.services.departments.refusals import (
    DepartmentKnown,
    DepartmentTimesWrong,
    DepartmentTwice,
    DepartmentUnknown,
)


@dataclass(frozen=True, slots=True)
class DepartmentSaid:
    """A department as an institution says it; ``details`` is whatever else."""

    code: str
    name: str
    began_at: datetime
    ended_at: datetime | None = None
    specialty: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stated:
    """Which institution says so, when, and under which key."""

    institution_id: int
    at: datetime
    key: str


@transaction.atomic
def enter_departments(stated: Stated, said: Sequence[DepartmentSaid]) -> None:
    """Enter departments, all or none; refuses those that stand already."""
    _check(said)
    known = _known(stated)
    codes = [one.code for one in said if _stands(known.get(one.code))]
    if codes:
        raise DepartmentKnown(codes)
    HospitalDepartment.objects.bulk_create(
        [_row(stated, one, known.get(one.code)) for one in said]
    )


@transaction.atomic
def change_department(stated: Stated, said: DepartmentSaid) -> None:
    """Change a department that stands; what was said before stays."""
    _check([said])
    before = _known(stated).get(said.code)
    if not _stands(before):
        raise DepartmentUnknown(said.code)
    _row(stated, said, before).save(force_insert=True)


@transaction.atomic
def withdraw_department(stated: Stated, code: str) -> None:
    """Take a department back; codes of it are unknown from now on."""
    before = _known(stated).get(code)
    if before is None or before.void:
        raise DepartmentUnknown(code)
    row = HospitalDepartment(
        institution_id=stated.institution_id,
        code=code,
        seq=before.seq + 1,
        name=before.name,
        specialty=before.specialty,
        began_at=before.began_at,
        ended_at=max(stated.at, before.began_at),
        details=before.details,
        void=True,
        said_at=stated.at,
        key=stated.key,
    )
    row.save(force_insert=True)


def _check(said: Sequence[DepartmentSaid]) -> None:
    times = Counter(one.code for one in said)
    twice = [code for code, count in times.items() if count > 1]
    if twice:
        raise DepartmentTwice(twice)
    wrong = [
        one.code
        for one in said
        if one.ended_at is not None and one.ended_at < one.began_at
    ]
    if wrong:
        raise DepartmentTimesWrong(wrong)


def _known(stated: Stated) -> Mapping[str, HospitalDepartment]:
    """Return the last row of each code; statements of an institution take turns."""
    take_turn(f"departments {stated.institution_id}")
    rows = departments_of(stated.institution_id, void=True)
    return {row.code: row for row in rows}


def _stands(row: HospitalDepartment | None) -> bool:
    return row is not None and not row.void


def _row(
    stated: Stated, said: DepartmentSaid, before: HospitalDepartment | None
) -> HospitalDepartment:
    return HospitalDepartment(
        institution_id=stated.institution_id,
        code=said.code,
        seq=1 if before is None else before.seq + 1,
        name=said.name,
        specialty=said.specialty,
        began_at=said.began_at,
        ended_at=said.ended_at,
        details=json_text(dict(said.details)),
        said_at=stated.at,
        key=stated.key,
    )
