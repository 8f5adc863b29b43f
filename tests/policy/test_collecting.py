"""A faulty file of rules is told with its place, whichever rules it holds."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tongban.policy.collecting import load_collecting_rules
from tongban.policy.figures import load_indicators
from tongban.policy.reading import PolicyErrors
from tongban.policy.rosters import load_roster_template
from tongban.policy.staff import load_staff_rules

POLICY = Path(__file__).resolve().parents[2] / "policy"
LOADERS = {
    "collecting/rules.yaml": load_collecting_rules,
    "figures/indicators.yaml": load_indicators,
    "rosters/students.yaml": load_roster_template,
    "staff/rules.yaml": load_staff_rules,
}


@pytest.mark.parametrize(("file", "load"), LOADERS.items())
def test_a_key_nobody_knows_is_a_mistake(
    tmp_path: Path, file: str, load: Callable[[Path], object]
) -> None:
    place = tmp_path / file
    place.parent.mkdir(parents=True)
    shutil.copy(POLICY / file, place)
    load(tmp_path)
    with place.open("a") as more:
        more.write("nobody_knows: 1\n")
    with pytest.raises(PolicyErrors) as told:
        load(tmp_path)
    assert file in str(told.value)
