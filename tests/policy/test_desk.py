"""The parameters of the desk."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from tongban.policy.desk import RULES, load_desk_rules
from tongban.policy.reading import PolicyErrors

FOLDER = Path(settings.TONGBAN_POLICY)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / RULES).parent.mkdir(parents=True)
    shutil.copy(FOLDER / RULES, tmp_path / RULES)
    return tmp_path


def test_the_parameters_are_read_in_fen_and_in_order():
    rules = load_desk_rules(FOLDER)
    assert rules.bulk_payment_max == 50_000
    assert rules.checklist[0].code == "published_reason"
    assert rules.sample_min <= rules.sample_max


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ('"500.00"', "500.00"),
        ('"500.00"', '"500.001"'),
        ("percent: 20", "percent: 101"),
        ("cases_max: 50", "cases_most: 50"),
    ],
)
def test_a_mistake_is_told_with_its_line(folder, given, wrong):
    path = folder / RULES
    path.write_text(path.read_text().replace(given, wrong, 1))
    with pytest.raises(PolicyErrors) as told:
        load_desk_rules(folder)
    assert "desk/rules.yaml" in str(told.value)
