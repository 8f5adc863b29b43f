"""Rulings turn list and guide into the terms of one audience."""

from dataclasses import replace
from datetime import date

import pytest
from tests.core.items.samples import guide, item, limit, material, ruling

from tongban.core.items.catalogue import (
    Audience,
    Channel,
    DifferenceField,
    LimitLayer,
    Step,
    Winner,
)
from tongban.core.items.terms import (
    AudienceUnknown,
    audiences_of,
    guide_for,
    in_force,
    is_listed,
    steps_of_flow,
    terms_of,
)

ON = date(2023, 9, 11)
LISTED = (material("listed"), material("shared"))
GUIDED = (material("shared"), material("guided"))
REMARK = material("remark", when=("emergency",))
EMPLOYEE_GUIDE = guide(
    materials=GUIDED,
    channels=(Channel.KIOSK,),
    limits=(limit(20, "twenty"),),
    name="住院手工报销",
)
CEILING = limit(30, "ceiling", layer=LimitLayer.NATION)
ITEM = item(
    audiences=(Audience.EMPLOYEE, Audience.RESIDENT),
    materials=LISTED,
    conditional_materials=(REMARK,),
    limits=(limit(), CEILING),
    guides=(EMPLOYEE_GUIDE,),
)
FIELD = DifferenceField


def see(*rulings, audience=Audience.EMPLOYEE, on=ON, **changes):
    return terms_of(replace(ITEM, rulings=rulings, **changes), audience, on)


def codes(things):
    return [thing.code for thing in things]


def test_without_rulings_the_list_applies():
    terms = see()
    assert codes(terms.materials) == ["listed", "shared", "remark"]
    assert terms.channels == ITEM.channels
    assert codes(terms.limits) == ["ten", "ceiling"]
    assert terms.steps == ITEM.steps
    assert terms.name == ITEM.name
    assert terms.rulings == ()
    assert terms.guides == ("guide-employee",)
    assert terms.digest == ""


@pytest.mark.parametrize(
    ("winner", "materials"),
    [
        (Winner.LIST, ["listed", "shared", "remark"]),
        (Winner.GUIDE, ["shared", "guided", "remark"]),
        (Winner.BOTH, ["listed", "shared", "guided", "remark"]),
        (Winner.OWN, ["listed", "shared", "remark"]),
    ],
)
def test_a_ruling_on_materials_leaves_the_remarks_in_force(winner, materials):
    terms = see(ruling(FIELD.MATERIALS, winner))
    assert codes(terms.materials) == materials
    assert terms.rulings == ("ruling",)


def test_a_ruling_may_bring_its_own_text():
    terms = see(
        ruling(FIELD.MATERIALS, Winner.OWN, "m", own_materials=(material("own"),)),
        ruling(FIELD.LIMIT, Winner.OWN, "l", own_limits=(limit(3, "three"),)),
        ruling(FIELD.CHANNELS, Winner.OWN, "c", own_channels=(Channel.POST,)),
        ruling(FIELD.STEPS, Winner.OWN, "s", own_steps=(Step.APPLY, Step.CLOSE)),
    )
    assert codes(terms.materials) == ["own", "remark"]
    assert codes(terms.limits) == ["three"]
    assert terms.channels == (Channel.POST,)
    assert terms.steps == (Step.APPLY, Step.CLOSE)


def test_a_guide_that_wins_on_the_remarks_takes_them_away_but_never_local_ones():
    local = material("local-card", local=True, posted_on=ON)
    said = material("said", when=("proxy",))
    terms = see(
        ruling(FIELD.CONDITIONAL_MATERIALS, Winner.GUIDE),
        conditional_materials=(REMARK, said, local),
        guides=(replace(EMPLOYEE_GUIDE, materials=(*GUIDED, said)),),
    )
    assert codes(terms.materials) == ["listed", "shared", "said", "local-card"]


def test_a_guide_that_wins_on_the_limit_keeps_the_layers_it_is_silent_on():
    terms = see(ruling(FIELD.LIMIT, Winner.GUIDE))
    assert codes(terms.limits) == ["twenty", "ceiling"]


@pytest.mark.clause("SD28-7", "SD28-8")
def test_channels_can_be_joined():
    both = see(ruling(FIELD.CHANNELS, Winner.BOTH)).channels
    assert both == (Channel.COUNTER, Channel.ONLINE, Channel.KIOSK)
    assert see(ruling(FIELD.CHANNELS, Winner.GUIDE)).channels == (Channel.KIOSK,)


def test_the_guide_may_win_on_name_and_steps():
    terms = see(
        ruling(FIELD.NAME, Winner.GUIDE, "n"), ruling(FIELD.STEPS, Winner.GUIDE, "s")
    )
    assert terms.name == "住院手工报销"
    assert terms.steps == (
        Step.APPLY,
        Step.ACCEPT,
        Step.REVIEW,
        Step.PAY,
        Step.CLOSE,
    )


def test_an_audience_without_a_guide_follows_the_guide_a_ruling_speaks_of():
    terms = see(ruling(FIELD.CHANNELS, Winner.GUIDE), audience=Audience.RESIDENT)
    assert terms.channels == (Channel.KIOSK,)
    assert terms.guides == ()


def test_without_any_guide_the_list_is_all_there_is():
    for winner in Winner:
        terms = see(ruling(FIELD.MATERIALS, winner), guides=())
        assert codes(terms.materials) == ["listed", "shared", "remark"]


@pytest.mark.clause("SD28-指南二1.2")
def test_a_guide_the_list_does_not_name_speaks_for_itself():
    roster = material("roster")
    school = guide(
        "student",
        (Audience.SCHOOL,),
        name="学生参保登记",
        materials=(roster,),
        limits=(limit(None, "period", collection_period=True),),
    )
    listed = guide("listed", (Audience.RESIDENT,), name=ITEM.name)
    joined = replace(
        ITEM,
        audiences=(Audience.RESIDENT, Audience.SCHOOL),
        guides=(listed, school),
        rulings=(
            ruling(FIELD.ITEM, Winner.GUIDE, "student"),
            ruling(FIELD.PARAMETER, Winner.OWN, "clock"),
            ruling(FIELD.PARAMETER, Winner.OWN, "x", audiences=(Audience.EMPLOYEE,)),
        ),
    )
    assert not is_listed(joined, Audience.SCHOOL)
    assert is_listed(joined, Audience.RESIDENT)
    terms = terms_of(joined, Audience.SCHOOL, ON)
    assert terms.name == "学生参保登记"
    assert terms.materials == (roster,)
    assert codes(terms.limits) == ["period", "ceiling"]
    assert terms.steps == ITEM.steps
    assert terms.rulings == ("student", "clock")


def test_an_audience_served_by_a_guide_alone_is_served():
    alone = replace(
        ITEM, audiences=(Audience.RESIDENT,), guides=(EMPLOYEE_GUIDE,), rulings=()
    )
    assert audiences_of(alone) == (Audience.RESIDENT, Audience.EMPLOYEE)
    assert not is_listed(alone, Audience.EMPLOYEE)
    assert guide_for(alone, Audience.RESIDENT) is None


def test_two_guides_of_different_chapters_are_both_the_list_s_own():
    other = replace(guide("r", (Audience.RESIDENT,)), chapter="resident", name="另名")
    joined = replace(ITEM, guides=(EMPLOYEE_GUIDE, other))
    assert is_listed(joined, Audience.RESIDENT)


def test_an_audience_the_item_does_not_serve_is_refused():
    with pytest.raises(AudienceUnknown) as refused:
        see(audience=Audience.PHARMACY)
    assert refused.value.data == {"item": ITEM.name, "audience": "pharmacy"}


@pytest.mark.clause("SD28-15", "SD28-16")
@pytest.mark.parametrize(
    ("case", "posted_on", "asked"),
    [
        ("unposted is never asked", None, False),
        ("posted tomorrow is not asked today", date(2023, 9, 12), False),
        ("posted today is asked", date(2023, 9, 11), True),
        ("posted before is asked", date(2023, 9, 1), True),
    ],
)
def test_a_local_material_counts_from_the_day_it_is_posted(case, posted_on, asked):
    local = material("local-card", local=True, posted_on=posted_on)
    assert bool(in_force((local,), ON)) is asked, case
    terms = see(materials=(*LISTED, local))
    assert (local in terms.materials) is asked, case


def test_the_flow_names_its_steps_in_the_order_of_the_vocabulary():
    backwards = replace(EMPLOYEE_GUIDE, flow=tuple(reversed(EMPLOYEE_GUIDE.flow)))
    assert steps_of_flow(backwards) == steps_of_flow(EMPLOYEE_GUIDE)
    assert steps_of_flow(backwards)[0] is Step.APPLY
