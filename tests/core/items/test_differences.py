"""The report finds by itself where list and guide disagree."""
# ruff: noqa: E501 - one line for one case of a table

from dataclasses import replace

import pytest
from tests.core.items.samples import (
    PLEDGE,
    SOURCE,
    guide,
    item,
    limit,
    material,
    ruling,
)

from tongban.core.items.catalogue import (
    Audience,
    Channel,
    Citation,
    DifferenceField,
    LimitLayer,
    Misprint,
    Step,
    Winner,
)
from tongban.core.items.differences import (
    chinese_numeral,
    differences_of,
    find_differences,
    unsettled,
    words_of,
)

FIELD = DifferenceField
ITEM = item(guides=(guide(),))


def find(**changes):
    return differences_of(replace(ITEM, **changes))


def fields(**changes):
    return [difference.field for difference in find(**changes)]


def guided(**changes):
    return (replace(guide(), **changes),)


def test_where_both_agree_nothing_is_reported():
    assert find() == ()


@pytest.mark.clause("SD28-通知二")
@pytest.mark.parametrize(
    ("field", "changes", "listed", "said"),
    [
        (FIELD.NAME, {"name": "住院手工报销"}, "住院费用报销", "住院手工报销"),
        (FIELD.CHANNELS, {"channels": (Channel.COUNTER,)}, "现场办理、网上办理", "现场办理"),
        (FIELD.STEPS, {"flow": guide().flow[:2]}, "申请—受理—审核—拨付—办结", "申请—受理"),
        (FIELD.LIMIT, {"limits": (limit(4, "four"),)}, "10个工作日", "4个工作日"),
        (FIELD.LIMIT, {"limits": (limit(0, "now"),)}, "10个工作日", "即时办结"),
        (FIELD.MATERIALS, {"materials": ()}, "材料invoice", "无"),
        (FIELD.MATERIALS, {"materials": (material(), material("card"))}, "无", "材料card"),
        (FIELD.MATERIALS, {"materials": (material(pledge=PLEDGE),)}, "材料invoice（1份，不可承诺）", "材料invoice（1份，可承诺）"),
    ],
)  # fmt: skip
def test_each_kind_of_difference_is_found_with_both_sides(field, changes, listed, said):
    (difference,) = find(guides=guided(**changes))
    assert difference.field is field
    assert difference.audience is Audience.EMPLOYEE
    assert (difference.listed, difference.guided) == (listed, said)
    assert not difference.is_settled


def test_demands_on_a_shared_material_are_read_out():
    listed = material(when=("accident",), unless=("proxy",), stamped=True, copies=2)
    said = material(alternatives=("甲", "乙"))
    (difference,) = find(materials=(listed,), guides=guided(materials=(said,)))
    assert difference.listed == (
        "材料invoice（2份，情形accident，除proxy，盖章，不可承诺）"
    )
    assert difference.guided == "材料invoice（1份，可用甲或乙，不可承诺）"


@pytest.mark.parametrize(
    ("case", "listed", "said", "count"),
    [
        ("other papers on both sides", {"alternatives": ("甲",)}, {"alternatives": ("乙",)}, 1),
        ("papers named by one side", {"alternatives": ("甲",)}, {}, 0),
        ("the same papers in another order", {"alternatives": ("甲", "乙")}, {"alternatives": ("乙", "甲")}, 0),
        ("exceptions on both sides", {"unless": ("proxy",)}, {"unless": ("accident",)}, 1),
        ("an exception named by one side", {"unless": ("proxy",)}, {}, 0),
    ],
)  # fmt: skip
def test_silence_of_one_side_is_no_disagreement(case, listed, said, count):
    found = find(
        materials=(material(**listed),), guides=guided(materials=(material(**said),))
    )
    assert len(found) == count, case


def test_spaces_and_originals_are_not_differences():
    same = guided(name="住院费用 报销", materials=(material(original=True),))
    assert find(guides=same) == ()


def test_a_collection_period_and_its_facts_are_read_out():
    period = limit(None, "p", collection_period=True, facts={"route": ("b", "a")})
    (difference,) = find(guides=guided(limits=(period,)))
    assert difference.guided == "集中缴费期内办结（route=a/b）"


def test_scheme_and_audience_are_not_read_out():
    ten = limit(10, "t", facts={"scheme": ("employee",), "audience": ("employee",)})
    assert find(guides=guided(limits=(ten,))) == ()


@pytest.mark.clause("SD28-18")
def test_a_limit_taken_over_from_a_guide_is_not_the_list_s():
    over = limit(20, "over", source=Citation("SD28", "指南二5"))
    resident = guide("r", (Audience.RESIDENT,), limits=(limit(20, "r"),))
    (difference,) = find(
        audiences=(Audience.RESIDENT,), limits=(limit(), over), guides=(resident,)
    )
    assert (difference.listed, difference.guided) == ("10个工作日", "20个工作日")


def test_a_layer_the_guide_is_silent_on_is_not_compared():
    ceiling = limit(30, "n", layer=LimitLayer.NATION)
    assert find(limits=(limit(), ceiling)) == ()


def test_materials_of_the_remarks_are_compared_apart():
    remark = material("remark", when=("emergency",))
    (difference,) = find(conditional_materials=(remark,))
    assert difference.field is FIELD.CONDITIONAL_MATERIALS
    both = guided(materials=(material(), remark))
    assert find(conditional_materials=(remark,), guides=both) == ()


def test_an_item_without_a_guide_is_reported_for_each_audience():
    found = find(guides=(), audiences=(Audience.EMPLOYEE, Audience.RESIDENT))
    assert [one.field for one in found] == [FIELD.GUIDE, FIELD.GUIDE]
    assert words_of(found[1]) == "参保居民清单为“住院费用报销”，指南为“无”"


def test_a_guide_without_an_item_is_reported_once_and_not_compared():
    school = guide("s", (Audience.SCHOOL,), name="学生参保登记", materials=())
    (difference,) = find(guides=(guide(), school))
    assert difference.field is FIELD.ITEM
    assert difference.guided == "学生参保登记"


@pytest.mark.clause("SD28-10", "SD28-11")
@pytest.mark.parametrize(
    ("case", "changes", "found"),
    [
        ("the right numeral", {"main_item_printed": "六"}, []),
        ("a wrong numeral", {"main_item_printed": "二"}, [FIELD.NUMBERING]),
        (
            "a wrong numeral kept as a misprint",
            {"misprints": (Misprint("main_item", "二、主项", "主项", "印误"),)},
            [FIELD.NUMBERING],
        ),
        (
            "a misprint elsewhere",
            {"misprints": (Misprint("remarks", "二、备注", "备注", "印误"),)},
            [],
        ),
        (
            "a misprint without a numeral",
            {"misprints": (Misprint("main_item", "主项", "主项", "印误"),)},
            [],
        ),
    ],
)
def test_the_printed_numeral_of_the_main_item_is_counted_after(case, changes, found):
    assert fields(**changes) == found, case


def test_numbering_speaks_to_nobody_in_particular():
    (difference,) = find(main_item_printed="二")
    assert difference.audience is None
    assert words_of(difference).startswith("清单为“二、")
    assert difference.guided == "按顺序应为六"


@pytest.mark.parametrize(
    ("number", "numeral"),
    [(1, "一"), (9, "九"), (10, "十"), (12, "十二"), (20, "二十"), (99, "九十九")],
)
def test_main_items_are_counted_in_chinese(number, numeral):
    assert chinese_numeral(number) == numeral


def test_a_ruling_settles_its_difference():
    ruled = ruling(FIELD.CHANNELS, Winner.LIST)
    (difference,) = find(guides=guided(channels=(Channel.COUNTER,)), rulings=(ruled,))
    assert difference.ruling == ruled
    assert unsettled((difference,)) == ()


def test_a_ruling_on_materials_settles_the_remarks_too():
    remark = material("remark")
    ruled = ruling(FIELD.MATERIALS, Winner.LIST)
    (difference,) = find(conditional_materials=(remark,), rulings=(ruled,))
    assert difference.ruling == ruled


def test_a_ruling_on_the_remarks_does_not_settle_the_materials():
    ruled = ruling(FIELD.CONDITIONAL_MATERIALS, Winner.LIST)
    found = find(guides=guided(materials=()), rulings=(ruled,))
    assert unsettled(found) == found


def test_the_report_keeps_the_order_of_the_list():
    second = replace(ITEM, number=2, name="甲")
    assert [one.number for one in find_differences((replace(ITEM, name="乙"), second))
            ] == [2, 16]  # fmt: skip


def test_steps_are_compared_as_a_set():
    fewer = (Step.APPLY, Step.ACCEPT, Step.CLOSE, Step.PAY, Step.REVIEW)
    assert find(steps=fewer) == ()
    assert find(guides=guided(flow=()))[0].guided == "无"
    assert SOURCE.document == "SD28"
