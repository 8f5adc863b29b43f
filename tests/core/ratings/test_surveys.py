"""Questions, answer sheets and counts of a survey."""

from datetime import date

import pytest

from tongban.core.ratings.rules import SurveyRules
from tongban.core.ratings.surveys import (
    AnswerFaulty,
    Question,
    QuestionKind,
    SurveyDaysWrong,
    SurveyEmpty,
    SurveyFaulty,
    SurveyStanding,
    SurveyState,
    check_answers,
    check_days,
    check_questions,
    is_open,
    standing,
    tally,
)

RULES = SurveyRules(questions_max=3, options_max=3)
SINGLE = Question(QuestionKind.SINGLE, "几趟？", ("一", "二"))
MULTI = Question(QuestionKind.MULTI, "哪些？", ("甲", "乙", "丙"))
TEXT = Question(QuestionKind.TEXT, "说说？")
FIRST, LAST = date(2023, 9, 1), date(2023, 9, 30)


@pytest.mark.parametrize(
    "question",
    [
        Question(QuestionKind.SINGLE, "几趟？", ("一",)),
        Question(QuestionKind.MULTI, "几趟？", ("一", "二", "三", "四")),
        Question(QuestionKind.SINGLE, "几趟？", ("一", "一")),
        Question(QuestionKind.TEXT, "说说？", ("一", "二")),
        Question(QuestionKind.TEXT, "  "),
    ],
)
def test_a_faulty_question_is_named(question):
    with pytest.raises(SurveyFaulty) as told:
        check_questions([SINGLE, question], RULES)
    assert told.value.data["line"] == 2


@pytest.mark.parametrize("count", [0, 4])
def test_none_and_too_many_are_refused(count):
    with pytest.raises(SurveyEmpty):
        check_questions([TEXT] * count, RULES)
    check_questions([SINGLE, MULTI, TEXT], RULES)


def test_days_follow_one_another():
    check_days(closed=(FIRST, FIRST), asked=(FIRST, LAST))
    for closed, asked in (
        ((LAST, FIRST), (FIRST, LAST)),
        ((FIRST, LAST), (LAST, FIRST)),
    ):
        with pytest.raises(SurveyDaysWrong):
            check_days(closed=closed, asked=asked)


@pytest.mark.parametrize(
    ("state", "day", "open_then"),
    [
        (SurveyState.PUBLISHED, FIRST, True),
        (SurveyState.PUBLISHED, LAST, True),
        (SurveyState.PUBLISHED, date(2023, 10, 1), False),
        (SurveyState.DRAFT, FIRST, False),
    ],
)
def test_it_is_open_from_its_first_through_its_last_day(state, day, open_then):
    assert is_open(state, opens_on=FIRST, closes_on=LAST, today=day) is open_then


def test_choices_are_needed_and_texts_are_not():
    sheet = check_answers([SINGLE, MULTI, TEXT], {1: ["一"], 2: ["丙", "甲"]})
    assert sheet == {"1": ["一"], "2": ["甲", "丙"], "3": []}


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ({2: ["甲"]}, 1),
        ({1: ["一", "二"], 2: ["甲"]}, 1),
        ({1: ["三"], 2: ["甲"]}, 1),
        ({1: ["一"], 2: ["甲", "丁"]}, 2),
    ],
)
def test_a_missing_or_foreign_answer_is_named(answers, line):
    with pytest.raises(AnswerFaulty) as told:
        check_answers([SINGLE, MULTI], answers)
    assert told.value.data["line"] == line


def test_choices_are_counted_and_texts_listed():
    sheets = [{"1": ["一"], "2": ["好"]}, {"1": ["一"], "2": []}]
    single, text = tally([SINGLE, TEXT], sheets)
    assert (single.answered, single.counts) == (2, (("一", 2), ("二", 0)))
    assert (text.answered, text.texts) == (1, ("好",))


@pytest.mark.parametrize(
    ("state", "day", "stands"),
    [
        (SurveyState.DRAFT, FIRST, SurveyStanding.DRAFT),
        (SurveyState.PUBLISHED, date(2023, 8, 31), SurveyStanding.COMING),
        (SurveyState.PUBLISHED, FIRST, SurveyStanding.OPEN),
        (SurveyState.PUBLISHED, LAST, SurveyStanding.OPEN),
        (SurveyState.PUBLISHED, date(2023, 10, 1), SurveyStanding.CLOSED),
    ],
)
def test_a_survey_stands_somewhere_on_every_day(state, day, stands):
    assert standing(state, opens_on=FIRST, closes_on=LAST, today=day) is stands
