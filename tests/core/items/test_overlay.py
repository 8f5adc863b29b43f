"""What a region changes lies on top of the region above."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.items.samples import (
    CITY,
    EXTRAS,
    guide,
    item,
    limit,
    material,
    overlay,
    place,
    special,
)

from tongban.core.items.burdens import find_burdens
from tongban.core.items.catalogue import (
    Audience,
    Channel,
    LimitLayer,
    RegionCode,
    Situation,
    SituationGroup,
    Step,
)
from tongban.core.items.overlay import at_region, merge

FEE_LIST = material("fee-list")
EMERGENCY = material("emergency", when=("emergency",))
PARENT = item(
    materials=(material(), FEE_LIST),
    conditional_materials=(EMERGENCY,),
    guides=(guide(materials=(material(), FEE_LIST, EMERGENCY)),),
    special_steps=(special(),),
    keywords=("报销",),
    phones={"咨询电话": "10000000001"},
    delegations={"town": (Step.APPLY,)},
)


def codes(materials):
    return [one.code for one in materials]


def test_an_empty_overlay_changes_region_and_version_only():
    child = merge(PARENT, overlay())
    assert child.version == "2023.1+370700.1"
    assert child == replace(PARENT, region=CITY, version=child.version)


def test_seen_from_a_silent_region_the_item_is_the_same():
    assert at_region(PARENT, CITY) == replace(PARENT, region=CITY)


def test_the_later_first_day_holds():
    later = overlay(effective_on=date(2024, 1, 1))
    assert merge(PARENT, later).effective_on == date(2024, 1, 1)


@pytest.mark.clause("CN39-四", "SD28-通知二")
def test_materials_are_dropped_from_list_and_guides():
    child = merge(PARENT, overlay(dropped_materials=("fee-list", "emergency")))
    assert codes(child.materials) == ["invoice"]
    assert codes(child.conditional_materials) == []
    assert codes(child.guides[0].materials) == ["invoice"]


def test_a_material_of_the_same_code_is_replaced_in_its_place():
    lighter = replace(material(), optional=True)
    child = merge(PARENT, overlay(materials=(lighter,)))
    assert child.materials == (lighter, FEE_LIST)
    assert child.guides[0].materials[0] == lighter


def test_a_material_can_move_between_base_and_conditional():
    moved = replace(FEE_LIST, when=("emergency",))
    child = merge(PARENT, overlay(conditional_materials=(moved,)))
    assert codes(child.materials) == ["invoice"]
    assert child.conditional_materials == (EMERGENCY, moved)


@pytest.mark.clause("SD28-通知二")
def test_channels_places_phones_sites_and_words_are_added():
    child = merge(
        PARENT,
        overlay(
            channels=(Channel.POST, Channel.ONLINE),
            places=(place(),),
            phones={"监督电话": "10000000002"},
            sites=("演示网址",),
            keywords=("报销", "手工"),
            remarks=("可邮寄",),
            basis=("市规定",),
            results=("短信",),
        ),
    )
    assert child.channels == (Channel.COUNTER, Channel.ONLINE, Channel.POST)
    assert child.guides[0].channels == child.channels
    assert child.places == (place(),)
    assert child.phones == {"咨询电话": "10000000001", "监督电话": "10000000002"}
    assert child.sites == ("演示网址",)
    assert child.keywords == ("报销", "手工")
    assert child.remarks == ("可邮寄",)
    assert child.basis == ("社会保险法", "市规定")
    assert child.results == ("结算单", "短信")


def test_a_limit_of_a_new_code_is_added_and_of_a_known_code_replaced():
    promise = limit(7, "promise", layer=LimitLayer.PROMISE)
    shorter = limit(8)
    child = merge(PARENT, overlay(limits=(promise, shorter)))
    assert child.limits == (shorter, promise)
    assert child.guides[0].limits == (shorter,)


def test_a_limit_can_be_dropped_from_list_and_guides():
    child = merge(PARENT, overlay(dropped_limits=("ten",)))
    assert child.limits == ()
    assert child.guides[0].limits == ()


def test_steps_and_the_like_are_replaced_whole():
    child = merge(
        PARENT,
        overlay(
            name="住院报销",
            audiences=(Audience.EMPLOYEE, Audience.RESIDENT),
            steps=(Step.APPLY, Step.CLOSE),
            special_steps=(),
            automatic=True,
            form={"type": "object"},
            limit_printed="不超过8个工作日",
            delegations={"village": (Step.APPLY,)},
        ),
    )
    assert child.name == "住院报销"
    assert child.audiences == (Audience.EMPLOYEE, Audience.RESIDENT)
    assert child.steps == (Step.APPLY, Step.CLOSE)
    assert child.special_steps == ()
    assert child.automatic
    assert child.form == {"type": "object"}
    assert child.limit_printed == "不超过8个工作日"
    assert child.delegations == {"town": (Step.APPLY,), "village": (Step.APPLY,)}


def test_a_question_is_added_or_replaced_by_its_code():
    more = SituationGroup("extras", "还有？", (Situation("proxy", "委托"),))
    new = SituationGroup("age", "年龄？", (Situation("old", "老人"),))
    child = merge(PARENT, overlay(situations=(more, new)))
    assert [group.question for group in child.situations] == [
        "住院原因？",
        "还有？",
        "年龄？",
    ]
    assert EXTRAS not in child.situations


def test_a_channel_can_be_closed_though_it_will_be_found_a_burden():
    child = merge(PARENT, overlay(dropped_channels=(Channel.ONLINE,)))
    assert child.channels == (Channel.COUNTER,)


lawful_overlays = st.builds(
    overlay,
    region=st.sampled_from(["370700", "370783", "370783112"]).map(RegionCode),
    dropped_materials=st.lists(
        st.sampled_from(["invoice", "fee-list", "emergency"]), unique=True
    ).map(tuple),
    channels=st.lists(st.sampled_from(list(Channel)), unique=True).map(tuple),
    limits=st.lists(
        st.integers(0, 10).map(
            lambda days: limit(days, "promise", layer=LimitLayer.PROMISE)
        ),
        max_size=1,
    ).map(tuple),
    steps=st.none() | st.just((Step.APPLY, Step.ACCEPT, Step.CLOSE)),
    keywords=st.lists(st.text(max_size=3), max_size=2).map(tuple),
    automatic=st.none() | st.just(True),
    conditional_materials=st.lists(
        st.just(material("local-card", local=True, posted_on=date(2023, 9, 12))),
        max_size=1,
    ).map(tuple),
)


def never_slower(layers):
    """Make each region promise no more days than the one above it."""
    least = 10
    for layer in layers:
        for one in layer.limits:
            least = min(least, one.working_days or 0)
        promised = limit(least, "promise", layer=LimitLayer.PROMISE)
        yield replace(layer, limits=(promised,)) if layer.limits else layer


@pytest.mark.clause("CN39-四", "PT25-5")
@given(st.lists(lawful_overlays, min_size=1, max_size=4))
def test_a_merged_child_never_burdens_any_region_above(layers):
    above = [PARENT]
    for layer in never_slower(layers):
        child = merge(above[-1], layer)
        assert all(find_burdens(parent, child) == () for parent in above)
        above.append(child)


@given(lawful_overlays)
def test_merging_twice_changes_nothing_more(layer):
    once = merge(PARENT, layer)
    again = merge(once, layer)
    assert replace(again, version=once.version) == once
