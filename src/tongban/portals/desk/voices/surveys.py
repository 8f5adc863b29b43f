"""Surveys (满意度调查): written, sent out, and counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.ratings.surveys import (
    QUESTION_WORDS,
    STANDING_WORDS,
    Question,
    QuestionKind,
    SurveyStanding,
    SurveyState,
    Tally,
    standing,
)
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import supervisors
from tongban.portals.desk.sending import WordsMissing, envelope_of, fresh_key, words
from tongban.portals.desk.voices.tabs import SURVEYS, Tab, voice_tabs
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.messages.queries import sentence_of
from tongban.services.ratings.rules import rating_rules
from tongban.services.ratings.surveys import (
    NewSurvey,
    SurveyCard,
    draft_survey,
    publish_survey,
    survey_card,
    survey_results,
    surveys_of,
)
from tongban.services.timekeeping.queries import today

ASKED_DAYS: Final = 14
CLOSED_DAYS: Final = 30
FULL: Final = 100
FEW: Final = "收到不足{least}份，以免认出是谁填的，先不显示结果。"
TONES: Final = {
    SurveyStanding.DRAFT: ("calm", "edit"),
    SurveyStanding.COMING: ("info", "clock"),
    SurveyStanding.OPEN: ("good", "check"),
    SurveyStanding.CLOSED: ("calm", "check"),
}


@dataclass(frozen=True, slots=True)
class Chip:
    """Where a survey stands today, with its tone and icon."""

    words: str
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class SurveyLine:
    """One survey of the list."""

    card: SurveyCard
    chip: Chip


@dataclass(frozen=True, slots=True)
class SurveysPage:
    """The surveys of the office and below."""

    tabs: tuple[Tab, ...]
    lines: tuple[SurveyLine, ...]
    crumbs: tuple[Crumb, ...]


@supervisors
@never_cache
@require_safe
def surveys_page(request: HttpRequest) -> HttpResponse:
    """Show every survey, the latest first."""
    actor, day = acting(request), today()
    page = SurveysPage(
        tabs=voice_tabs(actor, SURVEYS, today=day),
        lines=tuple(SurveyLine(card, _chip(card, day)) for card in surveys_of(actor)),
        crumbs=(Crumb("评价和意见", reverse("desk-voices")), Crumb("满意度调查")),
    )
    return render(request, "desk/voices/surveys.html", {"page": page})


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question as it is being written; ``options`` one a line."""

    number: int
    text: str
    options: str
    kinds: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer with its share of the sheets, in per cent."""

    words: str
    count: int
    percent: int


@dataclass(frozen=True, slots=True)
class Result:
    """How one question was answered."""

    text: str
    answered: int
    bars: tuple[Bar, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """One survey: being written, or out with its results."""

    card: SurveyCard | None
    chip: Chip | None
    title: str
    intro: str
    days: tuple[str, str, str, str]
    lines: tuple[QuestionLine, ...]
    results: tuple[Result, ...]
    few: str
    is_draft: bool
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@supervisors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_survey_page(request: HttpRequest) -> HttpResponse:
    """Write a new survey."""
    return _written(request, None)


@supervisors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey_page(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Show one survey: write on while it is a draft, read the results after that."""
    return _written(request, survey_id)


def _written(request: HttpRequest, survey_id: int | None) -> HttpResponse:
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            kept = _keep(request, survey_id)
        except Refusal as no:
            refusal = no
        else:
            return redirect("desk-voices-survey", kept)
    actor = acting(request)
    card = None if survey_id is None else survey_card(actor, survey_id)
    is_draft = card is None or card.state is SurveyState.DRAFT
    results = () if card is None or is_draft else survey_results(actor, card.id)
    page = SurveyPage(
        card=card,
        chip=None if card is None else _chip(card, today()),
        title=_typed(request, "title", "" if card is None else card.title),
        intro=_typed(request, "intro", "" if card is None else card.intro),
        days=_days(request, card),
        lines=_lines(request, card),
        results=tuple(_result(one) for one in results),
        few=FEW.format(least=rating_rules().hidden_below),
        is_draft=is_draft,
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(
            Crumb("评价和意见", reverse("desk-voices")),
            Crumb("满意度调查", reverse(SURVEYS)),
        ),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/voices/survey.html", {"page": page}, status=status)


def _chip(card: SurveyCard, day: date) -> Chip:
    opens_on, closes_on = card.asked
    stands = standing(card.state, opens_on=opens_on, closes_on=closes_on, today=day)
    tone, icon = TONES[stands]
    return Chip(STANDING_WORDS[stands], tone, icon)


def _keep(request: HttpRequest, survey_id: int | None) -> int:
    sent = request.POST
    if words(sent, "do") == "publish" and survey_id is not None:
        publish_survey(envelope_of(request), survey_id=survey_id)
        messages.success(request, "已发出。办过事的人登录后能看到，发出后不能再改。")
        return survey_id
    new = NewSurvey(
        title=words(sent, "title"),
        intro=words(sent, "intro"),
        questions=_questions(sent),
        closed=(_day(sent, "closed_first"), _day(sent, "closed_last")),
        asked=(_day(sent, "opens_on"), _day(sent, "closes_on")),
    )
    kept = draft_survey(envelope_of(request), new, survey_id=survey_id)
    messages.success(request, "草稿已保存。核对无误后再发出。")
    return kept


def _questions(sent: QueryDict) -> tuple[Question, ...]:
    """Read the questions that were written; a line left empty is none."""
    found = []
    for number in range(1, rating_rules().survey.questions_max + 1):
        text = words(sent, f"text.{number}")
        given = words(sent, f"options.{number}").splitlines()
        options = tuple(line.strip() for line in given if line.strip())
        if text or options:
            kind = words(sent, f"kind.{number}")
            known = kind if kind in set(QuestionKind) else QuestionKind.SINGLE
            found.append(Question(QuestionKind(known), text, options))
    return tuple(found)


def _day(sent: QueryDict, name: str) -> date:
    try:
        return date.fromisoformat(words(sent, name))
    except ValueError as fault:
        raise WordsMissing("日期") from fault


def _typed(request: HttpRequest, name: str, held: str) -> str:
    return words(request.POST, name) if request.method == "POST" else held


def _days(request: HttpRequest, card: SurveyCard | None) -> tuple[str, str, str, str]:
    day = today()
    held = (
        (
            day - timedelta(days=CLOSED_DAYS),
            day - timedelta(days=1),
            day,
            day + timedelta(days=ASKED_DAYS),
        )
        if card is None
        else (*card.closed, *card.asked)
    )
    names = ("closed_first", "closed_last", "opens_on", "closes_on")
    first, last, opens, closes = (
        _typed(request, name, one.isoformat())
        for name, one in zip(names, held, strict=True)
    )
    return first, last, opens, closes


def _lines(request: HttpRequest, card: SurveyCard | None) -> tuple[QuestionLine, ...]:
    """Return the questions with one empty line more, as many as are allowed."""
    written = (
        _questions(request.POST)
        if request.method == "POST"
        else (() if card is None else card.questions)
    )
    most = rating_rules().survey.questions_max
    empty = Question(QuestionKind.SINGLE, "")
    shown = (*written, *(empty for _ in range(3)))[:most]
    return tuple(
        QuestionLine(
            number=number,
            text=one.text,
            options="\n".join(one.options),
            kinds=tuple(
                Option(kind.value, said, chosen=kind is one.kind)
                for kind, said in QUESTION_WORDS.items()
            ),
        )
        for number, one in enumerate(shown, start=1)
    )


def _percent(count: int, answered: int) -> int:
    """Return a share in whole per cent, halves up."""
    return (2 * count * FULL + answered) // (2 * answered) if answered else 0


def _result(tally: Tally) -> Result:
    return Result(
        text=tally.question.text,
        answered=tally.answered,
        bars=tuple(
            Bar(said, count, _percent(count, tally.answered))
            for said, count in tally.counts
        ),
        texts=tally.texts,
    )
