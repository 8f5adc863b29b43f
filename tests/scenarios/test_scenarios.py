"""Every scenario of the folder, played like on the pages."""

from pathlib import Path

import pytest

from tongban.services.scenarios.playing import play
from tongban.services.scenarios.reading import Scenario, read_scenarios

HERE = Path(__file__).parent
SCENARIOS = [
    each for path in sorted(HERE.rglob("*.yaml")) for each in read_scenarios(path)
]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda each: each.name)
def test_all_comes_true(scenario: Scenario) -> None:
    verdict = play(scenario)
    assert verdict.words == (), f"第{verdict.step}步"


def test_no_two_scenarios_have_one_name() -> None:
    names = [each.name for each in SCENARIOS]
    assert len(set(names)) == len(names)
