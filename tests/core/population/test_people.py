"""People: the same from the same seed in any order, and right for the loader."""

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.loading.tables import DEFINITIONS, KNOWN
from tests.core.population.city import SHARES, TERMS, city

from tongban.core.days import Period
from tongban.core.enrolment.kinds import CoverState, PersonKind
from tongban.core.loading.columns import Layout, LoadKind
from tongban.core.loading.rows import read_row
from tongban.core.loading.writing import cells_of
from tongban.core.population.people import Population
from tongban.core.population.plan import PERSONS_MAX, Plan

CITY = city(PERSONS_MAX)
ALL = replace(
    KNOWN,
    regions=frozenset(
        code for county in SHARES.counties for code in (county.code, *county.towns)
    ),
    identities={code: code for code in TERMS.identities},
)
PLACES = st.integers(0, PERSONS_MAX - 1)


def _as_read(kind, row):
    definition = DEFINITIONS[kind][-1]
    layout = Layout(definition, tuple(range(len(definition.columns))))
    return read_row(layout, cells_of(row, definition), ALL)


@settings(max_examples=150)
@given(PLACES)
def test_every_person_passes_the_checks_of_the_loader(place):
    made = CITY.made(place)
    assert _as_read(LoadKind.PERSONS, made.person) == made.person
    for kind, rows in (
        (LoadKind.COVERS, made.covers),
        (LoadKind.MONTHS, made.months),
        (LoadKind.PREMIUMS, made.premiums),
    ):
        assert [_as_read(kind, row) for row in rows] == list(rows)


@settings(max_examples=150)
@given(PLACES)
def test_no_two_covers_share_a_day_and_no_month_comes_twice(place):
    made = CITY.made(place)
    spans = [Period.through(cover.first, cover.last) for cover in made.covers]
    assert not any(one.overlaps(other) for one, other in combinations(spans, 2))
    months = [row.month for row in made.months]
    assert len(set(months)) == len(months)
    assert len({row.year for row in made.premiums}) == len(made.premiums)


def test_people_come_out_the_same_in_any_order():
    forwards = list(city(400).people(0, 399))
    backwards = [city(400).made(place) for place in range(399, -1, -1)]
    assert forwards == backwards[::-1]
    assert forwards != list(city(400, seed=8).people(0, 399))


@pytest.fixture(scope="module")
def many():
    return list(city(4_000).people(0, 3_999))


def test_every_kind_of_person_is_there_in_a_likely_number(many):
    kinds = Counter(made.covers[-1].kind for made in many if made.covers)
    assert set(kinds) == set(PersonKind)
    assert kinds[PersonKind.ADULT] > kinds[PersonKind.PUPIL] > kinds[PersonKind.NEWBORN]


def test_who_works_has_all_months_and_the_last_is_due(many):
    working = [made for made in many if made.months]
    assert all(len(made.months) == 24 for made in working)
    assert all(made.months[-1].paid_on is None for made in working)
    assert all(row.paid_on for made in working for row in made.months[:-1])


def test_some_changed_their_employer_and_left_no_day_between(many):
    moved = [made.covers for made in many if made.months and len(made.covers) == 2]
    assert moved
    for before, after in moved:
        assert before.state is CoverState.ENDED
        assert before.employer != after.employer
        assert Period.through(before.first, before.last).end == after.first


def test_aid_pays_for_some_and_some_pay_early(many):
    premiums = [row for made in many for row in made.premiums]
    assert any(row.identity and row.aided_fen for row in premiums)
    assert {row.year for row in premiums} == {2025, 2026, 2027}


def test_nobody_is_insured_before_birth(many):
    assert all(
        cover.first >= made.person.born_on
        for made in many
        for cover in made.covers
        if cover.kind is PersonKind.NEWBORN
    )


def test_a_single_month_leaves_no_time_to_move():
    people = city(500, months=1).people(0, 499)
    assert all(len(made.covers) == 1 for made in people if made.months)


def test_years_not_collected_yet_are_left_out():
    plan = Plan(200, 7, date(2026, 8, 31))
    early = Population(plan, SHARES, TERMS)
    years = {row.year for made in early.people(0, 199) for row in made.premiums}
    assert years == {2025, 2026}
