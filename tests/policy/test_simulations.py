"""A what-if file replaces figures where they are, and nothing it may not say passes."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tongban.core.access.parties import Scheme
from tongban.core.benefits.terms import Layer
from tongban.core.benefits.vocabulary import CareKind, Group, Level
from tongban.policy.benefits import load_benefits
from tongban.policy.reading import PolicyErrors
from tongban.policy.simulations import WhatIf, load_simulations, load_what_if

POLICY = Path(__file__).resolve().parents[2] / "policy"
DAY = date(2026, 11, 23)
RATE = "layers.employee-stay.rates.2.bands.0.bp"


def what_if(tmp_path: Path, *changes: str, region: str = "371300") -> WhatIf:
    path = tmp_path / "change.yaml"
    said = "\n".join(f"  - {{{one}}}" for one in changes)
    path.write_text(f"region: '{region}'\nname: 假设\nchanges:\n{said}\n")
    return load_what_if(POLICY, path)


def told(tmp_path: Path, *changes: str, region: str = "371300") -> str:
    with pytest.raises(PolicyErrors) as errors:
        what_if(tmp_path, *changes, region=region)
    return str(errors.value)


def layer(asked: WhatIf, *, after: bool, number: int = 0) -> Layer:
    benefits = asked.after if after else asked.before
    return benefits.plan_for(Scheme.EMPLOYEE, CareKind.INPATIENT, DAY).layers[number]


def test_a_rate_is_another_and_the_rest_is_as_it_was(tmp_path):
    asked = what_if(tmp_path, f"path: {RATE}, from: 8000, to: 7500")
    before, after = (layer(asked, after=one) for one in (False, True))
    rows = [one.row(Group.ACTIVE, Level.TERTIARY) for one in (before, after)]
    assert [row.bands[0].rate_bp for row in rows if row] == [8_000, 7_500]
    assert layer(asked, after=True, number=1) == layer(asked, after=False, number=1)
    assert asked.before == load_benefits(POLICY)["371300"]
    assert [(one.path, one.before, one.after) for one in asked.changes] == [
        (RATE, "8000", "7500")
    ]


def test_what_yaml_shares_is_not_changed_elsewhere(tmp_path):
    path = "layers.employee-stay.rates.0.bands.0.bp"
    asked = what_if(tmp_path, f"path: {path}, from: 9300, to: 9000", region="370700")
    old = date(2023, 6, 1)  # its stays have the same rows by an anchor
    plans = [
        one.plan_for(Scheme.EMPLOYEE, CareKind.INPATIENT, old)
        for one in (asked.before, asked.after)
    ]
    assert plans[0].layers == plans[1].layers
    assert layer(asked, after=False) != layer(asked, after=True)


def test_every_change_that_does_not_fit_is_told_at_once_with_its_line(tmp_path):
    words = told(
        tmp_path,
        "path: layers.employee-stay.rates.99.bands.0.bp, from: 1, to: 2",
        "path: layers.employee-stay.rates, from: 1, to: 2",
        f"path: {RATE}, from: 8100, to: 7500",
        f"path: {RATE}, from: '8000', to: '7500'",
        f"path: {RATE}, from: 8000, to: 8000",
        f"path: {RATE}.deeper, from: 8000, to: 7000",
    )
    lines = words.splitlines()
    assert len(lines) == 6
    assert lines[0].startswith("change.yaml:4: ")
    assert "rates.99.bands.0.bp”不是一个数字或文字的位置" in lines[0]
    assert "rates”不是一个数字" in lines[1]
    assert "现在是“8000”，不是“8100”" in lines[2]
    assert "现在是“8000”" in lines[3]
    assert "调整前后相同" in lines[4]
    assert "deeper”不是一个数字" in lines[5]


def test_the_changed_terms_go_through_the_loader_of_the_region(tmp_path):
    words = told(tmp_path, f"path: {RATE}, from: 8000, to: 12000")
    assert "调整后的371300.yaml" in words
    assert "12000" in words
    ends = "path: layers.employee-stay.rates.0.bands.0.up_to"
    words = told(tmp_path, f"{ends}, from: '100000.00', to: '900000.00'")
    assert "一段比一段高" in words


def test_a_text_in_a_list_can_be_another(tmp_path):
    path = "layers.employee-stay.deductible.rows.2.yuan.0"
    asked = what_if(tmp_path, f"path: {path}, from: '800.00', to: '1000.00'")
    due = [layer(asked, after=one).deductible for one in (False, True)]
    assert [one.of(Level.TERTIARY, 1) for one in due if one] == [80_000, 100_000]


def test_a_region_without_terms_and_a_file_that_says_other_things(tmp_path):
    change = f"path: {RATE}, from: 8000, to: 7500"
    assert "没有地区110100的待遇参数" in told(tmp_path, change, region="110100")
    assert "不认识的键“why”" in told(tmp_path, f"{change}, why: so")


def test_the_folder_is_read_whole_and_every_mistake_in_it_told(tmp_path):
    assert len(load_simulations(POLICY)) >= 2
    for name in ("benefits", "simulations"):
        shutil.copytree(POLICY / name, tmp_path / name)
    files = list((tmp_path / "simulations").glob("*.yaml"))
    for path in files:
        path.write_text(path.read_text().replace("from: ", "since: "))
    with pytest.raises(PolicyErrors) as errors:
        load_simulations(tmp_path)
    assert {one.file for one in errors.value.problems} == {one.name for one in files}


def test_reasons_to_pay_nothing_that_are_missing_are_told(tmp_path):
    for name in ("benefits", "simulations"):
        shutil.copytree(POLICY / name, tmp_path / name)
    file = tmp_path / "benefits/withheld.yaml"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(one for one in lines if "code: waiting" not in one))
    with pytest.raises(PolicyErrors) as errors:
        load_simulations(tmp_path)
    assert "waiting" in str(errors.value)
