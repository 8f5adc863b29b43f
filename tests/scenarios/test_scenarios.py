"""Every scenario of the folder, played as on the pages."""

from pathlib import Path

import pytest

from tongban.services.scenarios.playing import play
from tongban.services.scenarios.reading import Scenario, read_all

HERE = Path(__file__).parent
SCENARIOS = read_all(sorted(HERE.rglob("*.yaml")))


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.name)
def test_all_comes_true(scenario: Scenario) -> None:
    verdict = play(scenario)
    assert verdict.passed, verdict.words


def test_no_two_scenarios_have_one_name() -> None:
    names = [each.name for each in SCENARIOS]
    assert len(set(names)) == len(names)
