"""Numbers that are valid, belong to nobody, and never repeat."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from tongban.core.access.identifiers import (
    check_credit_code,
    check_phone,
    check_resident_id,
)
from tongban.core.population.numbers import (
    AREAS,
    BIRTH_CLASSES,
    ORDERS,
    birthday,
    credit_code,
    employer_phone,
    id_number,
    person_phone,
)
from tongban.core.population.plan import PERSONS_MAX

DAYS = st.dates(date(1930, 1, 5), date(2026, 11, 23))
PLACES = st.integers(0, PERSONS_MAX - 1)


@given(PLACES, DAYS, st.booleans())
def test_an_id_number_is_valid_and_tells_what_it_was_made_of(place, day, is_male):
    born_on = birthday(day, place)
    told = check_resident_id(id_number(place, born_on=born_on, is_male=is_male))
    assert (told.born_on, told.is_male) == (born_on, is_male)
    assert told.number.startswith("99")
    assert timedelta(0) <= day - born_on < timedelta(BIRTH_CLASSES)


@given(PLACES, PLACES, DAYS, DAYS, st.booleans())
def test_two_people_never_share_a_number(one, other, day, other_day, is_male):
    assume(one != other)
    numbers = {
        id_number(place, born_on=birthday(day, place), is_male=is_male)
        for place, day in ((one, day), (other, other_day))
    }
    assert len(numbers) == 2


def test_people_of_one_area_and_order_have_different_birthdays():
    day = date(2000, 1, 5)
    places = range(0, PERSONS_MAX, AREAS * ORDERS)
    assert len(places) <= BIRTH_CLASSES
    numbers = {
        id_number(place, born_on=birthday(day, place), is_male=True) for place in places
    }
    assert len(numbers) == len(places)


@given(st.integers(0, 9_999_999))
def test_codes_and_phones_are_valid_and_apart(place):
    assert check_credit_code(credit_code("370705", place)).startswith("99370705")
    assert check_phone(person_phone(place)) != check_phone(employer_phone(place))
