"""Rows become entries, or every fault they have is told."""

from datetime import date

import pytest

from tongban.core.medical_catalogue.kinds import CatalogueKind
from tongban.core.medical_catalogue.rows import (
    Column,
    EntryRow,
    RowReader,
    columns_needed,
)
from tongban.core.medical_catalogue.terms import Grade
from tongban.core.national_codes.structures import (
    Characters,
    CodeForm,
    CodeStructure,
    Segment,
    Standard,
)

FORM = CodeForm("码", (Segment("码", Characters.MIXED, width_min=3, width_max=3),))
STRUCTURES = {
    standard: CodeStructure(standard, "测试", (FORM,), is_verified=True, source="测试")
    for standard in Standard
}
ALL = tuple(Column)


def reader(kind: CatalogueKind = CatalogueKind.DRUG) -> RowReader:
    return RowReader(kind, STRUCTURES)


def row(**said: str) -> list[str]:
    """Return the cells of a good row of class B, with what is said otherwise."""
    cells = {
        "CODE": "X01",
        "NAME": "甲药",
        "GRADE": "乙",
        "OWN_SHARE": "10%",
        "PRICE_MAX": "12.5",
        "LIMIT": "限住院",
        "CHARGE_KIND": "09",
        "BEGINS": "2026-01-01",
        "ENDS": "2026-12-31",
    }
    return list((cells | said).values())


def test_a_good_row_is_an_entry():
    assert reader().read(2, ALL, row()) == EntryRow(
        code="X01",
        name="甲药",
        grade=Grade.B,
        own_share_bp=1000,
        price_max_fen=1250,
        limit_text="限住院",
        charge_kind="09",
        begins=date(2026, 1, 1),
        ends=date(2026, 12, 31),
    )


@pytest.mark.parametrize(("word", "share"), [("甲", 0), ("丙", 10_000), ("A", 0)])
def test_classes_a_and_c_know_their_share(word: str, share: int):
    blank = {"OWN_SHARE": "null", "PRICE_MAX": "", "BEGINS": "", "ENDS": "null"}
    entry = reader().read(2, ALL, row(GRADE=word, **blank))
    assert entry is not None
    assert (entry.own_share_bp, entry.price_max_fen) == (share, None)
    assert (entry.begins, entry.ends) == (None, None)


def test_a_diagnosis_needs_no_grade():
    columns = (Column.CODE, Column.NAME)
    entry = reader(CatalogueKind.DIAGNOSIS).read(2, columns, ["J18", "肺炎"])
    assert entry == EntryRow(code="J18", name="肺炎")
    assert columns_needed(CatalogueKind.DIAGNOSIS) == columns
    assert Column.GRADE in columns_needed(CatalogueKind.DRUG)


@pytest.mark.parametrize(
    ("said", "column", "words"),
    [
        ({"CODE": ""}, Column.CODE, "请填写编码"),
        ({"CODE": "X" * 51}, Column.CODE, "请填写编码"),
        ({"CODE": "x-1"}, Column.CODE, "应为码：码3位数字或者大写字母"),
        ({"NAME": ""}, Column.NAME, "没有填写"),
        ({"NAME": "药" * 201}, Column.NAME, "超过200个字"),
        ({"GRADE": "丁"}, Column.GRADE, "甲、乙或者丙"),
        ({"OWN_SHARE": ""}, Column.OWN_SHARE, "0到100"),
        ({"OWN_SHARE": "100.01"}, Column.OWN_SHARE, "0到100"),
        ({"OWN_SHARE": "一成"}, Column.OWN_SHARE, "0到100"),
        ({"GRADE": "甲"}, Column.OWN_SHARE, "甲类应为0"),
        ({"PRICE_MAX": "12.555"}, Column.PRICE_MAX, "请填写元"),
        ({"PRICE_MAX": "9" * 12}, Column.PRICE_MAX, "请填写元"),
        ({"CHARGE_KIND": ""}, Column.CHARGE_KIND, "没有填写"),
        ({"BEGINS": "2026/1/1"}, Column.BEGINS, "2026-01-31"),
        ({"ENDS": "2025-12-31"}, Column.ENDS, "早于开始日期"),
    ],
)
def test_a_faulty_cell_is_told_with_its_row_and_column(
    said: dict[str, str], column: Column, words: str
):
    seen = reader()
    assert seen.read(7, ALL, row(**said)) is None
    (fault,) = seen.faults
    assert (fault.row, fault.column) == (7, column)
    assert words in fault.words


def test_all_faults_of_a_row_are_told_at_once():
    seen = reader()
    seen.read(2, ALL, row(NAME="", GRADE="", PRICE_MAX="x"))
    assert [fault.column for fault in seen.faults] == [
        Column.GRADE,
        Column.NAME,
        Column.PRICE_MAX,
    ]


def test_a_code_said_twice_names_the_first_row():
    seen = reader()
    assert seen.read(2, ALL, row()) is not None
    assert seen.read(5, ALL, row()) is None
    assert "与第2行重复" in seen.faults[0].words
