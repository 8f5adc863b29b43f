"""Rows of a table of medical staff, good ones and every fault at once."""

from datetime import date

import pytest

from tongban.core.days import Period
from tongban.core.institutions.practitioners import (
    BEGINS,
    CODE,
    COLUMNS,
    ENDS,
    KIND,
    LICENCE,
    NAME,
    columns_missing,
    read_practitioner,
)

GOOD = {
    CODE: "D370705000001",
    NAME: "钱医生",
    KIND: "1",
    LICENCE: "110370700000001",
    BEGINS: "2026-01-01",
    ENDS: "2026-12-31",
}


def test_a_good_row_with_both_days_counted() -> None:
    row, faults = read_practitioner(GOOD)
    assert row is not None
    assert (row.code, row.paper, faults) == ("D370705000001", "", ())
    assert row.days == Period(date(2026, 1, 1), date(2027, 1, 1))
    open_ended, _ = read_practitioner({**GOOD, ENDS: " "})
    assert open_ended is not None
    assert open_ended.days.end is None


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({CODE: ""}, [(CODE, "没有填写")]),
        ({CODE: "D-1"}, [(CODE, "要是国家编码，30位以内的字母和数字")]),
        ({BEGINS: "2026-02-30"}, [(BEGINS, "没有这一天")]),
        ({ENDS: "2026-02-30"}, [(ENDS, "没有这一天")]),
        ({ENDS: "2025-12-31"}, [(ENDS, "早于开始日期")]),
        (
            {NAME: "", BEGINS: "1/2", ENDS: "x"},
            [
                (NAME, "没有填写"),
                (BEGINS, "要写成2026-01-01的样子"),
                (ENDS, "要写成2026-01-01的样子，或者空着"),
            ],
        ),
    ],
)
def test_every_fault_of_a_row(
    cells: dict[str, str], faults: list[tuple[str, str]]
) -> None:
    assert read_practitioner({**GOOD, **cells}) == (None, tuple(faults))


def test_columns_that_a_heading_lacks() -> None:
    assert columns_missing(COLUMNS) == ()
    assert columns_missing((NAME, KIND, BEGINS)) == (CODE,)
