"""Blanks: which a template may use, how long they get, how they are filled."""

from datetime import date

import pytest

from tongban.core.notices.blanks import (
    BLANKS,
    FILLED_BY,
    TemplateUnfillable,
    blanks_of,
    day_words,
    fill,
    longest,
    shortened,
    unfillable,
)


def test_blanks_are_named_once_in_their_order():
    assert blanks_of("“{item}”（{number}），{item}") == ("item", "number")


@pytest.mark.parametrize(
    "text", ["{item.name}", "{item!r}", "{due:%Y}", "{0}", "{}", "{item", "item}"]
)
def test_anything_but_a_plain_name_is_malformed(text):
    with pytest.raises(ValueError, match=r".+"):
        blanks_of(text)


@pytest.mark.parametrize(
    ("template", "text", "wrong"),
    [
        ("case.accepted", "最迟{due}", ()),
        ("case.submitted", "最迟{due}", ("due",)),
        ("mandate.given", "{item}给{helper}", ("item",)),
        ("case.unknown", "{item}", ("item",)),
    ],
)
def test_a_template_uses_only_what_its_message_can_fill(template, text, wrong):
    assert unfillable(template, text) == wrong


def test_every_message_fills_known_blanks_only():
    assert {name for names in FILLED_BY.values() for name in names} <= set(BLANKS)


def test_the_longest_text_counts_every_blank_at_its_longest():
    assert longest("申请“{item}”") == 4 + BLANKS["item"].longest
    assert longest("没有变量") == 4


def test_filling_refuses_a_blank_that_is_not_there():
    assert fill(
        "case.submitted", "{item}：{number}", {"item": "甲", "number": "1"}
    ) == ("甲：1")
    ended = fill("case.suspended", "原因：{words}。", {"words": "缺材料。"})
    assert ended == "原因：缺材料。"
    with pytest.raises(TemplateUnfillable) as refused:
        fill("case.submitted", "{item}{due}", {"item": "甲"})
    assert refused.value.data["blanks"] == "due"


def test_long_words_are_cut_to_their_length_and_marked():
    exact = "长" * BLANKS["words"].longest
    assert shortened({"words": exact}) == {"words": exact}
    cut = shortened({"words": exact + "长"})
    assert cut == {"words": exact[:-1] + "…"}
    long_number = "9" * 60
    assert shortened({"number": long_number}) == {"number": long_number}


def test_a_day_is_written_the_chinese_way():
    assert day_words(date(2023, 9, 5)) == "2023年9月5日"
    assert day_words(None) == ""
