"""A guardian's rights end on the day the child is of age."""

from datetime import date

import pytest

from tongban.core.credentials.guardians import (
    GuardianTooYoung,
    NotMinor,
    guardian_until,
    of_age_on,
)


def until(child: date, guardian: date = date(1990, 1, 1), today=date(2023, 9, 11)):
    return guardian_until(
        child_born_on=child, guardian_born_on=guardian, today=today, adult_age=18
    )


@pytest.mark.parametrize(
    ("case", "born_on", "of_age"),
    [
        ("the birthday itself", date(2010, 9, 11), date(2028, 9, 11)),
        ("a leap day meets a leap year", date(2008, 2, 29), date(2026, 3, 1)),
    ],
)
def test_of_age_on_the_birthday(case, born_on, of_age):
    assert of_age_on(born_on, 18) == of_age


def test_the_day_before_is_a_child_and_the_day_itself_is_not():
    assert until(date(2005, 9, 12)) == date(2023, 9, 12)
    with pytest.raises(NotMinor):
        until(date(2005, 9, 11))


def test_a_guardian_is_of_age():
    assert until(date(2022, 1, 1), guardian=date(2005, 9, 11))
    with pytest.raises(GuardianTooYoung):
        until(date(2022, 1, 1), guardian=date(2005, 9, 12))
