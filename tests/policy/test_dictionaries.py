"""The dictionaries as the files have them; a region's own replaces the nation's."""

import shutil
from pathlib import Path

import pytest

from tongban.core.enrolment.kinds import INSUTYPE, PSN_TYPE
from tongban.policy.dictionaries import dictionary_for, load_dictionaries
from tongban.policy.reading import PolicyErrors

POLICY = Path("policy")
OWN = """---
region: '370700'
source: 测试
valid_from: 2026-01-01
dictionaries:
  - type: INSUTYPE
    name: 险种类型
    values:
      - {value: '310', label: 职工, mark: A}
"""


def test_the_nations_dictionaries_know_what_messages_say() -> None:
    book = load_dictionaries(POLICY)
    schemes = dictionary_for(book, "370705", "insutype")
    assert schemes is not None
    values = {one.value: one.label for one in schemes.entries}
    assert set(INSUTYPE.values()) <= set(values)
    assert values["310"] == "职工基本医疗保险"
    kinds = dictionary_for(book, "370705", "PSN_TYPE")
    assert kinds is not None
    assert PSN_TYPE
    assert dictionary_for(book, "370705", "nothing") is None


def test_the_nearest_region_counts(tmp_path: Path) -> None:
    shutil.copytree(POLICY / "dictionaries", tmp_path / "dictionaries")
    (tmp_path / "dictionaries/370700.yaml").write_text(OWN)
    book = load_dictionaries(tmp_path)
    near = dictionary_for(book, "370705", "insutype")
    far = dictionary_for(book, "371302", "insutype")
    assert near is not None
    assert far is not None
    assert [one.label for one in near.entries] == ["职工"]
    assert len(far.entries) > 1


def test_mistakes_are_named_all_at_once(tmp_path: Path) -> None:
    (tmp_path / "dictionaries").mkdir()
    twice = OWN + OWN.split("dictionaries:\n")[1].replace(
        "职工, mark: A}", "职工, mark: A}\n      - {value: '310', label: 二, mark: A}"
    )
    (tmp_path / "dictionaries/a.yaml").write_text(twice)
    (tmp_path / "dictionaries/b.yaml").write_text(OWN.replace("region", "place"))
    with pytest.raises(PolicyErrors) as errors:
        load_dictionaries(tmp_path)
    words = "\n".join(map(str, errors.value.problems))
    assert "字典INSUTYPE写了两次" in words
    assert "键值310写了两次" in words
    assert "b.yaml" in words
