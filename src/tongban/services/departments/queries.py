"""What stands of an institution's departments and staff, and what bills name of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from tongban.core.cases.view import CHINA
from tongban.core.hsa.json_text import read_json
from tongban.records.departments.models import HospitalDepartment, Practitioner

DEPARTMENT_WORD: Final = "科室"
DOCTOR_WORD: Final = "医师"


def departments_of(
    institution_id: int, *, void: bool = False
) -> Sequence[HospitalDepartment]:
    """Return the departments that stand, in order of code; ``void``: all last rows."""
    rows = HospitalDepartment.objects.filter(institution_id=institution_id)
    last = rows.order_by("code", "-seq").distinct("code")
    return [row for row in last if void or not row.void]


def details_of(row: HospitalDepartment) -> Mapping[str, str]:
    """Return whatever else was said of a department."""
    said = read_json(row.details)
    if not isinstance(said, Mapping):
        return {}
    return {name: str(value) for name, value in said.items()}


def practitioners_of(
    institution_id: int, *, void: bool = False
) -> Sequence[Practitioner]:
    """Return the staff that stand, in order of code; ``void``: all last rows."""
    rows = Practitioner.objects.filter(institution_id=institution_id)
    last = rows.order_by("code", "-seq").distinct("code")
    return [row for row in last if void or not row.void]


def unregistered_words(
    institution_id: int,
    *,
    departments: Collection[str],
    doctors: Collection[str],
    at: datetime,
) -> str:
    """Return which codes the institution did not register, empty when all are.

    An institution that registered no department (or nobody of its staff) at all
    is not asked about them.
    """
    wanted = {one for one in departments if one}
    people = {one for one in doctors if one}
    missing = (
        (DEPARTMENT_WORD, wanted - _departments(institution_id, wanted, at)),
        (DOCTOR_WORD, people - _practitioners(institution_id, people, at)),
    )
    return "；".join(
        f"{word}{'、'.join(sorted(codes))}没有登记" for word, codes in missing if codes
    )


def _departments(institution_id: int, wanted: set[str], at: datetime) -> set[str]:
    rows = HospitalDepartment.objects.filter(institution_id=institution_id)
    if not wanted or not rows.exists():
        return wanted
    last = rows.filter(code__in=wanted).order_by("code", "-seq").distinct("code")
    return {
        code
        for code, void, ended_at in last.values_list("code", "void", "ended_at")
        if not void and (ended_at is None or at <= ended_at)
    }


def _practitioners(institution_id: int, wanted: set[str], at: datetime) -> set[str]:
    rows = Practitioner.objects.filter(institution_id=institution_id)
    if not wanted or not rows.exists():
        return wanted
    day = at.astimezone(CHINA).date()
    last = rows.filter(code__in=wanted).order_by("code", "-seq").distinct("code")
    return {
        code
        for code, void, days in last.values_list("code", "void", "in_force")
        if not void and days.lower <= day and (days.upper is None or day < days.upper)
    }
