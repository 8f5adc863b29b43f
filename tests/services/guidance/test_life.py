"""Every life event leads to its items, every item is led to by one."""

from datetime import date

import pytest

from tongban.core.guidance.life import every_answer
from tongban.services.guidance.life import (
    EventUnknown,
    is_answered,
    life_event,
    life_events,
    plan_for,
)
from tongban.services.items.queries import items_on

CITY, DAY = "370700", date(2026, 11, 23)


def plan(code: str, situations=None, **given: str):
    return plan_for(
        life_event(code), given, situations=situations or {}, region=CITY, on=DAY
    )


def done(found) -> list[str]:
    return [str(step.item.code) for step in found.steps]


@pytest.mark.clause("SD20-16")
def test_every_item_is_reached_by_some_answers():
    reached = {
        code
        for event in life_events()
        for given in every_answer(event)
        for code in done(plan_for(event, given, situations={}, region=CITY, on=DAY))
    }
    assert reached == {str(item.code) for item in items_on(CITY, DAY)}


def test_every_way_ends_with_items_or_says_why_not():
    for event in life_events():
        for given in every_answer(event):
            assert is_answered(event, given)
            found = plan_for(event, given, situations={}, region=CITY, on=DAY)
            assert found.steps or event.nothing, (event.code, given)


def test_a_birth_joins_three_items_and_counts_a_shared_paper_once():
    found = plan("birth", cover="employee", event="delivery")
    assert done(found) == [
        "antenatal-check-payment",
        "childbirth-payment",
        "maternity-allowance",
    ]
    shared = [paper for paper in found.papers if paper.steps == (1, 2, 3)]
    assert "符合办理生育保险待遇核准支付业务个人承诺书" in {
        paper.material.name for paper in shared
    }
    assert len({paper.material.name for paper in found.papers}) == len(found.papers)


def test_the_answers_about_a_spouse_call_for_the_spouse_s_paper():
    spouse = plan("birth", cover="spouse", event="delivery")
    own = plan("birth", cover="employee", event="delivery")
    name = "无工作个人承诺书"
    assert name in {paper.material.name for paper in spouse.papers}
    assert name not in {paper.material.name for paper in own.papers}


@pytest.mark.clause("SD28-11")
@pytest.mark.parametrize(
    ("route", "days"), [("in-province", 9), ("cross-province", 15)]
)
def test_the_route_settles_the_longest_limit(route, days):
    found = plan("change-job", direction="in", route=route)
    assert found.longest is not None
    assert found.longest.working_days == days


def test_a_further_answer_makes_the_papers_certain():
    before = plan("treatment-here", scheme="employee", how="inpatient")
    after = plan(
        "treatment-here",
        {"cause": ("accident",), "urgency": ("planned",), "handler": ("self",)},
        scheme="employee",
        how="inpatient",
    )
    assert any(not paper.is_certain for paper in before.papers)
    assert all(paper.is_certain for paper in after.papers)
    assert "第三方赔付材料" in {paper.material.name for paper in after.papers}


def test_two_answers_to_an_exclusive_question_count_as_the_first():
    found = plan(
        "treatment-here",
        {"cause": ("accident", "illness")},
        scheme="employee",
        how="inpatient",
    )
    assert {"illness", "accident"} & found.steps[0].chosen == {"illness"}


def test_a_question_of_several_items_is_asked_once():
    found = plan("birth", cover="employee", event="delivery")
    codes = [group.code for group in found.open_groups]
    assert codes.count("handler") == 1


def test_an_unknown_event_is_refused():
    with pytest.raises(EventUnknown):
        life_event("wedding")
