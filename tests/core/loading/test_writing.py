"""A row written as cells reads as the same row."""

from datetime import date

import pytest
from tests.core.loading.tables import DEFINITIONS, KNOWN

from tongban.core.access.parties import IdKind, Scheme
from tongban.core.enrolment.employers import EmployerKind
from tongban.core.enrolment.kinds import CoverState, PersonKind, Sex
from tongban.core.enrolment.premiums import Tier
from tongban.core.loading.columns import Layout, LoadKind
from tongban.core.loading.rows import (
    CoverRow,
    EmployerRow,
    MonthRow,
    PersonRow,
    PremiumRow,
    read_row,
)
from tongban.core.loading.writing import cells_of

NUMBER = "99000119900506801X"
CODE = "99370705991000001A"
DAY = date(2026, 1, 1)
ROWS = [
    (
        LoadKind.PERSONS,
        PersonRow(
            IdKind.PASSPORT,
            "E12345678",
            "示例",
            "370705",
            Sex.UNKNOWN,
            date(1990, 5, 6),
            Scheme.EMPLOYEE,
        ),
    ),
    (
        LoadKind.EMPLOYERS,
        EmployerRow(CODE, "示例厂", EmployerKind.ENTERPRISE, "370705", DAY),
    ),
    (
        LoadKind.COVERS,
        CoverRow(
            NUMBER,
            PersonKind.ACTIVE,
            "370705",
            DAY,
            None,
            CoverState.IN_FORCE,
            CODE,
            512_305,
        ),
    ),
    (LoadKind.MONTHS, MonthRow(NUMBER, DAY, 500_000, 30_000, 10_001, paid_on=DAY)),
    (LoadKind.PREMIUMS, PremiumRow(NUMBER, 2026, Tier.LOW, Tier.HIGH, 40_000, 0, 5)),
]


@pytest.mark.parametrize(("kind", "row"), ROWS)
def test_a_row_comes_back_as_it_was(kind, row):
    definition = DEFINITIONS[kind][-1]
    layout = Layout(definition, tuple(range(len(definition.columns))))
    assert read_row(layout, cells_of(row, definition), KNOWN) == row
