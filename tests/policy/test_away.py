"""The files about treatment away: read whole, every mistake told with its line."""

from pathlib import Path

import pytest

from tongban.core.away.rules import LockFrom, NoAwayRules, Proof
from tongban.policy.away import away_rules_for, load_away
from tongban.policy.reading import PolicyErrors

ROOT = Path(__file__).resolve().parents[2] / "policy"


@pytest.mark.clause("SD20-5")
def test_shandong_has_its_own_rules():
    rules = away_rules_for(load_away(ROOT), "370783001")
    assert rules.region == "370000"
    assert (rules.look_back_days, rules.lock_months) == (5, 6)
    assert rules.lock_from is LockFrom.START
    assert rules.proof is Proof.ALWAYS
    assert not rules.filing_in_province
    assert not rules.verified


def test_other_provinces_have_those_of_the_nation():
    rules = away_rules_for(load_away(ROOT), "440100")
    assert rules.region == "100000"
    assert rules.filing_in_province


def test_a_mistake_is_told_and_an_empty_folder_has_no_rules(tmp_path: Path):
    (tmp_path / "away").mkdir()
    with pytest.raises(NoAwayRules):
        away_rules_for(load_away(tmp_path), "370700")
    text = (ROOT / "away" / "370000.yaml").read_text()
    (tmp_path / "away" / "370000.yaml").write_text(
        text.replace("months: 6", "months: x")
    )
    with pytest.raises(PolicyErrors, match=r"370000\.yaml:"):
        load_away(tmp_path)
