"""Short surveys (满意度调查): questions, one answer sheet a person, counts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.ratings.rules import SurveyRules
from tongban.core.refusals import Refusal

TEXT_MAX: Final = 500
OPTIONS_MIN: Final = 2


class QuestionKind(StrEnum):
    """How a question is answered."""

    SINGLE = "single"
    MULTI = "multi"
    TEXT = "text"


QUESTION_WORDS: Final[Mapping[QuestionKind, str]] = {
    QuestionKind.SINGLE: "单选",
    QuestionKind.MULTI: "多选",
    QuestionKind.TEXT: "填写",
}


class SurveyState(StrEnum):
    """Where a survey stands."""

    DRAFT = "draft"
    PUBLISHED = "published"


class SurveyStanding(StrEnum):
    """Where a survey stands on a day."""

    DRAFT = "draft"
    COMING = "coming"
    OPEN = "open"
    CLOSED = "closed"


STANDING_WORDS: Final[Mapping[SurveyStanding, str]] = {
    SurveyStanding.DRAFT: "草稿",
    SurveyStanding.COMING: "还没到填写时间",
    SurveyStanding.OPEN: "填写中",
    SurveyStanding.CLOSED: "已截止",
}


class SurveyFaulty(Refusal):
    """The survey cannot be sent out as it is written."""

    code = "ratings.survey_faulty"

    def __init__(self, line: int) -> None:
        super().__init__(f"Question {line} is faulty.", line=line)


class SurveyEmpty(Refusal):
    """A survey asks something, and not too much."""

    code = "ratings.survey_length"

    def __init__(self, most: int) -> None:
        super().__init__(f"1 to {most} questions.", most=most)


class SurveyDaysWrong(Refusal):
    """The days of a survey follow one another."""

    code = "ratings.survey_days"

    def __init__(self) -> None:
        super().__init__("The first day comes before the last.")


class AnswerFaulty(Refusal):
    """An answer is not one of those offered, or is missing."""

    code = "ratings.answer_faulty"

    def __init__(self, line: int) -> None:
        super().__init__(f"Question {line} is not answered.", line=line)


@dataclass(frozen=True, slots=True)
class Question:
    """One question; only texts may be left open."""

    kind: QuestionKind
    text: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How a question was answered; texts are listed, choices counted."""

    question: Question
    answered: int
    counts: tuple[tuple[str, int], ...] = ()
    texts: tuple[str, ...] = ()


def check_questions(questions: Sequence[Question], rules: SurveyRules) -> None:
    """Refuse none or too many questions, and choices without two options."""
    if not 1 <= len(questions) <= rules.questions_max:
        raise SurveyEmpty(rules.questions_max)
    for line, question in enumerate(questions, start=1):
        count = len(question.options)
        if question.kind is QuestionKind.TEXT:
            wrong = count > 0
        else:
            wrong = not OPTIONS_MIN <= count <= rules.options_max
        repeated = len(set(question.options)) < count
        if wrong or repeated or not question.text.strip():
            raise SurveyFaulty(line)


def check_days(*, closed: tuple[date, date], asked: tuple[date, date]) -> None:
    """Refuse days in the wrong order."""
    if closed[0] > closed[1] or asked[0] > asked[1]:
        raise SurveyDaysWrong


def standing(
    state: SurveyState, *, opens_on: date, closes_on: date, today: date
) -> SurveyStanding:
    """Return where the survey stands on the day."""
    if state is SurveyState.DRAFT:
        return SurveyStanding.DRAFT
    if today < opens_on:
        return SurveyStanding.COMING
    return SurveyStanding.OPEN if today <= closes_on else SurveyStanding.CLOSED


def is_open(
    state: SurveyState, *, opens_on: date, closes_on: date, today: date
) -> bool:
    """Say whether the survey may be answered on the day."""
    stands = standing(state, opens_on=opens_on, closes_on=closes_on, today=today)
    return stands is SurveyStanding.OPEN


def check_answers(
    questions: Sequence[Question], answers: Mapping[int, Sequence[str]]
) -> dict[str, list[str]]:
    """Return the answer sheet as it is kept; refuses a missing or foreign answer.

    Answers go by the place of their question, counted from 1.
    """
    sheet: dict[str, list[str]] = {}
    for line, question in enumerate(questions, start=1):
        given = [text.strip() for text in answers.get(line, ()) if text.strip()]
        if question.kind is QuestionKind.TEXT:
            kept = [text[:TEXT_MAX] for text in given[:1]]
        else:
            kept = [option for option in question.options if option in given]
            one = question.kind is QuestionKind.SINGLE
            if not kept or len(kept) < len(set(given)) or (one and len(kept) > 1):
                raise AnswerFaulty(line)
        sheet[str(line)] = kept
    return sheet


def tally(
    questions: Sequence[Question], sheets: Iterable[Mapping[str, Sequence[str]]]
) -> tuple[Tally, ...]:
    """Return how every question was answered."""
    given = tuple(sheets)
    return tuple(
        _tally(question, [sheet.get(str(line), ()) for sheet in given])
        for line, question in enumerate(questions, start=1)
    )


def _tally(question: Question, answers: list[Sequence[str]]) -> Tally:
    answered = sum(1 for answer in answers if answer)
    if question.kind is QuestionKind.TEXT:
        texts = tuple(text for answer in answers for text in answer)
        return Tally(question, answered, texts=texts)
    counts = tuple(
        (option, sum(1 for answer in answers if option in answer))
        for option in question.options
    )
    return Tally(question, answered, counts=counts)
