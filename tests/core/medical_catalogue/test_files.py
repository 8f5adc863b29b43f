"""Lines of the national files are read and written by position."""

import pytest

from tongban.core.medical_catalogue.files import FileLayout, Held
from tongban.core.medical_catalogue.kinds import CatalogueKind

DRUGS = FileLayout(
    infno="1301",
    kind=CatalogueKind.DRUG,
    columns=("编码", "名称", "规格", "联系人", "等级", "开始", "拼音", "有效", "版本"),
    holds={
        Held.CODE: "编码",
        Held.NAME: "名称",
        Held.GRADE: "等级",
        Held.BEGINS: "开始",
        Held.INITIALS: "拼音",
        Held.VALID: "有效",
        Held.VERSION: "版本",
    },
    charge_kinds=(("X", "09"), ("Z", "11")),
    left_out=frozenset({"联系人"}),
)
ILLS = FileLayout(
    infno="1307",
    kind=CatalogueKind.DIAGNOSIS,
    columns=("编码", "名称"),
    holds={Held.CODE: "编码", Held.NAME: "名称"},
)


def test_a_line_says_null_for_what_is_empty_and_never_names_people():
    line = DRUGS.line(
        {Held.CODE: "X1", Held.NAME: "甲\t药\n", Held.GRADE: "", Held.VALID: "1"},
        {"规格": "10片", "联系人": "某人"},
    )
    assert line.split("\t") == [
        "X1",
        "甲 药 ",
        "10片",
        "null",
        "null",
        "null",
        "null",
        "1",
        "null",
    ]


def test_a_line_is_read_by_position():
    cells = ("Z1", "乙药", "10片", "某人", "乙", "2026-01-01 00:00:00", "YY", "1", "v")
    assert DRUGS.is_valid(cells)
    assert DRUGS.cells(cells, part_share="10") == (
        "Z1",
        "乙药",
        "",
        "2026-01-01",
        "",
        "乙",
        "10",
        "11",
    )
    assert DRUGS.initials(cells) == "yy"
    assert DRUGS.details(cells) == {"规格": "10片"}


@pytest.mark.parametrize(
    ("grade", "read"), [("甲", ("甲", "")), ("null", ("丙", "")), ("乙", ("乙", "5"))]
)
def test_only_part_has_a_share_and_what_has_no_grade_is_not_paid(
    grade: str, read: tuple[str, str]
):
    cells = ("X1", "药", "null", "", grade, "20260131", "", "0")
    assert DRUGS.cells(cells, part_share="5")[5:7] == read
    assert DRUGS.cells(cells, part_share="5")[3] == "2026-01-31"
    assert not DRUGS.is_valid(cells)
    assert DRUGS.details(cells) == {}


def test_a_short_line_and_an_unknown_code_leave_cells_empty():
    assert DRUGS.cells(("T1",), part_share="")[-1] == ""
    assert DRUGS.details(("T1",)) == {}


def test_lists_no_bill_is_charged_by_have_no_grade():
    assert ILLS.cells(("I10.x00", "高血压"), part_share="10") == (
        "I10.x00",
        "高血压",
        "",
        "",
        "",
    )
    assert ILLS.line({Held.CODE: "I10.x00"}, {}) == "I10.x00\tnull"
