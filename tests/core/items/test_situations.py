"""Answers decide which materials are asked for."""
# ruff: noqa: E501 - one line for one case of a table

import pytest
from tests.core.items.samples import CAUSE, material, terms

from tongban.core.items.situations import (
    SituationsExclusive,
    SituationUnknown,
    check_situations,
    is_called_for,
    materials_for,
    open_questions,
    situation_codes,
)

ALWAYS = material("always")
ACCIDENT = material("accident-proof", when=("accident",))
NOT_BY_PROXY = material("own-card", unless=("proxy",))
TERMS = terms(materials=(ALWAYS, ACCIDENT, NOT_BY_PROXY))


@pytest.mark.clause("SD28-16")
@pytest.mark.parametrize(
    ("case", "chosen", "asked"),
    [
        ("nothing chosen asks what is always asked", set(), [ALWAYS, NOT_BY_PROXY]),
        ("an accident asks for its proof", {"accident"}, [ALWAYS, ACCIDENT, NOT_BY_PROXY]),
        ("an illness does not", {"illness"}, [ALWAYS, NOT_BY_PROXY]),
        ("a proxy lets the own card go", {"proxy"}, [ALWAYS]),
        ("both answers work together", {"accident", "proxy"}, [ALWAYS, ACCIDENT]),
    ],
)  # fmt: skip
def test_materials_follow_the_answers(case, chosen, asked):
    assert materials_for(TERMS, frozenset(chosen)) == tuple(asked), case


def test_an_unknown_answer_is_refused_by_name():
    with pytest.raises(SituationUnknown) as refused:
        materials_for(TERMS, frozenset({"accident", "flood", "fire"}))
    assert refused.value.data["situations"] == ["fire", "flood"]


def test_two_answers_to_one_exclusive_question_are_refused():
    with pytest.raises(SituationsExclusive) as refused:
        check_situations(TERMS, frozenset({"illness", "accident"}))
    assert refused.value.data["question"] == CAUSE.question


def test_several_answers_to_a_multiple_question_are_fine():
    check_situations(TERMS, frozenset({"emergency", "proxy"}))


def test_only_exclusive_questions_without_an_answer_stay_open():
    assert open_questions(TERMS, frozenset()) == (CAUSE,)
    assert open_questions(TERMS, frozenset({"illness"})) == ()


def test_unless_wins_over_when():
    both = material(when=("accident",), unless=("proxy",))
    assert is_called_for(both, frozenset({"accident"}))
    assert not is_called_for(both, frozenset({"accident", "proxy"}))


def test_codes_are_those_of_every_question():
    assert situation_codes(TERMS.situations) == {
        "illness",
        "accident",
        "emergency",
        "proxy",
    }
