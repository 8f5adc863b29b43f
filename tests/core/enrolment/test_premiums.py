"""Premiums: tiers, aid, and which days a registration covers."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.days import Period
from tongban.core.enrolment.kinds import PersonKind
from tongban.core.enrolment.premiums import (
    BornLater,
    PremiumTerms,
    Tier,
    YearNotOpen,
    YearOver,
    days_of_cover,
    in_collective_period,
    premium,
)

TERMS = PremiumTerms(
    year=2025,
    low_fen=40_000,
    high_fen=51_000,
    student_fen=38_000,
    subsidy_fen=67_000,
    collected=Period(date(2024, 10, 17), date(2025, 1, 1)),
    newborn_days=180,
    aided_bp={"destitute": 10_000, "low-income": 6_000},
    verified=True,
)
ADULT = PersonKind.ADULT


@pytest.mark.parametrize(
    ("kind", "chosen", "own", "tier"),
    [
        (PersonKind.ADULT, Tier.LOW, 40_000, Tier.LOW),
        (PersonKind.ELDERLY, Tier.HIGH, 51_000, Tier.HIGH),
        (PersonKind.PUPIL, Tier.LOW, 38_000, Tier.HIGH),
        (PersonKind.UNDERGRADUATE, Tier.HIGH, 38_000, Tier.HIGH),
        (PersonKind.NEWBORN, Tier.LOW, 38_000, Tier.HIGH),
    ],
)
def test_students_and_children_pay_low_and_get_high(kind, chosen, own, tier):
    found = premium(kind=kind, chosen=chosen, identity="", terms=TERMS)
    assert (found.own_fen, found.tier) == (own, tier)
    assert found.subsidy_fen == 67_000


@given(
    kind=st.sampled_from(list(PersonKind)),
    chosen=st.sampled_from(list(Tier)),
    identity=st.sampled_from(["", "destitute", "low-income"]),
)
def test_own_part_and_aid_add_up_to_the_premium(kind, chosen, identity):
    full = premium(kind=kind, chosen=chosen, identity="", terms=TERMS)
    found = premium(kind=kind, chosen=chosen, identity=identity, terms=TERMS)
    assert found.own_fen + found.aided_fen == full.own_fen
    assert found.own_fen >= 0


def covered(on: str, born_on: date | None = None) -> Period:
    day = date.fromisoformat(on)
    return days_of_cover(terms=TERMS, registered_on=day, born_on=born_on)


def test_in_time_the_whole_year_and_later_the_rest_of_it():
    assert covered("2024-12-31") == Period(date(2025, 1, 1), date(2026, 1, 1))
    assert covered("2025-01-01") == Period(date(2025, 1, 1), date(2026, 1, 1))
    assert covered("2025-12-31") == Period(date(2025, 12, 31), date(2026, 1, 1))
    assert in_collective_period(TERMS, date(2024, 12, 31))
    assert not in_collective_period(TERMS, date(2025, 1, 1))


def test_before_the_collection_and_after_the_year_nobody_registers():
    with pytest.raises(YearNotOpen):
        covered("2024-10-16")
    with pytest.raises(YearOver):
        covered("2026-01-01")


def test_a_newborn_is_covered_from_birth_when_registered_in_time():
    born_on = date(2025, 8, 20)
    last = "2026-02-16"
    assert covered("2025-09-01", born_on).start == born_on
    assert covered(last, born_on) == Period(born_on, date(2026, 1, 1))
    with pytest.raises(YearOver):
        covered("2026-02-17", born_on)


def test_a_newborn_registered_late_is_covered_from_that_day():
    assert covered("2025-12-01", date(2025, 3, 1)).start == date(2025, 12, 1)


def test_nobody_is_registered_before_birth():
    with pytest.raises(BornLater):
        covered("2025-03-01", date(2025, 3, 2))
