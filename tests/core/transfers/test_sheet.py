"""The information table: periods, sums, digest."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.access.parties import Scheme
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.months import add_months, months_between
from tongban.core.json_values import Json
from tongban.core.transfers.sheet import (
    InformationSheet,
    PaidMonth,
    PaidPeriod,
    SheetFaulty,
    Who,
    digest_of,
    joined,
    runs_of,
    sheet_of,
    straight_months,
)

FIRST = date(2020, 1, 1)
ACTUAL, DEEMED = MonthKind.ACTUAL, MonthKind.DEEMED


def paid(
    *offsets: int, kind: MonthKind = ACTUAL, base: int = 500_000
) -> list[PaidMonth]:
    return [PaidMonth(add_months(FIRST, one), kind, base) for one in offsets]


def employee(months: list[PaidMonth], region: str = "370700") -> tuple[PaidPeriod, ...]:
    return runs_of(months, region=region, scheme=Scheme.EMPLOYEE)


def sheet(
    periods: tuple[PaidPeriod, ...], balance_fen: int = 12_345
) -> InformationSheet:
    return InformationSheet(
        number="ZY20230922ABCD1234",
        who=Who("王建国", "990705198406170011", "male"),
        from_region="370705",
        to_region="440100",
        scheme=Scheme.EMPLOYEE,
        stopped_on=date(2023, 9, 1),
        made_on=date(2023, 9, 25),
        periods=periods,
        balance_fen=balance_fen,
    )


def test_months_in_a_row_on_one_base_are_one_period() -> None:
    (one,) = employee(paid(0, 1, 2))
    assert (one.first_month, one.last_month, one.months) == (
        FIRST,
        date(2020, 3, 1),
        3,
    )


def test_a_gap_another_base_and_another_kind_each_begin_a_period() -> None:
    months = [*paid(0), *paid(2), *paid(3, base=600_000), *paid(4, kind=DEEMED)]
    assert [one.months for one in employee(months)] == [1, 1, 1, 1]


def test_sums_are_told_apart() -> None:
    resident = runs_of(paid(12), region="370700", scheme=Scheme.RESIDENT)
    found = sheet((*employee([*paid(0, 1), *paid(2, kind=DEEMED)]), *resident))
    assert (found.actual_months, found.deemed_months, found.resident_months) == (
        2,
        1,
        1,
    )
    assert found.last_month == date(2021, 1, 1)


def test_a_table_without_periods_has_no_last_month() -> None:
    assert sheet(()).last_month is None


def test_what_is_sent_is_read_back() -> None:
    first = sheet(employee(paid(0, 1, 5)))
    assert sheet_of(first.as_json()) == first


def test_the_digest_changes_with_every_fen() -> None:
    periods = employee(paid(0))
    one, other = sheet(periods, 1).as_json(), sheet(periods, 2).as_json()
    assert digest_of(one) != digest_of(other)
    assert len(digest_of(one)) == 64


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("actual_months", 99),
        ("deemed_months", 1),
        ("resident_months", 1),
        ("balance_fen", -1),
        ("who", "somebody"),
        ("scheme", "moon"),
        ("stopped_on", "yesterday"),
    ],
)
def test_a_table_whose_content_does_not_fit_is_refused(name: str, value: Json) -> None:
    said = {**sheet(employee(paid(0, 1))).as_json(), name: value}
    with pytest.raises(SheetFaulty):
        sheet_of(said)


def test_periods_that_share_a_month_are_refused() -> None:
    one = employee(paid(0, 1))
    with pytest.raises(SheetFaulty, match="缴费时段"):
        sheet_of(sheet((*one, *one)).as_json())


def test_a_month_known_from_two_areas_counts_once() -> None:
    both = joined((*employee(paid(0, 1, 2)), *employee(paid(2, 3), "370100")))
    assert sum(one.months for one in both) == 4
    assert [one.region for one in both] == ["370700", "370100"]


@given(st.sets(st.integers(0, 60), max_size=40))
def test_every_month_is_in_exactly_one_period(offsets: set[int]) -> None:
    periods = employee(paid(*offsets))
    months = [
        month
        for one in periods
        for month in months_between(one.first_month, one.last_month)
    ]
    assert sorted(months) == sorted(one.month for one in paid(*offsets))


def test_straight_months_count_back_to_the_first_gap() -> None:
    periods = employee(paid(0, 2, 3, 4))
    assert straight_months(periods, until=date(2020, 5, 31)) == 3
    assert straight_months(periods, until=date(2020, 6, 1)) == 0
