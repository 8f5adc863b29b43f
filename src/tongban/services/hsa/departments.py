"""3401–3403, 5101, 5102: an institution's departments and its medical staff."""

from collections.abc import Collection, Mapping

from tongban.core.days import ONE_DAY
from tongban.core.hsa.rows import Row
from tongban.core.settlement.rules import Unregistered
from tongban.records.departments.models import HospitalDepartment
from tongban.services.departments.operations import (
    DepartmentSaid,
    Stated,
    change_department,
    enter_departments,
    withdraw_department,
)
from tongban.services.departments.practitioners import paper_mark
from tongban.services.departments.queries import (
    departments_of,
    details_of,
    practitioners_of,
    unregistered_words,
)
from tongban.services.departments.refusals import CodesUnregistered
from tongban.services.hsa.registry import Call, transaction
from tongban.services.hsa.said import details_said
from tongban.services.hsa.tables import fitting, retold
from tongban.services.settlement.rules import settlement_rules

_OWN_FIELDS = ("hosp_dept_codg", "hosp_dept_name", "caty", "begntime", "endtime")


@transaction("3401", "3401A")
def enter(call: Call) -> Mapping[str, object]:
    """Enter departments, one or many."""
    said = [_said(row) for row in call.nodes.many("deptinfo")]
    enter_departments(_stated(call), said)
    return {}


@transaction("3402")
def change(call: Call) -> Mapping[str, object]:
    """Change a department."""
    change_department(_stated(call), _said(call.nodes.one("deptinfo")))
    return {}


@transaction("3403")
def withdraw(call: Call) -> Mapping[str, object]:
    """Take a department back."""
    said = call.nodes.one("data")
    withdraw_department(_stated(call), said.text("hosp_dept_codg"))
    return {}


@transaction("5101", asks=True)
def departments(call: Call) -> Mapping[str, object]:
    """Tell the departments of the institution that stand."""
    rows = departments_of(call.institution.id)
    return {"feedetail": [_department(row) for row in rows]}


@transaction("5102", asks=True)
def staff(call: Call) -> Mapping[str, object]:
    """Tell the medical staff of the institution, of a kind, as far as was asked."""
    said = call.nodes.one("data")
    paper = said.text("certno")
    mark = paper_mark(paper) if paper else ""
    wanted = {
        "kind": said.text("prac_psn_type"),
        "code": said.text("prac_psn_code"),
        "name": said.text("prac_psn_name"),
        "paper_mark": mark,
    }
    return {
        "feedetail": [
            {
                "prac_psn_code": row.code,
                "prac_psn_name": row.name,
                "prac_psn_type": row.kind,
                "fixmedins_code": call.institution.code,
                "fixmedins_name": call.institution.name,
                "prac_regn_no": row.licence,
                "begndate": row.in_force.lower,
                "enddate": (
                    None if row.in_force.upper is None else row.in_force.upper - ONE_DAY
                ),
            }
            for row in practitioners_of(call.institution.id)
            if all(
                getattr(row, name) == value for name, value in wanted.items() if value
            )
        ]
    }


def check_registered(
    call: Call, *, departments: Collection[str], doctors: Collection[str]
) -> None:
    """Say in the answer which codes are not registered, or refuse, as the rules say."""
    rule = settlement_rules().unregistered
    if rule is Unregistered.IGNORE:
        return
    words = unregistered_words(
        call.institution.id, departments=departments, doctors=doctors, at=call.moment
    )
    if not words:
        return
    if rule is Unregistered.REFUSE:
        raise CodesUnregistered(words)
    call.served.warnings.append(words)


def _stated(call: Call) -> Stated:
    return Stated(call.institution.id, call.moment, call.message)


def _said(row: Row) -> DepartmentSaid:
    began_at = row.moment("begntime")
    if began_at is None:
        raise TypeError("The table asks for it.")
    return DepartmentSaid(
        code=row.text("hosp_dept_codg"),
        name=row.text("hosp_dept_name"),
        began_at=began_at,
        ended_at=row.moment("endtime"),
        specialty=row.text("caty"),
        details=details_said(row, without=_OWN_FIELDS),
    )


def _department(row: HospitalDepartment) -> Mapping[str, object]:
    told = {
        **retold("5101", "feedetail", details_of(row)),
        "hosp_dept_codg": row.code,
        "hosp_dept_name": row.name,
        "begntime": row.began_at,
        "endtime": row.ended_at,
        "caty": row.specialty,
    }
    return fitting("5101", "feedetail", told)
