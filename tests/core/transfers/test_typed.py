"""Periods are read as clerks write them; a line that is none is named."""

from datetime import date

import pytest

from tongban.core.access.parties import Scheme
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.transfers.sheet import PaidPeriod
from tongban.core.transfers.typed import LINES_MAX, PeriodsUnreadable, read_periods

LINE = "2021-09 2023-08 实际 5000"


def read(text: str) -> tuple[PaidPeriod, ...]:
    return read_periods(text, region="110105", scheme=Scheme.EMPLOYEE)


@pytest.mark.parametrize(
    "line",
    [
        LINE,
        "2021-09 至 2023-08 实际缴费 5000.00元",
        "2021年9月至2023年8月 实际 5000",
        "2021.09-2023.08，实际，5000",
        "202109\t202308\t实际\t5000",
        "  2021/9 到 2023/8 实际 5000  ",
    ],
)
def test_a_period_is_read_however_it_is_written(line: str) -> None:
    assert read(line) == (
        PaidPeriod(
            region="110105",
            scheme=Scheme.EMPLOYEE,
            kind=MonthKind.ACTUAL,
            first_month=date(2021, 9, 1),
            last_month=date(2023, 8, 1),
            base_fen=500_000,
        ),
    )


def test_kind_and_base_may_be_left_out() -> None:
    (period,) = read("2021-09 2023-08")
    assert (period.kind, period.base_fen) == (MonthKind.ACTUAL, 0)
    assert read("1995-01 1999-12 视同")[0].kind is MonthKind.DEEMED


def test_empty_lines_count_for_the_number_and_nothing_else() -> None:
    assert len(read(f"\n{LINE}\n\n2010-01 2011-12\n")) == 2
    assert read("") == ()


@pytest.mark.parametrize(
    "line",
    [
        "2021-13 2023-08",
        "2023-08 2021-09",
        "2021-09",
        "2021-09 2023-08 大概 5000",
        "2021-09 2023-08 实际 -5",
        "2021-09 2023-08 实际 5.001",
        "参保地 起止",
    ],
)
def test_every_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(PeriodsUnreadable) as refused:
        read(f"{LINE}\n{line}\n\n{line}")
    assert refused.value.data["lines"] == "2、4"


def test_there_is_a_most() -> None:
    assert len(read("\n".join([LINE] * LINES_MAX))) == LINES_MAX
    with pytest.raises(PeriodsUnreadable):
        read("\n".join([LINE] * (LINES_MAX + 1)))
