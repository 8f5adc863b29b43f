"""JSON both ways without a float; what could hurt the server is refused."""

from collections import UserList
from datetime import date
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongban.core.hsa.json_text import (
    DEPTH_MAX,
    JsonUnreadable,
    canonical_text,
    json_text,
    read_json,
)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | texts,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=8,
)


@given(values)
def test_what_is_written_is_read_again(value):
    assert read_json(json_text(value)) == value


def test_numbers_stay_exact():
    assert read_json('{"a":1.10}') == {"a": Decimal("1.10")}
    assert json_text({"a": Decimal("1.10"), "b": [1]}) == '{"a":1.10,"b":[1]}'


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "不是正确的JSON"),
        ("[" * 100_000, "层次太深"),
        ("[" * (DEPTH_MAX + 2) + "]" * (DEPTH_MAX + 2), "层次太深"),
        ("NaN", "NaN不是数字"),
        ("1" * 41, "有太长的数字"),
        ("0." + "1" * 41, "有太长的数字"),
        ("1.0e999", "有太大或太小的数字"),
        ("1.0e-999", "有太大或太小的数字"),
        ('"\\u0000"', "有不能保存的字符"),
        ('{"\\ud800": 1}', "有不能保存的字符"),
    ],
)
def test_what_could_hurt_is_refused(text, words):
    with pytest.raises(JsonUnreadable) as no:
        read_json(text)
    assert words in no.value.words


def test_read_only_mappings_and_other_rows_are_written_too():
    said = MappingProxyType({"a": UserList([1, Decimal("2.50")])})
    assert json_text(said) == '{"a":[1,2.50]}'


def test_what_no_message_holds_is_a_mistake_of_the_program():
    with pytest.raises(TypeError):
        json_text({"a": date(2026, 1, 1)})


def test_one_content_has_one_spelling():
    one, other = read_json('{"b":[{"d":1,"c":2}],"a":"x"}'), {"a": "x"}
    assert canonical_text(one) == '{"a":"x","b":[{"c":2,"d":1}]}'
    assert canonical_text(other) == '{"a":"x"}'
