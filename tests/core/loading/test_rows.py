"""Rows: what holds between their cells, and every fault of one row at once."""

from datetime import date

import pytest
from tests.core.loading.tables import KNOWN, layout_of

from tongban.core.access.parties import PartyKind, Scheme
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.employers import EmployerState
from tongban.core.enrolment.kinds import CoverState, PersonKind, Sex
from tongban.core.enrolment.premiums import Tier
from tongban.core.loading.cells import Reason
from tongban.core.loading.columns import LoadKind
from tongban.core.loading.rows import (
    NEEDED,
    ROWS,
    CoverRow,
    EmployerRow,
    Fault,
    MonthRow,
    PersonRow,
    PremiumRow,
    fields_of,
    party_kind,
    read_row,
)

NUMBER = "99000119900506801X"
CODE = "99370705991000001A"
PERSON = {"id_number": NUMBER, "name": "示例", "region": "370705"}
EMPLOYER = {
    "credit_code": CODE,
    "name": "示例厂",
    "kind": "企业",
    "region": "370705",
    "registered_on": "2020-01-01",
}
COVER = {
    "id_number": NUMBER,
    "kind": "在职职工",
    "region": "370705",
    "first": "2026-01-01",
    "employer": CODE,
    "base_fen": "5000",
}
MONTH = {
    "id_number": NUMBER,
    "month": "2026-01",
    "base_fen": "5000",
    "unit_fen": "300",
    "own_fen": "100",
}
PREMIUM = {
    "id_number": NUMBER,
    "year": "2026",
    "paid_tier": "一档",
    "own_fen": "400",
}


def read(table, cells, /, **changes):
    layout, row = layout_of(table, {**cells, **changes})
    return read_row(layout, row, KNOWN)


def faults(table, cells, /, **changes):
    found = read(table, cells, **changes)
    assert isinstance(found, tuple), found
    return [(fault.column, fault.reason) for fault in found]


def test_an_id_number_tells_day_of_birth_and_sex():
    row = read(LoadKind.PERSONS, PERSON)
    assert isinstance(row, PersonRow)
    assert (row.born_on, row.sex) == (date(1990, 5, 6), Sex.MALE)
    assert row.scheme is None


def test_every_fault_of_a_row_is_told_at_once():
    assert faults(
        LoadKind.PERSONS, PERSON, name="", region="1", phone="1" * 21, scheme="商业"
    ) == [
        ("name", Reason.MISSING),
        ("region", Reason.BAD_REGION),
        ("scheme", Reason.UNKNOWN_WORD),
        ("phone", Reason.TOO_LONG),
    ]


def test_a_row_shorter_than_the_heading_has_blank_cells():
    layout, row = layout_of(LoadKind.PERSONS, PERSON)
    assert isinstance(read_row(layout, row[:3], KNOWN), PersonRow)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"id_number": "990001199005068011"}, [("id_number", Reason.BAD_NUMBER)]),
        ({"id_number": ""}, [("id_number", Reason.MISSING)]),
        ({"born_on": "1990-05-07"}, [("born_on", Reason.BIRTH_DIFFERS)]),
        ({"sex": "女"}, [("sex", Reason.SEX_DIFFERS)]),
        ({"deceased_on": "1989-01-01"}, [("deceased_on", Reason.DEAD_BEFORE_BORN)]),
        ({"deceased_on": "2026-11-24"}, [("deceased_on", Reason.AFTER_TODAY)]),
        (
            {"id_kind": "护照"},
            [("born_on", Reason.BIRTH_NEEDED), ("id_number", Reason.BAD_NUMBER)],
        ),
    ],
)
def test_a_person_whose_cells_do_not_agree_is_refused(changes, told):
    assert faults(LoadKind.PERSONS, PERSON, **changes) == told


def test_a_passport_needs_a_day_of_birth_and_no_sex():
    row = read(
        LoadKind.PERSONS,
        PERSON,
        id_kind="护照",
        id_number="E12345678",
        born_on="1990-01-01",
    )
    assert isinstance(row, PersonRow)
    assert row.sex is Sex.UNKNOWN


def test_a_person_may_have_died():
    row = read(LoadKind.PERSONS, PERSON, deceased_on="2026-11-23")
    assert isinstance(row, PersonRow)
    assert row.deceased_on == KNOWN.today


def test_an_employer_is_registered_unless_it_says_otherwise():
    row = read(LoadKind.EMPLOYERS, EMPLOYER)
    assert isinstance(row, EmployerRow)
    assert row.state is EmployerState.REGISTERED


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"state": "已注销"}, [("left_on", Reason.END_NEEDED)]),
        ({"left_on": "2019-12-31"}, [("left_on", Reason.ENDS_BEFORE_START)]),
        ({"registered_on": "2027-01-01"}, [("registered_on", Reason.AFTER_TODAY)]),
    ],
)
def test_an_employer_whose_days_do_not_agree_is_refused(changes, told):
    assert faults(LoadKind.EMPLOYERS, EMPLOYER, **changes) == told


@pytest.mark.parametrize(
    ("changes", "state", "scheme"),
    [
        ({}, CoverState.IN_FORCE, Scheme.EMPLOYEE),
        ({"last": "2026-06-30"}, CoverState.ENDED, Scheme.EMPLOYEE),
        (
            {"last": "2026-06-30", "state": "暂停参保"},
            CoverState.INTERRUPTED,
            Scheme.EMPLOYEE,
        ),
        (
            {"kind": "成年居民", "employer": "", "base_fen": "", "last": "2026-12-31"},
            CoverState.IN_FORCE,
            Scheme.RESIDENT,
        ),
        (
            {"kind": "灵活就业人员", "employer": ""},
            CoverState.IN_FORCE,
            Scheme.EMPLOYEE,
        ),
        ({"kind": "退休人员", "base_fen": ""}, CoverState.IN_FORCE, Scheme.EMPLOYEE),
    ],
)
def test_cover_has_its_state_and_scheme(changes, state, scheme):
    row = read(LoadKind.COVERS, COVER, **changes)
    assert isinstance(row, CoverRow)
    assert (row.state, row.scheme) == (state, scheme)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"last": "2025-12-31"}, [("last", Reason.ENDS_BEFORE_START)]),
        ({"employer": ""}, [("employer", Reason.EMPLOYER_NEEDED)]),
        ({"employer": "1"}, [("employer", Reason.BAD_CREDIT_CODE)]),
        ({"base_fen": "0"}, [("base_fen", Reason.BASE_NEEDED)]),
        (
            {"kind": "成年居民", "base_fen": ""},
            [("employer", Reason.EMPLOYER_UNWANTED)],
        ),
        ({"state": "终止参保"}, [("last", Reason.END_NEEDED)]),
        ({"kind": "老板"}, [("kind", Reason.UNKNOWN_WORD)]),
    ],
)
def test_cover_whose_cells_do_not_agree_is_refused(changes, told):
    assert faults(LoadKind.COVERS, COVER, **changes) == told


def test_a_month_is_actual_unless_it_says_otherwise():
    row = read(LoadKind.MONTHS, MONTH)
    assert isinstance(row, MonthRow)
    assert (row.kind, row.own_fen) == (MonthKind.ACTUAL, 10_000)
    assert faults(LoadKind.MONTHS, MONTH, month="2026-12") == [
        ("month", Reason.AFTER_TODAY)
    ]


def test_a_premium_year_opens_the_tier_that_was_paid():
    row = read(LoadKind.PREMIUMS, PREMIUM)
    assert isinstance(row, PremiumRow)
    assert (row.tier, row.aided_fen, row.subsidy_fen) == (Tier.LOW, 0, 0)
    assert faults(LoadKind.PREMIUMS, PREMIUM, paid_on="2026-11-24") == [
        ("paid_on", Reason.AFTER_TODAY)
    ]


def test_the_fields_of_a_row_and_whose_number_it_holds():
    assert all(NEEDED[kind] <= fields_of(kind) for kind in ROWS)
    assert party_kind(LoadKind.EMPLOYERS) is PartyKind.EMPLOYER
    assert party_kind(LoadKind.MONTHS) is PartyKind.PERSON
    assert PersonKind.ACTIVE.value == "active"
    assert Fault("", Reason.TWICE).column == ""
