"""From what happened to the items, their papers and their limits."""

import pytest
from tests.core.items.samples import limit, material, terms

from tongban.core.guidance.life import (
    LifeEvent,
    LifeOption,
    LifeQuestion,
    LifeStep,
    audience_of,
    every_answer,
    longest,
    open_groups,
    papers_for,
    running_limit,
    steps_for,
    unanswered,
)
from tongban.core.items.catalogue import (
    Audience,
    ItemCode,
    LimitLayer,
    Situation,
    SituationGroup,
)


def question(code: str, *options: str) -> LifeQuestion:
    return LifeQuestion(code, code, tuple(LifeOption(one, one) for one in options))


FILE = LifeStep(item=ItemCode("filing"), why="备案", when={"stage": ("planning",)})
CLAIM = LifeStep(
    item=ItemCode("claim"),
    why="报销",
    audience=Audience.RESIDENT,
    when={"stage": ("planning", "back"), "scheme": ("resident",)},
)
EVENT = LifeEvent(
    code="travel",
    door="person",
    name="到外地看病",
    hint="",
    icon="train",
    questions=(
        question("scheme", "employee", "resident"),
        question("stage", "planning", "back"),
    ),
    steps=(FILE, CLAIM),
)
CAUSE = SituationGroup(
    "cause", "原因？", (Situation("illness", "疾病"), Situation("accident", "意外"))
)
SPECIAL = SituationGroup(
    "special", "特殊？", (Situation("foreigner", "外国人"),), multiple=True
)
TERMS = terms(
    situations=(CAUSE, SPECIAL),
    materials=(
        material("invoice"),
        material("record", when=("accident",)),
        material("permit", when=("foreigner",)),
        material("own-form", unless=("accident",)),
    ),
)


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ({}, ["scheme", "stage"]),
        ({"scheme": "resident"}, ["stage"]),
        ({"scheme": "nonsense", "stage": "back"}, ["scheme"]),
        ({"scheme": "resident", "stage": "back"}, []),
    ],
)
def test_a_question_is_open_until_it_has_a_known_answer(given, left):
    assert [one.code for one in unanswered(EVENT, given)] == left


@pytest.mark.parametrize(
    ("scheme", "stage", "items"),
    [
        ("employee", "planning", ["filing"]),
        ("resident", "planning", ["filing", "claim"]),
        ("resident", "back", ["claim"]),
        ("employee", "back", []),
    ],
)
def test_the_answers_choose_the_steps_in_the_order_of_doing(scheme, stage, items):
    found = steps_for(EVENT, {"scheme": scheme, "stage": stage})
    assert [step.item for step in found] == items


def test_a_step_without_an_audience_takes_the_scheme_of_the_answers():
    assert audience_of(FILE, {"scheme": "employee"}) is Audience.EMPLOYEE
    assert audience_of(CLAIM, {"scheme": "employee"}) is Audience.RESIDENT


def test_every_way_through_the_questions_is_walked_once():
    ways = [tuple(given.values()) for given in every_answer(EVENT)]
    assert len(ways) == len(set(ways)) == 4


def test_what_the_answers_settle_is_not_asked_again():
    assert open_groups(TERMS, frozenset()) == (CAUSE, SPECIAL)
    assert open_groups(TERMS, frozenset({"accident"})) == (SPECIAL,)


@pytest.mark.parametrize(
    ("chosen", "certain", "possible"),
    [
        (set(), ["invoice", "own-form"], ["record"]),
        ({"accident"}, ["invoice", "record"], []),
        ({"illness"}, ["invoice", "own-form"], []),
        ({"illness", "foreigner"}, ["invoice", "permit", "own-form"], []),
    ],
)
def test_papers_are_certain_or_wait_for_the_one_open_question(
    chosen, certain, possible
):
    sure, maybe = papers_for(TERMS, frozenset(chosen))
    assert [one.code for one in sure] == certain
    assert [one.code for one in maybe] == possible


ROUTES = (
    limit(15, "far", facts={"route": ("cross_province",)}),
    limit(9, "near", facts={"route": ("in_province",)}),
    limit(20, "nation", layer=LimitLayer.NATION),
)


@pytest.mark.parametrize(
    ("case", "limits", "facts", "code"),
    [
        ("the strictest of the layers runs", (limit(10), ROUTES[2]), {}, "ten"),
        ("the answers settle a fact", ROUTES, {"route": "in_province"}, "near"),
        ("an open fact means the longest that may run", ROUTES, {}, "far"),
    ],
)
def test_the_limit_of_a_step(case, limits, facts, code):
    found = running_limit(terms(limits=limits), facts)
    assert found is not None
    assert found.code == code, case


def test_the_longest_of_a_plan():
    assert longest((limit(0, "now"), limit(9, "nine"))).code == "nine"
    assert longest(()) is None
