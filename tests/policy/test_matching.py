"""The rules of matching: read by region and day, mistakes told with their place."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tongban.core.matching.facts import FactKind
from tongban.core.matching.proposals import Movement
from tongban.policy.matching import NotMatched, load_matching, rules_for
from tongban.policy.reading import PolicyErrors

POLICY = Path(__file__).resolve().parents[2] / "policy"


def test_every_kind_of_fact_has_a_rule():
    (rules,) = load_matching(POLICY)
    assert set(rules.rules) == set(FactKind)
    death = rules.rules[FactKind.DEATH]
    assert (death.movement, death.day_after) == (Movement.END, True)
    assert rules.rules[FactKind.RETIREMENT].stands_for == {"retirement-approval"}


def test_a_county_has_the_rules_of_its_city_from_their_day():
    book = load_matching(POLICY)
    assert rules_for(book, "370705", day=date(2026, 1, 1)) is book[0]
    with pytest.raises(NotMatched):
        rules_for(book, "370705", day=date(2023, 6, 25))
    with pytest.raises(NotMatched):
        rules_for(book, "370100", day=date(2026, 1, 1))


def test_a_key_nobody_knows_is_a_mistake(tmp_path):
    shutil.copytree(POLICY / "matching", tmp_path / "matching")
    with (tmp_path / "matching/370700.yaml").open("a") as more:
        more.write("nobody_knows: 1\n")
    with pytest.raises(PolicyErrors) as told:
        load_matching(tmp_path)
    assert "matching/370700.yaml" in str(told.value)
