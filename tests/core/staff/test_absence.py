"""Absences that cannot be, and who stands in at the end of the line."""

from datetime import date

import pytest
from tests.core.staff.test_standing import RULES

from tongban.core.days import Period
from tongban.core.staff.absence import (
    NOBODY,
    Absence,
    AbsenceBackwards,
    AbsencesOverlap,
    AbsenceTooLong,
    StandInIsOneself,
    check_absence,
    stand_ins,
)

TODAY = date(2023, 9, 11)


def away(account: int, stand_in: int, first: int = 11, last: int = 15) -> Absence:
    days = Period.through(date(2023, 9, first), date(2023, 9, last))
    return Absence(account, days, stand_in)


@pytest.mark.parametrize(
    ("wanted", "refusal"),
    [
        (away(1, 1), StandInIsOneself),
        (away(1, 2, 1, 10), AbsenceBackwards),
        (Absence(1, Period(TODAY, TODAY), 2), AbsenceBackwards),
        (Absence(1, Period(TODAY, None), 2), AbsenceBackwards),
        (Absence(1, Period(TODAY, date(2023, 12, 11)), 2), AbsenceTooLong),
    ],
)
def test_an_absence_that_cannot_be_is_refused(wanted, refusal):
    with pytest.raises(refusal):
        check_absence(wanted, others=(), today=TODAY, rules=RULES)


def test_the_longest_absence_and_one_that_began_before_are_taken():
    longest = Absence(1, Period(TODAY, date(2023, 12, 10)), 2)

    check_absence(longest, others=(), today=TODAY, rules=RULES)
    check_absence(away(1, 2, 1, 11), others=(), today=TODAY, rules=RULES)


def test_days_are_given_once():
    with pytest.raises(AbsencesOverlap):
        check_absence(away(1, 2, 15, 20), others=[away(1, 3)], today=TODAY, rules=RULES)
    check_absence(away(1, 2, 16, 20), others=[away(1, 3)], today=TODAY, rules=RULES)


def test_work_passes_on_to_the_first_who_is_here():
    absences = [away(1, 2), away(2, 3), away(4, 5, 12, 13)]

    assert stand_ins(absences, TODAY, RULES) == {1: 3, 2: 3}


def test_a_ring_of_people_away_ends_at_nobody():
    assert stand_ins([away(1, 2), away(2, 1)], TODAY, RULES) == {1: NOBODY, 2: NOBODY}
