"""Codes of six, nine and twelve digits, and the way up from village to nation."""

import pytest

from tongban.core.items.catalogue import Level, RegionCode
from tongban.core.items.regions import (
    LEVEL_WORDS,
    Region,
    RegionCodeMalformed,
    RegionTree,
    RegionUnknown,
    digits_within,
    level_of,
    parent_of,
    province_of,
)

CODES = ("100000", "370000", "370700", "370783", "370783112", "370783112201")


def make_tree(*codes: str) -> RegionTree:
    return RegionTree(
        Region(RegionCode(code), f"区划{code}", level_of(code), parent_of(code))
        for code in codes
    )


TREE = make_tree(*CODES, "370705", "440000")


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("100000", Level.NATION, None),
        ("370000", Level.PROVINCE, "100000"),
        ("370700", Level.CITY, "370000"),
        ("370783", Level.COUNTY, "370700"),
        ("370783112", Level.TOWN, "370783"),
        ("370783112201", Level.VILLAGE, "370783112"),
    ],
)
def test_level_and_parent_follow_from_the_digits(code, level, parent):
    assert level_of(code) is level
    assert parent_of(code) == parent


def test_every_level_has_chinese_words():
    assert set(LEVEL_WORDS) == set(Level)


@pytest.mark.parametrize("code", ["", "37", "3707a3", "3707831", "37078311220"])
def test_a_code_of_another_length_is_refused(code):
    with pytest.raises(RegionCodeMalformed) as refused:
        level_of(code)
    assert refused.value.data == {"region": code}


@pytest.mark.parametrize(
    ("code", "province"),
    [("100000", "100000"), ("370000", "370000"), ("370783112201", "370000")],
)
def test_a_region_lies_in_its_province(code, province):
    assert province_of(code) == province


@pytest.mark.clause("PT25-5")
@pytest.mark.parametrize(
    ("code", "digits"),
    [
        ("100000", ""),
        ("370000", "37"),
        ("370700", "3707"),
        ("370783", "370783"),
        ("370783110", "370783110"),
        ("370783112200", "370783112200"),
    ],
)
def test_codes_within_a_region_begin_with_its_digits(code, digits):
    assert digits_within(code) == digits


def test_the_chain_passes_all_six_levels():
    chain = TREE.chain("370783112201")
    assert tuple(region.code for region in chain) == CODES
    assert [region.level for region in chain] == list(Level)


def test_children_come_by_code_and_one_level_only():
    assert [child.code for child in TREE.children("370700")] == ["370705", "370783"]


def test_the_path_leaves_out_the_nation():
    assert TREE.path("370783") == "/370000/370700/370783/"
    assert TREE.path("100000") == "/"


def test_the_full_name_joins_the_names_above():
    assert TREE.full_name("370700") == "区划370000区划370700"
    assert TREE.full_name("100000") == "区划100000"


def test_an_unknown_code_is_refused():
    with pytest.raises(RegionUnknown) as refused:
        TREE.get("110000")
    assert refused.value.data == {"region": "110000"}


def test_the_tree_can_be_walked_and_asked():
    assert len(TREE) == len(list(TREE)) == len(CODES) + 2
    assert "370700" in TREE
    assert "110000" not in TREE
