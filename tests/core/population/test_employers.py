"""Employers: enough places for everybody at work, a few of them very large."""

from datetime import date
from itertools import pairwise

from tests.core.population.city import ON, SHARES, city

from tongban.core.population.employers import (
    RETIRES_AT,
    is_retired,
    staff_bp,
)
from tongban.core.population.lots import Lot


def test_about_a_quarter_of_the_people_work_for_an_employer():
    assert 1_500 < staff_bp(SHARES) < 3_500


def test_every_county_has_an_employer_however_few_people_there_are():
    employers = city(1).employers
    assert employers.count == len(SHARES.counties)
    regions = [employers.row(number).region for number in range(employers.count)]
    assert regions == [county.code for county in SHARES.counties]


def test_employers_have_codes_of_their_own():
    employers = city(200_000).employers
    codes = {employers.code(number) for number in range(employers.count)}
    assert len(codes) == employers.count
    assert employers.row(3) == employers.row(3)
    assert employers.row(3).credit_code == employers.code(3)


def test_sizes_have_a_long_tail():
    employers = city(200_000).employers
    sizes = sorted(
        second - first
        for places in employers._places
        for first, second in pairwise((0, *places))
    )
    assert sizes[len(sizes) // 2] < 10
    assert sizes[-1] > 500
    assert sum(sizes[-len(sizes) // 10 :]) * 2 > sum(sizes)


def test_a_county_picks_its_own_employers():
    employers = city(20_000).employers
    lot = Lot(1, "x", 1)
    picked = {employers.row(employers.pick(2, lot)).region for _ in range(50)}
    assert picked == {SHARES.counties[2].code}


def test_the_birthday_decides_who_no_longer_works():
    assert is_retired(date(ON.year - RETIRES_AT, 11, 23), ON)
    assert not is_retired(date(ON.year - RETIRES_AT, 11, 24), ON)
