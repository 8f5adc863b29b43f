"""Two versions of an item, told field by field in Chinese."""
# ruff: noqa: E501 - one line for one case of a table

from dataclasses import replace
from datetime import date

import pytest
from tests.core.items.samples import (
    CAUSE,
    PLEDGE,
    guide,
    item,
    limit,
    material,
    place,
    ruling,
    special,
)

from tongban.core.items.catalogue import (
    Audience,
    Channel,
    Citation,
    DifferenceField,
    GuideSection,
    Misprint,
    Step,
    Winner,
)
from tongban.core.items.diff import find_changes, words_of

OLD = item(guides=(guide(),), keywords=("报销",))


def words(**changes):
    return [change.words for change in find_changes(OLD, replace(OLD, **changes))]


def test_the_same_version_has_no_changes():
    assert find_changes(OLD, OLD) == ()


@pytest.mark.clause("CN39-四", "GD18-任务六")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": "住院报销"}, "事项名称：由“住院费用报销”改为“住院报销”"),
        ({"effective_on": date(2024, 1, 1)}, "施行日期：由“2023-06-26”改为“2024-01-01”"),
        ({"ends_on": date(2024, 1, 1)}, "停止日期：由“无”改为“2024-01-01”"),
        ({"channels": (Channel.COUNTER,)}, "办理方式：由“现场办理、网上办理”改为“现场办理”"),
        ({"steps": (Step.APPLY, Step.CLOSE)}, "办理环节：由“申请、受理、审核、拨付、办结”改为“申请、办结”"),
        ({"audiences": (Audience.RESIDENT,)}, "服务对象：由“参保职工”改为“参保居民”"),
        ({"automatic": True}, "免申即享：由“否”改为“是”"),
        ({"phones": {"咨询电话": "1"}}, "咨询电话：由“无”改为“咨询电话：1”"),
        ({"limits": (limit(8),)}, "办理时限：由“10个工作日”改为“8个工作日”"),
        ({"materials": ()}, "办理材料：由“材料invoice”改为“无”"),
        ({"special_steps": (special(),)}, "特殊环节：由“无”改为“结果公示5个工作日（计入时限）”"),
        ({"special_steps": (special(working_days=None, counted=False),)}, "特殊环节：由“无”改为“结果公示（不计入时限）”"),
        ({"places": (place(),)}, "办理地点：由“无”改为“大厅370700（示例路1号，9:00-17:00，10000000001）”"),
        ({"rulings": (ruling(DifferenceField.NAME, Winner.LIST),)}, "执行口径：由“无”改为“按此执行”"),
        ({"guides": ()}, "办事指南：由“住院费用报销”改为“无”"),
        ({"situations": (OLD.situations[1],)}, f"办理情形：由“{CAUSE.question}（疾病、意外伤害）”改为“无”"),
    ],
)  # fmt: skip
def test_each_field_is_told_with_both_sides(changes, said):
    assert words(**changes) == [said]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"copies": 2}, "办理材料“材料invoice”的份数：由“1”改为“2”"),
        ({"original": True}, "办理材料“材料invoice”的要求原件：由“否”改为“是”"),
        ({"when": ("accident",)}, "办理材料“材料invoice”的需要的情形：由“无”改为“accident”"),
        ({"pledge": PLEDGE}, "办理材料“材料invoice”的告知承诺：由“不允许”改为“允许”"),
        ({"source": Citation("SD28", "15")}, "办理材料“材料invoice”的依据：由“原内容”改为“新内容”"),
    ],
)  # fmt: skip
def test_a_material_is_told_by_what_changed_in_it(changes, said):
    assert words(materials=(replace(material(), **changes),)) == [said]


def test_a_pledge_taken_back_is_told():
    old = replace(OLD, materials=(material(pledge=PLEDGE),))
    (change,) = find_changes(old, OLD)
    assert change.words.endswith("由“允许”改为“不允许”")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"channels": (Channel.COUNTER,)}, "办事指南“住院费用报销”的办理方式：由“现场办理、网上办理”改为“现场办理”"),
        ({"flow": guide().flow[:1]}, "办事指南“住院费用报销”的办理流程：由“apply、accept、review、pay、close”改为“apply”"),
        ({"sections": (GuideSection("事项名称", ("另名",)),)}, "办事指南“住院费用报销”的正文：由“原内容”改为“新内容”"),
    ],
)  # fmt: skip
def test_a_guide_is_told_by_its_parts(changes, said):
    assert words(guides=(replace(guide(), **changes),)) == [said]


def form(**changes):
    return {**OLD.form, **changes}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (form(required=("name", "note")), ["申请表单：由“备注”改为“备注（必填）”"]),
        (
            form(properties={"name": {"title": "姓名"}, "card": True}),
            ["申请表单：由“备注”改为“无”", "申请表单：由“无”改为“card”"],
        ),
        (
            form(properties={"name": {"title": "姓名", "maxLength": 9}, "note": {"title": "备注"}}),
            ["申请表单：由“原内容”改为“新内容”"],
        ),
        ({}, ["申请表单：由“姓名（必填）”改为“无”", "申请表单：由“备注”改为“无”"]),
    ],
)  # fmt: skip
def test_a_form_is_told_field_by_field(changed, said):
    assert words(form=changed) == said


def test_whatever_else_changed_is_not_kept_silent():
    slip = Misprint("remarks", "甲", "乙", "印误")
    assert words(misprints=(slip,)) == ["依据、勘误等其他内容：由“原内容”改为“新内容”"]


def test_a_thing_without_a_code_is_known_by_its_words():
    assert words_of(Winner.LIST) == "list"
    assert words_of(guide()) == "住院费用报销"
    assert words_of("") == "无"
