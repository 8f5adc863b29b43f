"""Outputs stand whole in the order of their table; mistakes of a handler are loud."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.hsa.tables import TABLE

from tongban.core.hsa.json_text import json_text
from tongban.core.hsa.outputs import OutputFaulty, build_output, output_text
from tongban.core.hsa.values import CHINA

FAULTY = [
    {"none": {}},
    {"info": {"none": 1}},
    {"info": "x"},
    {"rows": 7},
    {"info": {"count": "三"}},
]
AT = datetime(2026, 1, 31, 8, 30, tzinfo=CHINA)


def test_every_field_is_there_and_what_is_empty_says_so():
    built = build_output({"": {"total": Decimal("1.5")}, "info": {}, "rows": []}, TABLE)
    assert built == {
        "total": Decimal("1.50"),
        "info": {"name": "", "count": 0, "day": "", "at": "", "words": [], "inner": []},
        "rows": [],
    }


def test_values_are_written_as_the_table_says():
    info = {
        "name": 12,
        "count": 3,
        "day": AT,
        "at": AT,
        "words": ["a"],
        "inner": [{"sn": "1"}],
    }
    built = build_output({"info": info, "rows": [{"sn": None}]}, TABLE)
    assert built["info"] == {
        "name": "12",
        "count": 3,
        "day": "2026-01-31",
        "at": "2026-01-31 08:30:00",
        "words": ["a"],
        "inner": [{"sn": "1"}],
    }
    assert built["rows"] == [{"sn": ""}]
    plain = build_output({"info": {"day": date(2026, 1, 31), "at": "已结"}}, TABLE)
    assert plain["info"]["day"] == "2026-01-31"  # type: ignore[index]
    assert plain["info"]["at"] == "已结"  # type: ignore[index]


@pytest.mark.parametrize("said", FAULTY)
def test_what_the_table_does_not_have_is_a_mistake_of_the_program(said):
    with pytest.raises(OutputFaulty):
        build_output(said, TABLE)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
VALUES = st.one_of(
    st.none(),
    TEXTS,
    st.integers(-(10**6), 10**6),
    st.decimals(-(10**6), 10**6, places=3),
    st.dates(date(1000, 1, 1)),
    st.datetimes(datetime(1000, 1, 2), timezones=st.just(CHINA)),  # noqa: DTZ001
)
SAID = st.fixed_dictionaries(
    {},
    optional={
        "": st.fixed_dictionaries({}, optional={"total": VALUES}),
        "info": st.fixed_dictionaries(
            {},
            optional={
                "name": VALUES,
                "count": VALUES,
                "day": VALUES,
                "at": VALUES,
                "words": st.none() | st.lists(TEXTS, max_size=2),
                "inner": st.none()
                | st.lists(st.fixed_dictionaries({"sn": VALUES}), max_size=2),
            },
        ),
        "rows": st.lists(st.fixed_dictionaries({"sn": VALUES}), max_size=2),
    },
)


@given(SAID)
def test_the_text_is_that_of_the_output_as_it_is_built(said):
    try:
        built = build_output(said, TABLE)
    except OutputFaulty:
        with pytest.raises(OutputFaulty):
            output_text(said, TABLE)
    else:
        assert output_text(said, TABLE) == json_text(built)


@pytest.mark.parametrize("said", FAULTY)
def test_the_text_of_what_the_table_does_not_have_is_refused_too(said):
    with pytest.raises(OutputFaulty):
        output_text(said, TABLE)
