"""Bills counted by hand come out the same; whatever differs is told with its line."""

import shutil
from pathlib import Path

import pytest

from tongban.policy.benefit_examples import check_examples
from tongban.policy.reading import PolicyErrors

POLICY = Path(__file__).resolve().parents[2] / "policy"
EXAMPLES_MIN = 40


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(POLICY / "benefits", tmp_path / "benefits")
    return tmp_path


def told(folder: Path, file: str, old: str, new: str) -> str:
    path = folder / "benefits" / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(PolicyErrors) as no:
        check_examples(folder)
    return str(no.value)


def test_every_example_comes_out_as_counted_by_hand():
    assert check_examples(POLICY) >= EXAMPLES_MIN


def test_a_changed_rate_names_every_example_it_moves(folder):
    found = told(
        folder,
        "371300.yaml",
        "yuan: ['800.00', '400.00', '0.00']",
        "yuan: ['800.01', '400.00', '0.00']",
    )
    assert "benefits/examples/371300.yaml:" in found
    assert "在职三级住院，费用刚好等于起付标准" not in found
    assert (
        "“在职三级住院一万元”的inpatient.deducted应当是800.00，算出来是800.01" in found
    )


def test_what_is_missing_on_either_side_is_told(folder):
    found = told(
        folder,
        "examples/370300.yaml",
        "expect: {inpatient.paid: '6000.00', cash: '4000.00'}",
        "expect: {inpatient.paid: '6000.00', account: '4000.00'}",
    )
    assert "cash应当是无，算出来是4000.00" in found
    assert "account应当是4000.00，算出来是无" in found


def test_a_day_without_a_plan_and_a_wrong_shape_are_told(folder):
    assert "没有这样的待遇方案" in told(
        folder, "examples/370300.yaml", "on: 2025-12-02", "on: 2020-12-02"
    )
    assert "benefits/examples/370900.yaml:" in told(
        folder, "examples/370900.yaml", "group: low", "group: rich"
    )
