"""Columns of tables and shares of the population: read, and every mistake told."""

import shutil
from pathlib import Path

import pytest
from tests.policy.folders import PUBLISHED

from tongban.core.loading.columns import LoadKind
from tongban.policy.loading import load_definitions
from tongban.policy.population import RegionUnlisted, load_population, shares_for
from tongban.policy.reading import PolicyErrors


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for part in ("load", "demo"):
        shutil.copytree(PUBLISHED / part, tmp_path / part)
    return tmp_path


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_kind_of_table_has_its_columns():
    found = load_definitions(PUBLISHED)
    assert set(found) == set(LoadKind)
    assert found[LoadKind.PERSONS][-1].heading[:2] == ("证件号码", "姓名")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("kind: persons", "kind: covers", "load/persons.yaml:4: 文件名说的是“persons”"),
        ("code: phone", "code: shoes", "没有“shoes”这一项"),
        ("title: 性别", "title: 姓名", "“姓名”写了两次"),
        ("        required: true\n", "", "“id_number”是必须有的列"),
        ("form: text", "form: poem", "“poem”不在允许的值之内"),
    ],
)
def test_a_mistake_in_the_columns_is_told_with_its_line(folder, old, new, told):
    _change(folder / "load/persons.yaml", old, new)
    with pytest.raises(PolicyErrors, match=r"load/persons\.yaml") as wrong:
        load_definitions(folder)
    assert told in str(wrong.value)


def test_versions_go_up(folder):
    path = folder / "load/months.yaml"
    text = path.read_text(encoding="utf-8")
    version = text[text.index("  - version: 1") :]
    path.write_text(text + version, encoding="utf-8")
    with pytest.raises(PolicyErrors, match="版本号应当逐个增大"):
        load_definitions(folder)
    path.write_text(
        text + version.replace("version: 1", "version: 2"), encoding="utf-8"
    )
    assert [one.version for one in load_definitions(folder)[LoadKind.MONTHS]] == [1, 2]


def test_the_shares_of_a_region_are_found_and_of_another_refused():
    shares = load_population(PUBLISHED)
    assert shares_for(shares, "370700").counties[3].name == "奎文"
    with pytest.raises(RegionUnlisted):
        shares_for(shares, "110100")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("first: 1, last: 5", "first: 0, last: 5", "区间应当由小到大"),
        ("first: 6, last: 17", "first: 17, last: 6", "区间应当由小到大"),
        ("code: '370703'", "code: '370702'", "区划370702写了两次"),
        ("flexible: 2200", "flexible: 20000", "太多或太大"),
    ],
)
def test_a_mistake_in_the_shares_is_told(folder, old, new, told):
    _change(folder / "demo/population.yaml", old, new)
    with pytest.raises(PolicyErrors, match=r"demo/population\.yaml") as wrong:
        load_population(folder)
    assert told in str(wrong.value)
