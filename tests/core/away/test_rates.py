"""Which rate holds where, and why: rules 4, 7 and 8 of the Shandong measures."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.away.test_filings import RULES, day, residence, trip

from tongban.core.away.filings import AwayKind, Filing
from tongban.core.away.rates import (
    CLAUSES,
    GROUND_WORDS,
    PLACES,
    Care,
    Ground,
    MustFile,
    Ruling,
    rule_on,
)
from tongban.core.away.rules import Proof
from tongban.core.benefits.vocabulary import Place
from tongban.core.days import Period
from tongban.core.refusals import Refusal

HOME = "370705"
AT_HOME, BEIJING, JINAN = (
    Care(HOME, "370702"),
    Care(HOME, "110105"),
    Care(HOME, "370102"),
)


def test_at_home_without_a_filing_is_home():
    ruling = rule_on(AT_HOME, (), day("2023-05-10"), RULES)
    assert (ruling.ground, ruling.place, ruling.clause) == (
        Ground.HOME,
        Place.HOME,
        "",
    )


@pytest.mark.clause("SD20-8")
def test_residence_without_proof_has_the_temporary_rate_at_home():
    filings = (residence("2023-03-01"),)
    for when in ("2023-05-10", "2023-12-05"):
        ruling = rule_on(AT_HOME, filings, day(when), RULES)
        assert (ruling.ground, ruling.place) == (
            Ground.HOME_UNPROVED,
            Place.TEMPORARY,
        )


@pytest.mark.clause("SD20-8")
def test_proof_gives_home_benefits_from_its_day():
    filings = (replace(residence("2023-03-01"), proved_on=day("2023-05-20")),)
    before = rule_on(AT_HOME, filings, day("2023-05-19"), RULES)
    after = rule_on(AT_HOME, filings, day("2023-05-20"), RULES)
    assert before.ground is Ground.HOME_UNPROVED
    assert (after.ground, after.place) == (Ground.HOME_PROVED, Place.HOME)


def test_an_area_may_let_six_months_stand_for_a_proof():
    rules = replace(RULES, proof=Proof.WITHIN_LOCK)
    filings = (residence("2023-03-01"),)
    assert rule_on(AT_HOME, filings, day("2023-08-31"), rules).place is Place.TEMPORARY
    assert rule_on(AT_HOME, filings, day("2023-09-01"), rules).place is Place.HOME


@pytest.mark.clause("SD20-5")
def test_the_filed_residence_has_no_first_share():
    ruling = rule_on(
        Care(HOME, "330102"), (residence("2023-03-01"),), day("2026-09-18"), RULES
    )
    assert (ruling.ground, ruling.place) == (Ground.RESIDENCE, Place.FILED)


@pytest.mark.clause("SD20-4")
def test_a_filed_trip_has_the_temporary_rate():
    ruling = rule_on(BEIJING, (trip("2023-10-01"),), day("2023-10-01"), RULES)
    assert (ruling.ground, ruling.place) == (Ground.TRIP, Place.TEMPORARY)


def test_another_city_of_the_province_needs_no_filing():
    assert rule_on(JINAN, (), day("2023-10-01"), RULES).ground is Ground.IN_PROVINCE
    with pytest.raises(MustFile):
        rule_on(JINAN, (), day("2023-10-01"), replace(RULES, filing_in_province=True))


@pytest.mark.clause("SD20-7")
def test_an_emergency_counts_as_filed_and_without_it_one_must_file():
    emergency = replace(BEIJING, emergency=True)
    ruling = rule_on(emergency, (), day("2023-10-01"), RULES)
    assert (ruling.ground, ruling.place) == (Ground.EMERGENCY, Place.TEMPORARY)
    assert ruling.filing is None
    assert "7" in ruling.clause
    with pytest.raises(MustFile):
        rule_on(BEIJING, (), day("2023-10-01"), RULES)
    with pytest.raises(MustFile):
        rule_on(
            emergency, (), day("2023-10-01"), replace(RULES, emergency_counts=False)
        )


def test_a_filing_holds_from_its_first_day_to_the_day_before_its_end():
    filings = (trip("2023-10-01", end="2023-11-01"),)
    assert rule_on(BEIJING, filings, day("2023-10-31"), RULES).ground is Ground.TRIP
    for outside in ("2023-09-30", "2023-11-01"):
        with pytest.raises(MustFile):
            rule_on(BEIJING, filings, day(outside), RULES)


FILINGS = st.lists(
    st.builds(
        Filing,
        st.sampled_from(list(AwayKind)),
        st.sampled_from(["330106", "110105"]),
        st.builds(
            Period,
            st.dates(date(2022, 1, 1), date(2022, 12, 31)),
            st.one_of(st.none(), st.dates(date(2023, 1, 1), date(2024, 1, 1))),
        ),
    ),
    max_size=4,
)


def told(care: Care, filings: tuple[Filing, ...], when: date) -> Ruling | str:
    try:
        return rule_on(care, filings, when, RULES)
    except Refusal as refused:
        return refused.code


@given(
    FILINGS,
    st.dates(date(2022, 1, 1), date(2024, 6, 1)),
    st.sampled_from([AT_HOME, BEIJING, JINAN]),
)
def test_the_rate_is_a_function_of_what_holds_that_day(filings, when, care):
    holding = tuple(one for one in filings if when in one.days)
    assert told(care, tuple(filings), when) == told(care, holding, when)


@given(
    st.dates(date(2022, 2, 1), date(2023, 12, 1)),
    st.dates(date(2022, 1, 2), date(2023, 12, 31)),
)
def test_a_history_told_in_two_pieces_gives_the_same_rate(when, cut):
    whole = (Filing(AwayKind.TEMPORARY, "110105", Period(date(2022, 1, 1), None)),)
    pieces = (
        Filing(AwayKind.TEMPORARY, "110105", Period(date(2022, 1, 1), cut)),
        Filing(AwayKind.TEMPORARY, "110105", Period(cut, None)),
    )
    one, other = told(BEIJING, whole, when), told(BEIJING, pieces, when)
    assert isinstance(one, Ruling)
    assert isinstance(other, Ruling)
    assert one.ground is other.ground


def test_every_ground_is_explained():
    assert set(GROUND_WORDS) == set(CLAUSES) == set(PLACES) == set(Ground)
