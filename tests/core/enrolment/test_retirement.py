"""Retiring: required years by sex, what is short, and how it is made up."""

from datetime import date

import pytest

from tongban.core.enrolment.kinds import Sex
from tongban.core.enrolment.retirement import (
    RetirementTerms,
    SexUnknown,
    ShortYears,
    YearsCounted,
    YearsShort,
    count_years,
    required_months,
    retires_on,
)

TERMS = RetirementTerms(
    male_years=30, female_years=25, actual_years=10, pay_up_bp=800, verified=True
)
DAY = date(2026, 7, 1)


def count(actual: int, deemed: int = 0, sex: Sex = Sex.FEMALE):
    return count_years(
        sex=sex,
        years=YearsCounted(actual=actual, deemed=deemed),
        base_fen=500_000,
        terms=TERMS,
    )


@pytest.mark.parametrize(
    ("actual", "deemed", "sex", "short"),
    [
        (300, 0, Sex.FEMALE, 0),
        (299, 0, Sex.FEMALE, 1),
        (300, 0, Sex.MALE, 60),
        (120, 180, Sex.FEMALE, 0),
        (119, 181, Sex.FEMALE, 1),
        (0, 400, Sex.FEMALE, 120),
    ],
)
def test_months_short_of_all_or_of_those_really_paid(actual, deemed, sex, short):
    found = count(actual, deemed, sex)
    assert found.short_months == short
    assert found.pay_up_fen == short * 40_000


def test_an_unknown_sex_is_refused():
    with pytest.raises(SexUnknown):
        required_months(Sex.UNKNOWN, TERMS)


def test_short_years_need_a_way_and_only_paying_at_once_retires_now():
    assert retires_on(count(300), way=None, on=DAY) == DAY
    assert retires_on(count(299), way=ShortYears.AT_ONCE, on=DAY) == DAY
    assert retires_on(count(299), way=ShortYears.MONTHLY, on=DAY) is None
    with pytest.raises(YearsShort):
        retires_on(count(299), way=None, on=DAY)
