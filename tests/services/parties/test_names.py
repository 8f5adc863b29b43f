"""Initials as a clerk types them, read sign by sign where that says the same."""

import pytest
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PHRASES_DICT

from tongban.services.parties.names import initials_of

SAMPLE = sorted(PHRASES_DICT)[::31]


def _by_the_library(name: str) -> str:
    letters = "".join(lazy_pinyin(name.strip(), style=Style.FIRST_LETTER)).lower()
    return "".join(one for one in letters if one.isascii() and one.isalnum())


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("赵磊", "zl"),
        ("重庆", "cq"),
        (" 欧阳 娜娜 ", "oynn"),
        ("阿·里", "al"),
        ("John Smith", "johnsmith"),
        ("", ""),
    ],
)
def test_initials_of_names(name, initials):
    assert initials_of(name) == initials


def test_phrases_and_what_stands_around_them_read_as_the_library_says():
    wrong = [
        name
        for phrase in SAMPLE
        for name in (phrase, f"王{phrase}", f"{phrase[0]}{phrase[-1]}重")
        if initials_of(name) != _by_the_library(name)
    ]
    assert wrong == []
