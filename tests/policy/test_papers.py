"""The remedies of the policy folder, and mistakes in them."""

from datetime import date
from pathlib import Path

import pytest

from tongban.core.papers.kinds import PaperKind
from tongban.core.papers.remedies import remedies_on
from tongban.policy.papers import load_remedies
from tongban.policy.reading import PolicyErrors

FOLDER = Path(__file__).resolve().parents[2] / "policy"


@pytest.mark.parametrize(
    "day", [date(2021, 1, 4), date(2023, 12, 31), date(2026, 1, 1)]
)
@pytest.mark.parametrize("kind", [PaperKind.NON_ACCEPTANCE, PaperKind.COMPLETION])
def test_review_and_court_are_told_on_every_day(kind, day):
    told = [one.text for one in remedies_on(load_remedies(FOLDER), kind=kind, on=day)]
    assert ["复议" in text for text in told] == [True, False]
    assert ["诉讼" in text for text in told] == [False, True]


def test_a_mistake_is_told_with_its_line(tmp_path):
    (tmp_path / "papers").mkdir()
    file = tmp_path / "papers/remedies.yaml"
    file.write_text("remedies:\n  - text: x\n    papers: [letter]\n")
    with pytest.raises(PolicyErrors, match=r"papers/remedies.yaml:"):
        load_remedies(tmp_path)
