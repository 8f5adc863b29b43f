"""Inputs are read by their table: leniently where clients differ, faults at once."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.hsa.tables import TABLE

from tongban.core.hsa import inputs
from tongban.core.hsa.inputs import InputFaulty, _Reader, _ready, read_input
from tongban.core.hsa.rows import Row
from tongban.core.hsa.values import Raw

GOOD: dict[str, Raw] = {"psn_no": "1", "cnt": "2.5", "day": "2026-01-31"}


def read(said: dict[str, Raw], *, elsewhere: bool = False) -> Row:
    return read_input(said, TABLE, elsewhere=elsewhere).one("data")


def test_an_object_a_list_of_one_and_fields_without_their_node_are_the_same():
    expected = {"psn_no": "1", "cnt": Decimal("2.50"), "day": date(2026, 1, 31)}
    for said in ({"data": GOOD}, {"data": [GOOD]}, GOOD):
        assert read(said).values == expected


def test_other_spellings_nested_rows_and_lists_of_words_are_read():
    row = read(
        {
            "data": {
                "psn_no": 1,
                "count": 3,
                "unknown": "x",
                "tags": ["a", 1, {}],
                "lines": [{"sn": "1"}, {"sn": "2"}],
            }
        }
    )
    assert row.number("cnt") == 3
    assert row.words["tags"] == ("a", "1")
    assert [one.text("sn") for one in row.rows("lines")] == ["1", "2"]
    assert read({"data": {"psn_no": "1", "tags": "a"}}).words["tags"] == ("a",)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "data.psn_no（人员编号）：没有填写"),
        ({"data": []}, "data.psn_no（人员编号）：没有填写"),
        ({"data": "x"}, "data：应当是一组字段"),
        ({"data": [GOOD, GOOD]}, "data：只能有一行"),
        ({"data": ["x"]}, "data：应当是一组字段"),
        ({"data": {**GOOD, "lines": "x"}}, "data.lines：应当是列表"),
        ({"data": {**GOOD, "cnt": "x"}}, "data.cnt（数量）：应当是数字"),
        ({"data": {**GOOD, "psn_no": "12345678901"}}, "最多10个字"),
    ],
)
def test_each_fault_names_its_place(said, words):
    with pytest.raises(InputFaulty) as no:
        read(said)
    assert words in "；".join(no.value.faults)


def test_who_is_insured_elsewhere_must_say_more():
    with pytest.raises(InputFaulty) as no:
        read({"data": GOOD}, elsewhere=True)
    assert no.value.faults == ("data.name（姓名）：异地参保人必须填写",)


def test_rows_and_faults_have_their_limits(monkeypatch):
    monkeypatch.setattr(inputs, "ROWS_MAX", 2)
    many: list[Raw] = [{"sn": "1"}] * 3
    with pytest.raises(InputFaulty) as no:
        read({"data": {**GOOD, "lines": many}})
    assert "一次最多2行" in no.value.faults[0]
    monkeypatch.setattr(inputs, "FAULTS_SHOWN", 1)
    with pytest.raises(InputFaulty) as no:
        read({"data": {"cnt": "x", "day": "y"}})
    assert len(no.value.faults) == 1


SAID = st.dictionaries(
    st.sampled_from(
        ["psn_no", "name", "cnt", "count", "day", "tags", "lines", "other"]
    ),
    st.one_of(
        st.none(),
        st.sampled_from(["", " ", "null", "1", "2.50", "2026-01-31", "多于五个字的话"]),
        st.integers(-3, 10**7),
        st.lists(st.just("a"), max_size=2),
        st.just([{"sn": "1"}]),
    ),
)


@given(SAID, st.booleans())
def test_the_plain_way_reads_what_the_slow_way_reads(said, elsewhere):
    node = TABLE.inputs[0]
    slow = _Reader(TABLE, elsewhere)
    expected = slow._slowly(node, said, "data")
    quick = _ready(TABLE)[node.name].row(said, elsewhere=elsewhere)
    if quick is not None:
        assert slow.faults == []
        assert quick == expected


def test_a_plain_row_takes_the_plain_way():
    said = {"psn_no": " 1 ", "cnt": "2.5", "day": "2026-01-31", "name": "", "x": "y"}
    row = _ready(TABLE)["data"].row(said, elsewhere=False)
    assert row is not None
    assert row.text("psn_no") == "1"
    assert _ready(TABLE)["data"].row(said, elsewhere=True) is None
