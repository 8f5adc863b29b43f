"""Agreement and training: the day they begin, the last day, the day after."""

from datetime import date, timedelta

import pytest

from tongban.core.days import Period
from tongban.core.staff.rules import StaffRules
from tongban.core.staff.standing import (
    Paper,
    Papers,
    lacking,
    running_out,
    training_days,
)

RULES = StaffRules(
    warning_days=14,
    training_needed=True,
    training_valid_months=36,
    absence_days_max=90,
    stand_in_steps_max=5,
    return_after_working_days=3,
    open_max=200,
    device_code_minutes=15,
)
HOLDS = Period(date(2023, 1, 1), date(2024, 1, 1))
BOTH = Papers(agreement=HOLDS, training=HOLDS)


@pytest.mark.parametrize(
    ("day", "missing"),
    [
        (date(2022, 12, 31), (Paper.AGREEMENT, Paper.TRAINING)),
        (date(2023, 1, 1), ()),
        (date(2023, 12, 31), ()),
        (date(2024, 1, 1), (Paper.AGREEMENT, Paper.TRAINING)),
    ],
)
@pytest.mark.clause("PT25-4")
def test_an_account_is_awake_from_the_first_day_to_the_last(day, missing):
    assert lacking(BOTH, day, RULES) == missing


def test_nothing_recorded_lacks_both_and_training_may_be_switched_off():
    nothing = Papers(agreement=None, training=None)
    relaxed = StaffRules(14, False, 36, 90, 5, 3, 200, 15)

    assert lacking(nothing, date(2023, 6, 1), RULES) == (
        Paper.AGREEMENT,
        Paper.TRAINING,
    )
    assert lacking(nothing, date(2023, 6, 1), relaxed) == (Paper.AGREEMENT,)


@pytest.mark.parametrize(
    ("days_before", "warned"), [(15, False), (14, True), (0, True)]
)
def test_the_warning_comes_fourteen_days_before_the_last_day(days_before, warned):
    last = date(2023, 12, 31)

    found = running_out(BOTH, last - timedelta(days=days_before), RULES)

    assert bool(found) is warned
    assert all(one.last_day == last for one in found)


def test_what_has_run_out_is_not_warned_of_again():
    assert running_out(BOTH, date(2024, 1, 1), RULES) == []


@pytest.mark.parametrize(
    ("finished", "months", "end"),
    [
        (date(2023, 5, 10), 36, date(2026, 5, 10)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
    ],
)
def test_a_training_counts_for_whole_months(finished, months, end):
    rules = StaffRules(14, True, months, 90, 5, 3, 200, 15)

    assert training_days(finished, rules) == Period(finished, end)
