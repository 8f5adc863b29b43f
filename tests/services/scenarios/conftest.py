"""Scenarios are written to a file of the test and played in the demo region."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.region import demo_region  # noqa: F401 - a fixture

from tongban.services.scenarios.reading import Scenario, read_scenarios

Written = Callable[[str], Scenario]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """Return a function that reads the first scenario of a text."""

    def read(steps: str) -> Scenario:
        path = tmp_path / "story.yaml"
        path.write_text(f"- 名称: 试\n  条款: [SD28-16]\n  步骤:\n{steps}", "utf-8")
        return read_scenarios(path)[0]

    return read
