"""How many people may be asked for."""

from datetime import date

import pytest

from tongban.core.population.plan import (
    MONTHS_MAX,
    PERSONS_MAX,
    Plan,
    TooManyPersons,
)

DAY = date(2026, 11, 23)


@pytest.mark.parametrize("persons", [0, PERSONS_MAX + 1])
def test_too_many_or_none_are_refused(persons):
    with pytest.raises(TooManyPersons):
        Plan(persons, 1, DAY)


@pytest.mark.parametrize("months", [0, MONTHS_MAX + 1])
def test_months_have_their_bounds(months):
    with pytest.raises(ValueError, match="months"):
        Plan(1, 1, DAY, months)


def test_as_many_as_there_are_numbers_for():
    assert Plan(PERSONS_MAX, 1, DAY).months == 24
