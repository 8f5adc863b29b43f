"""The rules of settlement as the files have them, and mistakes in them."""

import shutil
from pathlib import Path

import pytest

from tongban.core.benefits.vocabulary import CareKind
from tongban.core.settlement.rules import StayCounts, StayFacts
from tongban.policy.reading import PolicyErrors
from tongban.policy.settlement import load_settlement

POLICY = Path("policy")


def test_the_rules_of_this_deployment() -> None:
    rules = load_settlement(POLICY)
    assert rules.care_of("2101").kind is CareKind.INPATIENT
    assert rules.care_of("9903").accident
    assert rules.clearing[CareKind.PHARMACY] == "41"
    assert rules.stay_counts is StayCounts.END
    facts = StayFacts(("Z51.100",), transferred_down=False, been_here=True)
    assert rules.reasons_of(facts) == {"cancer-therapy"}


@pytest.mark.parametrize(
    "one", ["M03900, name: 甲, disease: gout", "M09900, name: 甲, disease: diabetes"]
)
def test_a_disease_stands_once(tmp_path: Path, one: str) -> None:
    shutil.copytree(POLICY / "settlement", tmp_path / "settlement")
    file = tmp_path / "settlement/rules.yaml"
    text = file.read_text()
    file.write_text(
        text.replace("diseases_basis", f"  - {{code: {one}}}\ndiseases_basis", 1)
    )
    with pytest.raises(PolicyErrors) as errors:
        load_settlement(tmp_path)
    assert "写了两次" in str(errors.value.problems[0])


def test_a_code_stands_once(tmp_path: Path) -> None:
    shutil.copytree(POLICY / "settlement", tmp_path / "settlement")
    file = tmp_path / "settlement/rules.yaml"
    text = file.read_text()
    file.write_text(
        text.replace("care_basis", "  - {code: '11', kind: chronic}\ncare_basis", 1)
    )
    with pytest.raises(PolicyErrors) as errors:
        load_settlement(tmp_path)
    assert "写了两次" in str(errors.value.problems[0])
