"""Codes are taken apart, or refused with the way they are built."""

import pytest

from tongban.core.national_codes.structures import (
    Characters,
    CodeForm,
    CodeMalformed,
    CodeStructure,
    Segment,
    Standard,
)

CODE = CodeStructure(
    Standard.INSTITUTION,
    "定点医疗机构",
    (
        CodeForm(
            "长",
            (
                Segment("标记", Characters.LITERAL, text="H"),
                Segment("区划", Characters.DIGITS, width_min=6, width_max=6),
                Segment("尾", Characters.LETTERS, width_min=1, width_max=2),
            ),
        ),
        CodeForm("短", (Segment("号", Characters.MIXED, width_min=2, width_max=2),)),
    ),
    is_verified=True,
    source="测试",
)


def test_a_code_is_taken_apart_by_the_form_it_has():
    found = CODE.check("H370700AB")
    assert found.form == "长"
    assert found.parts == (("标记", "H"), ("区划", "370700"), ("尾", "AB"))
    assert CODE.check("9Z").form == "短"


@pytest.mark.parametrize(
    "text", ["", "H37070AB", "h370700AB", "H370700ABC", "H370700A "]
)
def test_anything_else_is_refused_with_what_was_expected(text: str):
    with pytest.raises(CodeMalformed) as refused:
        CODE.check(text)
    assert refused.value.data["given"] == text
    assert refused.value.data["expected"] == (
        "长：“H”＋区划6位数字＋尾1至2位大写字母；短：号2位数字或者大写字母"
    )


def test_digits_are_the_ten_of_ascii():
    with pytest.raises(CodeMalformed):
        CODE.check("H３70700A")
