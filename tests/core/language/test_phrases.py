"""Whole phrases, blanks, dates and lists; the unknown stays Chinese."""

import pytest

from tongban.core.language.phrases import PhraseBook, has_chinese, plain, untold

BOOK = PhraseBook.of(
    {
        "门诊": "outpatient care",
        "住院": "inpatient care",
        "需要 {n} 样材料": "{n} documents needed",
        "{a}的{b}": "{b} of {a}",
        "为 {own_name} 办理": "For {own_name}",
        "最晚 {day}办结": "Decided by {day} at the latest",
    }
)


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("门诊", "outpatient care"),
        ("  门诊\n", "  outpatient care\n"),
        ("需要 5 样材料", "5 documents needed"),
        ("最晚 2023年10月23日办结", "Decided by 23 October 2023 at the latest"),
        ("2023年9月2日 14:05", "2 September 2023, 14:05"),
        ("门诊、住院", "outpatient care, inpatient care"),
        ("住院的门诊", "outpatient care of inpatient care"),
        ("住院（门诊）", "inpatient care (outpatient care)"),
        ("plain words", "plain words"),
        ("急诊", "急诊"),
        ("门诊、急诊", "门诊、急诊"),
        ("为 王建国 办理", "For 王建国"),
    ],
)
def test_a_text_is_said_wholly_or_not_at_all(chinese, english):
    assert BOOK.say(chinese) == english


def test_what_is_missing_is_told():
    missing: list[str] = []
    book = PhraseBook.of({"门诊": "outpatient care"}, missing=missing.append)

    book.say("门诊")
    book.say(" 急诊 ")

    assert missing == ["急诊"]


def test_untold_lists_each_chinese_text_once():
    assert untold(["a", " 急诊", "急诊 ", "门"]) == ["急诊", "门"]
    assert not has_chinese("—1,234.50")
    assert plain(" a \n b ") == "a b"
