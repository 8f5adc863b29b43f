"""Credits by status, age, base and month; edges of the ages and of retirement."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.personal_accounts.figures import TERMS

from tongban.core.enrolment.kinds import PersonKind
from tongban.core.money import Fen
from tongban.core.personal_accounts.crediting import (
    CREDIT_PART_WORDS,
    CreditPart,
    MonthFacts,
    credit_lines,
    credited,
    kind_in_month,
    line_words,
)
from tongban.core.personal_accounts.terms import NoAccountTerms

MONTH = date(2024, 3, 1)
ACTIVE, FLEXIBLE, RETIRED = PersonKind.ACTIVE, PersonKind.FLEXIBLE, PersonKind.RETIRED


def lines(kind: PersonKind, born_on: date, base: int = 500_000):
    return credit_lines(MonthFacts(MONTH, kind, born_on, Fen(base)), TERMS)


def test_every_part_has_a_word():
    assert set(CREDIT_PART_WORDS) == set(CreditPart)


@pytest.mark.parametrize(
    ("case", "kind", "born_on", "amounts"),
    [
        ("44 on the first day", ACTIVE, date(1979, 3, 2), [10_000, 2_500]),
        ("45 on the first day", ACTIVE, date(1979, 3, 1), [10_000, 5_000]),
        ("flexible workers have their own rate", FLEXIBLE, date(1990, 1, 1), [7_500]),
        ("retired, still 69", RETIRED, date(1954, 3, 2), [8_000]),
        ("retired, 70 on the first day", RETIRED, date(1954, 3, 1), [10_000]),
    ],
)
def test_what_a_month_puts_in(case, kind, born_on, amounts):
    found = lines(kind, born_on)

    assert [line.amount_fen for line in found] == amounts
    assert credited(found) == sum(amounts)


@pytest.mark.parametrize(
    ("base", "own"), [(24, 0), (25, 1), (74, 1), (75, 2), (500_049, 10_001)]
)
def test_each_part_is_rounded_half_up(base, own):
    found = {line.part: line.amount_fen for line in lines(ACTIVE, MONTH, base)}

    assert found.get(CreditPart.OWN, 0) == own


def test_a_part_of_nothing_is_no_line():
    assert lines(ACTIVE, date(1980, 1, 1), 0) == ()


def test_the_weaker_figure_marks_the_amount_of_the_retired():
    (line,) = lines(RETIRED, date(1950, 1, 1))

    assert not line.basis.verified
    assert line.of_fen == 400_000


def test_what_is_not_known_of_the_retired_is_refused():
    unknown = replace(TERMS, retired=None)
    facts = MonthFacts(MONTH, RETIRED, date(1950, 1, 1), Fen(0))

    with pytest.raises(NoAccountTerms, match="退休"):
        credit_lines(facts, unknown)


@pytest.mark.parametrize(
    ("case", "kind", "retired_on", "expected"),
    [
        ("not retired", ACTIVE, None, ACTIVE),
        (
            "retired this month still counts as active",
            RETIRED,
            date(2024, 3, 31),
            ACTIVE,
        ),
        ("retired on its first day too", ACTIVE, date(2024, 3, 1), ACTIVE),
        ("retired last month", ACTIVE, date(2024, 2, 29), RETIRED),
        ("a flexible worker retiring", FLEXIBLE, date(2024, 3, 9), FLEXIBLE),
    ],
)
def test_retirement_counts_from_the_next_month(case, kind, retired_on, expected):
    assert kind_in_month(kind, retired_on=retired_on, month=MONTH) is expected


@given(st.integers(0, 10**9), st.integers(0, 10**6))
def test_a_larger_base_never_puts_in_less(base, more):
    born_on = date(1985, 1, 1)

    assert credited(lines(ACTIVE, born_on, base + more)) >= credited(
        lines(ACTIVE, born_on, base)
    )


def test_a_line_names_month_and_part():
    assert line_words(MONTH, CreditPart.OWN) == "2024年03月个人缴费部分"
