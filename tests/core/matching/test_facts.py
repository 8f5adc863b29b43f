"""What is wrong with a row of a feed, judged from the row alone."""

from datetime import date

import pytest

from tongban.core.matching.facts import (
    CURE_WORDS,
    FACT_KIND_WORDS,
    FAULT_WORDS,
    NAME_MAX,
    FactFault,
    FactKind,
    day_said,
    faults_of,
)

TODAY = date(2026, 3, 2)
GOOD = {
    "name": "王示例",
    "id_number": "990000198001010012",
    "happened_on": "2026-03-01",
}


def test_a_good_row_has_no_fault():
    assert faults_of(GOOD, today=TODAY) == ()


@pytest.mark.parametrize(
    ("column", "said", "fault"),
    [
        ("name", "", FactFault.MISSING),
        ("name", "王" * (NAME_MAX + 1), FactFault.TOO_LONG),
        ("id_number", "", FactFault.MISSING),
        ("id_number", "990000198001010018", FactFault.ID_MALFORMED),
        ("happened_on", "", FactFault.MISSING),
        ("happened_on", "三月", FactFault.DAY_MALFORMED),
        ("happened_on", "2026-03-03", FactFault.DAY_LATER),
        ("happened_on", "1979-12-31", FactFault.DAY_BEFORE_BIRTH),
    ],
)
def test_each_fault_names_its_column(column, said, fault):
    (found,) = faults_of({**GOOD, column: said}, today=TODAY)
    assert (found.column, found.fault) == (column, fault)


def test_all_faults_are_told_at_once():
    assert [one.column for one in faults_of({}, today=TODAY)] == [
        "name",
        "id_number",
        "happened_on",
    ]


def test_a_day_of_today_counts_and_a_word_is_no_day():
    assert faults_of({**GOOD, "happened_on": "2026-03-02"}, today=TODAY) == ()
    assert day_said("x") is None


def test_every_kind_has_a_word():
    assert set(FACT_KIND_WORDS) == set(FactKind)
    assert set(FAULT_WORDS) == set(CURE_WORDS) == set(FactFault)
