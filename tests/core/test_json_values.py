"""JSON read by type: what is absent or of another type is empty, never a guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.calendar.published import day

from tongban.core.json_values import (
    canonical,
    day_of,
    flag_of,
    known_day,
    objects_of,
    text_of,
    texts_of,
    whole_of,
)

ODD = {
    "text": "t",
    "whole": 3,
    "flag": True,
    "day": "2023-09-11",
    "texts": ["a", 1],
    "objects": [{"a": 1}, 2],
    "none": None,
    "empty": "",
}


def test_one_value_has_one_spelling():
    assert canonical({"b": 1, "a": "中"}) == '{"a":"中","b":1}'


@given(st.dictionaries(st.text(), st.integers()))
def test_order_never_counts(values):
    backwards = dict(reversed(list(values.items())))
    assert canonical(values) == canonical(backwards)


@pytest.mark.parametrize(
    ("read", "key", "value", "empty"),
    [
        (text_of, "text", "t", ""),
        (whole_of, "whole", 3, 0),
        (flag_of, "flag", True, False),
        (day_of, "day", day("2023-09-11"), None),
        (texts_of, "texts", ("a",), ()),
        (objects_of, "objects", ({"a": 1},), ()),
    ],
)
def test_each_reader_takes_its_own_type_and_nothing_else(read, key, value, empty):
    assert read(ODD, key) == value
    for other in ("none", "empty", "absent"):
        assert read(ODD, other) == empty


def test_true_is_no_number_and_a_text_no_list():
    assert whole_of(ODD, "flag") == 0
    assert texts_of(ODD, "text") == ()
    assert objects_of(ODD, "text") == ()


def test_a_day_that_must_be_there_is_a_fault_when_it_is_not():
    assert known_day(ODD, "day") == day("2023-09-11")
    with pytest.raises(ValueError, match="none"):
        known_day(ODD, "none")
