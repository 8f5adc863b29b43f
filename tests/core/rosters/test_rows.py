"""Each fault of a row is found, all of them at once, in its own cell."""

from datetime import date

import pytest

from tongban.core.access.identifiers import resident_check_sign
from tongban.core.rosters.rows import CLASS_MAX, NAME_MAX, Fault, RowChecker

TODAY = date(2026, 9, 1)


def number(born: str = "20160101", order: str = "001") -> str:
    first = f"990000{born}{order}"
    return first + resident_check_sign(first)


GOOD = {
    "name": "张示例",
    "id_number": number(),
    "sex": "男",
    "class_name": "三年级2班",
    "guardian_phone": "10000000001",
}


def faults(**changes: str) -> list[tuple[str, str, str]]:
    found = RowChecker(TODAY).faults_of(2, {**GOOD, **changes})
    return [(one.column, one.fault.value, one.words) for one in found]


def test_a_good_row_has_no_fault_and_optional_cells_may_be_empty():
    assert faults() == []
    assert faults(sex="", class_name="", guardian_phone="") == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": ""}, ("name", Fault.MISSING, "")),
        ({"name": "长" * (NAME_MAX + 1)}, ("name", Fault.TOO_LONG, "50")),
        ({"id_number": ""}, ("id_number", Fault.MISSING, "")),
        ({"id_number": "9.90101E+17"}, ("id_number", Fault.ID_MALFORMED, "")),
        ({"id_number": number("20270101")}, ("id_number", Fault.BORN_LATER, "")),
        ({"sex": "boy"}, ("sex", Fault.SEX_UNKNOWN, "")),
        ({"sex": "女"}, ("sex", Fault.SEX_DISAGREES, "")),
        ({"class_name": "班" * (CLASS_MAX + 1)}, ("class_name", Fault.TOO_LONG, "100")),
        ({"guardian_phone": "123"}, ("guardian_phone", Fault.PHONE_MALFORMED, "")),
    ],
)
def test_a_fault_names_its_cell(changes, expected):
    column, fault, words = expected
    assert faults(**changes) == [(column, fault.value, words)]


def test_everything_wrong_is_told_at_once():
    assert len(faults(name="", id_number="1", guardian_phone="1")) == 3


def test_a_number_that_stood_above_names_its_row():
    checker = RowChecker(TODAY)
    assert checker.faults_of(2, GOOD) == ()
    (again,) = checker.faults_of(5, {**GOOD, "name": "李示例"})
    assert (again.fault, again.words) == (Fault.ID_REPEATED, "2")
    girl = {**GOOD, "id_number": number(order="002"), "sex": "女"}
    assert checker.faults_of(6, girl) == ()
