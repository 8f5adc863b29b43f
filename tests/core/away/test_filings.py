"""Rules 5 and 6 of the Shandong measures on their boundary days."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.away.filings import (
    AWAY_KIND_WORDS,
    ENDED_WORDS,
    EVIDENCE_WORDS,
    AlreadyFiled,
    AwayKind,
    EndedWhy,
    Evidence,
    Filing,
    FilingOver,
    Locked,
    NotAway,
    TooFarBack,
    check_free,
    check_start,
    free_from,
    holds_place,
    plan,
    replaced_by,
    same_place,
)
from tongban.core.away.rules import AwayRules, LockFrom, NoAwayRules, Proof
from tongban.core.days import Period
from tongban.core.refusals import Refusal

RULES = AwayRules(
    region="370000",
    look_back_days=5,
    lock_months=6,
    lock_from=LockFrom.START,
    filing_in_province=False,
    emergency_counts=True,
    proof=Proof.ALWAYS,
    verified=False,
)
LONG, TRIP = AwayKind.LONG_TERM, AwayKind.TEMPORARY
HANGZHOU, BEIJING = "330106", "110105"


def day(text: str) -> date:
    return date.fromisoformat(text)


def residence(start: str, place: str = HANGZHOU, end: str = "") -> Filing:
    return Filing(LONG, place, Period(day(start), day(end) if end else None))


def trip(start: str, place: str = BEIJING, end: str = "") -> Filing:
    return Filing(TRIP, place, Period(day(start), day(end) if end else None))


@pytest.mark.clause("SD20-6")
def test_residence_starts_at_most_five_days_back_holidays_included():
    check_start(LONG, day("2023-10-07"), asked_on=day("2023-10-12"), rules=RULES)
    with pytest.raises(TooFarBack) as refused:
        check_start(LONG, day("2023-10-06"), asked_on=day("2023-10-12"), rules=RULES)
    assert refused.value.data["earliest"] == "2023-10-07"


@pytest.mark.clause("SD20-6")
def test_a_trip_may_start_any_day_back():
    check_start(TRIP, day("2021-01-01"), asked_on=day("2023-10-12"), rules=RULES)


@pytest.mark.clause("SD20-5")
def test_without_cost_a_residence_may_change_any_day():
    filing = residence("2023-09-15")
    assert free_from(filing, first_cost_on=None, rules=RULES) is None
    check_free(filing, first_cost_on=None, on=day("2023-09-18"), rules=RULES)


@pytest.mark.clause("SD20-5")
@pytest.mark.parametrize(
    ("start", "free"),
    [
        ("2023-04-10", "2023-10-10"),
        ("2023-08-31", "2024-02-29"),
        ("2022-08-31", "2023-02-28"),
        ("2023-08-30", "2024-02-29"),
    ],
)
def test_with_cost_a_residence_is_locked_for_six_calendar_months(start, free):
    filing, cost = residence(start), day("2023-09-02")
    last = day(free) - timedelta(days=1)
    with pytest.raises(Locked) as refused:
        check_free(filing, first_cost_on=cost, on=last, rules=RULES)
    assert refused.value.data["free_from"] == free
    check_free(filing, first_cost_on=cost, on=day(free), rules=RULES)


def test_an_area_may_count_the_lock_from_the_first_cost():
    rules = replace(RULES, lock_from=LockFrom.FIRST_COST)
    free = free_from(
        residence("2023-04-10"), first_cost_on=day("2023-06-02"), rules=rules
    )
    assert free == day("2023-12-02")


def test_a_trip_is_never_locked():
    check_free(
        trip("2023-09-01"),
        first_cost_on=day("2023-09-02"),
        on=day("2023-09-03"),
        rules=RULES,
    )


def test_what_is_over_does_not_change():
    with pytest.raises(FilingOver):
        check_free(
            residence("2023-01-01", end="2023-06-01"),
            first_cost_on=None,
            on=day("2023-06-01"),
            rules=RULES,
        )


@pytest.mark.clause("SD20-5")
def test_the_old_residence_ends_the_day_the_new_one_starts():
    old = residence("2023-09-15")
    new = residence("2023-09-18", BEIJING)
    assert replaced_by([old], new) == (old,)
    (change,) = plan([old], new).ended
    assert (change.filing, change.on) == (old, day("2023-09-18"))


def test_a_trip_to_a_third_place_stands_beside_residence():
    planned = plan([residence("2023-01-01")], trip("2023-09-18", BEIJING))
    assert planned.ended == ()
    assert replaced_by([residence("2023-01-01")], trip("2023-09-18")) == ()


def test_residence_takes_the_place_of_a_trip_there():
    first = trip("2023-09-01", HANGZHOU)
    planned = plan([first], residence("2023-09-10", HANGZHOU))
    assert [one.filing for one in planned.ended] == [first]


@pytest.mark.parametrize(
    ("held", "new"),
    [
        (trip("2023-09-01"), trip("2023-09-01")),
        (trip("2023-09-01"), trip("2023-09-20")),
        (residence("2023-09-01"), trip("2023-09-20", "330102")),
        (residence("2023-09-01"), residence("2023-09-20")),
    ],
)
def test_a_place_is_not_filed_twice(held, new):
    with pytest.raises(AlreadyFiled) as refused:
        plan([held], new)
    assert refused.value.data["since"] == "2023-09-01"


@pytest.mark.clause("SD20-6")
def test_a_trip_filed_afterwards_fills_the_days_before():
    planned = plan([trip("2023-09-20")], trip("2023-08-01"))
    assert planned.new.days == Period(day("2023-08-01"), day("2023-09-20"))


def test_what_is_over_stands_in_nobodys_way():
    over = trip("2023-01-01", end="2023-02-01")
    assert plan([over], trip("2023-02-01")).new.days.end is None


@pytest.mark.parametrize(
    ("filed", "care", "holds"),
    [
        ("330106", "330102", True),
        ("330106", "330200", False),
        ("110000", "110105", True),
        ("110105", "110108", True),
        ("330000", "330200", True),
    ],
)
def test_a_place_is_its_city_or_the_whole_province_it_names(filed, care, holds):
    assert holds_place(filed, care) is holds


def test_a_province_and_a_city_in_it_meet():
    assert same_place("110105", "110000")
    assert not same_place("110105", "330000")


STARTS = st.dates(date(2022, 1, 1), date(2024, 12, 31))
ASKS = st.lists(
    st.tuples(
        st.sampled_from([LONG, TRIP]),
        st.sampled_from(["330106", "110105", "440106"]),
        STARTS,
    ),
    max_size=8,
)


@given(ASKS)
def test_never_two_residences_nor_two_filings_for_a_place_on_a_day(asks):
    held: list[Filing] = []
    for key, (kind, place, start) in enumerate(asks, start=1):
        try:
            planned = plan(held, Filing(kind, place, Period(start, None), key=key))
        except Refusal:
            continue
        for change in planned.ended:
            held.remove(change.filing)
            if change.on > change.filing.days.start:
                days = Period(change.filing.days.start, change.on)
                held.append(Filing(change.filing.kind, change.filing.place, days))
        held.append(planned.new)
    for at, one in enumerate(held):
        for other in held[at + 1 :]:
            if one.days.overlaps(other.days):
                assert one.place != other.place
                assert not one.kind is other.kind is LONG


def test_every_word_is_there():
    assert set(AWAY_KIND_WORDS) == set(AwayKind)
    assert set(EVIDENCE_WORDS) == set(Evidence)
    assert set(ENDED_WORDS) == set(EndedWhy)
    assert NotAway().code == "away.not_away"
    assert NoAwayRules("820000").data["region"] == "820000"
