"""Every way of making an item harder is found, and nothing else."""

from dataclasses import replace
from datetime import date

import pytest
from tests.core.items.samples import (
    CAUSE,
    EXTRAS,
    PLEDGE,
    item,
    limit,
    material,
    special,
)

from tongban.core.items.burdens import CLAUSE, UNIFORM, find_burdens, strictest
from tongban.core.items.catalogue import (
    Audience,
    Channel,
    LimitLayer,
    MaterialKind,
    Situation,
    SituationGroup,
    Step,
)

RICH = material(
    "rich",
    alternatives=("甲", "乙"),
    when=("accident",),
    unless=("proxy",),
    optional=True,
    pledge=PLEDGE,
    sharing=PLEDGE,
    valid_months=6,
)
PLAIN = material("plain")
PARENT = item(
    materials=(RICH, PLAIN),
    audiences=(Audience.EMPLOYEE, Audience.RESIDENT),
    special_steps=(special(),),
    automatic=True,
)


def kinds(child, parent=PARENT):
    return [burden.kind for burden in find_burdens(parent, child)]


def with_rich(**changes):
    return replace(PARENT, materials=(replace(RICH, **changes), PLAIN))


def test_the_same_item_burdens_nobody():
    assert find_burdens(PARENT, PARENT) == ()


@pytest.mark.clause("CN39-四")
@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("renamed", {"name": "住院报销"}),
        ("renumbered", {"number": 17}),
        ("regrouped", {"main_item": "其他"}),
        ("material_added", {"materials": (RICH, PLAIN, material("more"))}),
        ("material_added", {"conditional_materials": (material("more"),)}),
        ("step_added", {"steps": (*PARENT.steps, Step.ASSESS)}),
        ("automation_lost", {"automatic": False}),
        ("special_step_added", {"special_steps": (special(), special("体检"))}),
        ("special_step_lengthened", {"special_steps": (special(working_days=6),)}),
        ("special_step_lengthened", {"special_steps": (special(working_days=None),)}),
        ("special_step_lengthened", {"special_steps": (special(counted=False),)}),
        ("channel_dropped", {"channels": (Channel.COUNTER,)}),
        ("audience_dropped", {"audiences": (Audience.EMPLOYEE,)}),
        ("result_dropped", {"results": ()}),
        ("limit_lengthened", {"limits": (limit(11),)}),
        ("limit_lengthened", {"limits": ()}),
    ],
)
def test_each_burden_on_the_item_is_found(kind, changes):
    assert set(kinds(replace(PARENT, **changes))) == {kind}


@pytest.mark.clause("CN39-四")
@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("material_reworded", {"text": "另一种文字"}),
        ("material_reworded", {"kind": MaterialKind.FORM}),
        ("more_copies", {"copies": 2}),
        ("original_asked", {"original": True}),
        ("stamp_asked", {"stamped": True}),
        ("made_required", {"optional": False}),
        ("pledge_lost", {"pledge": None}),
        ("sharing_lost", {"sharing": None}),
        ("alternatives_lost", {"alternatives": ("甲",)}),
        ("asked_more_often", {"when": ()}),
        ("asked_more_often", {"when": ("accident", "illness")}),
        ("asked_more_often", {"unless": ()}),
        ("shorter_validity", {"valid_months": 3}),
    ],
)
def test_each_burden_on_a_material_is_found(kind, changes):
    (burden,) = find_burdens(PARENT, with_rich(**changes))
    assert burden.kind == kind
    assert RICH.name in burden.words
    assert burden.clause in {CLAUSE, UNIFORM}


@pytest.mark.parametrize(
    "changes",
    [
        {"alternatives": ("甲", "乙", "丙")},
        {"when": ("accident",), "unless": ("proxy", "emergency")},
        {"valid_months": 12},
        {"valid_months": None},
    ],
)
def test_a_lighter_material_is_no_burden(changes):
    assert kinds(with_rich(**changes)) == []


def test_a_first_validity_is_a_burden():
    child = replace(PARENT, materials=(RICH, replace(PLAIN, valid_months=3)))
    assert kinds(child) == ["shorter_validity"]


@pytest.mark.clause("SD28-15", "SD28-16")
def test_a_local_material_is_judged_by_its_posting_and_not_here():
    local = material("local-card", local=True, posted_on=date(2023, 9, 12))
    assert kinds(replace(PARENT, conditional_materials=(local,))) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"materials": ()},
        {"limits": (limit(9),)},
        {"limits": (limit(), limit(7, "promise", layer=LimitLayer.PROMISE))},
        {"steps": (Step.APPLY, Step.CLOSE)},
        {"special_steps": (special(working_days=3),)},
        {"special_steps": ()},
        {"channels": (*PARENT.channels, Channel.POST)},
        {"results": ("结算单", "短信")},
    ],
)
def test_making_it_easier_is_no_burden(changes):
    assert kinds(replace(PARENT, **changes)) == []


def test_without_a_fixed_length_above_a_special_step_may_get_one():
    parent = replace(PARENT, special_steps=(special(working_days=None),))
    assert kinds(PARENT, parent) == []


@pytest.mark.clause("CN39-四")
def test_a_limit_is_compared_fact_by_fact():
    cross = limit(15, "cross", facts={"route": ("cross_province",)})
    inside = limit(9, "inside", facts={"route": ("in_province",)})
    parent = replace(PARENT, limits=(cross, inside))
    slower = replace(parent, limits=(cross, replace(inside, working_days=12)))
    (burden,) = find_burdens(parent, slower)
    assert burden.kind == "limit_lengthened"
    assert kinds(replace(parent, limits=(cross, limit(5, "in2", facts=inside.facts))),
                 parent) == []  # fmt: skip


def test_a_longer_city_limit_is_a_burden_though_the_shorter_one_runs():
    longer = limit(30, "city", layer=LimitLayer.CITY)
    child = replace(PARENT, limits=(limit(), longer))
    assert kinds(child) == ["limit_lengthened"]


def test_a_national_ceiling_beside_the_limit_is_none():
    ceiling = limit(30, "nation", layer=LimitLayer.NATION)
    assert kinds(replace(PARENT, limits=(limit(), ceiling))) == []


def test_where_the_parent_sets_no_limit_none_can_be_longer():
    parent = replace(PARENT, limits=())
    assert kinds(PARENT, parent) == []


def test_the_shortest_of_the_layers_runs_and_the_exact_one_of_each():
    ceiling = limit(20, "nation", layer=LimitLayer.NATION)
    exact = limit(9, "exact", facts={"route": ("in_province",)})
    limits = (limit(12, "default"), exact, ceiling)
    assert strictest(limits, {"route": "in_province"}) == exact
    assert strictest(tuple(reversed(limits)), {"route": "in_province"}) == exact
    assert strictest(limits, {"route": "other"}) == limit(12, "default")
    assert strictest((), {}) is None


def test_a_lost_answer_is_a_burden_and_a_new_question_is_none():
    fewer = SituationGroup("cause", "住院原因？", (Situation("illness", "疾病"),))
    assert kinds(replace(PARENT, situations=(fewer, EXTRAS))) == ["situation_dropped"]
    more = SituationGroup("age", "年龄？", (Situation("old", "老人"),))
    assert kinds(replace(PARENT, situations=(CAUSE, EXTRAS, more))) == []


def form(**changes):
    return {**PARENT.form, **changes}


@pytest.mark.parametrize(
    ("case", "changed", "found"),
    [
        ("a field made required", form(required=("name", "note")), ["field_required"]),
        (
            "a new field that must be filled",
            form(
                properties={
                    **PARENT.form["properties"],
                    "card": {"title": "银行卡", "x-required": True},
                }
            ),
            ["field_required"],
        ),
        (
            "a new field that may stay empty",
            form(properties={**PARENT.form["properties"], "card": True}),
            [],
        ),
        (
            "a field made stricter",
            form(
                properties={
                    "name": {"title": "姓名", "minLength": 5},
                    "note": {"title": "备注"},
                }
            ),
            ["field_changed"],
        ),
        ("no form at all", {}, []),
        ("a required word without a shape", form(required=("x",)), ["field_required"]),
        ("an odd form", {"properties": (), "required": "name"}, []),
    ],
)
def test_forms_may_ask_less_but_never_more(case, changed, found):
    assert kinds(replace(PARENT, form=changed)) == found, case


def test_the_words_name_the_title_of_a_field():
    child = replace(PARENT, form=form(required=("name", "note")))
    (burden,) = find_burdens(PARENT, child)
    assert burden.words == "表单增加了必填项“备注”"
