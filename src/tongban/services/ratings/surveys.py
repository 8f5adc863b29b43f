"""Short surveys: drafted, published, answered once a person, counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from tongban.core.access.actor import Actor
from tongban.core.access.rights import Act, check_may
from tongban.core.json_values import texts_of
from tongban.core.ratings.giving import check_rater
from tongban.core.ratings.surveys import (
    Question,
    QuestionKind,
    SurveyState,
    Tally,
    check_answers,
    check_days,
    check_questions,
    is_open,
    tally,
)
from tongban.core.refusals import Refusal
from tongban.records.cases.models import Case
from tongban.records.ratings.models import Survey, SurveyAnswer
from tongban.records.security.row_conditions import below
from tongban.services.cases import engine
from tongban.services.cases.envelope import CHINA, Envelope, Receipt
from tongban.services.ratings.rules import rating_rules

TITLE_MAX: Final = 60
INTRO_MAX: Final = 500
SURVEYS_SHOWN_MAX: Final = 100
TEXTS_SHOWN_MAX: Final = 200


class SurveyUnknown(Refusal):
    """No survey within reach, or none that one is asked in."""

    code = "ratings.survey_unknown"

    def __init__(self) -> None:
        super().__init__("No such survey.")


class SurveyPublished(Refusal):
    """A published survey is not changed any more."""

    code = "ratings.survey_published"

    def __init__(self) -> None:
        super().__init__("The survey is out.")


class SurveyAnswered(Refusal):
    """A person answers a survey once."""

    code = "ratings.survey_answered"

    def __init__(self) -> None:
        super().__init__("Answered before.")


class SurveyUntitled(Refusal):
    """A survey has a title."""

    code = "ratings.survey_untitled"

    def __init__(self) -> None:
        super().__init__("Write a title.")


@dataclass(frozen=True, slots=True)
class NewSurvey:
    """A survey as it is drafted."""

    title: str
    intro: str
    questions: tuple[Question, ...]
    closed: tuple[date, date]
    asked: tuple[date, date]


@dataclass(frozen=True, slots=True)
class SurveyCard:
    """One survey with how many answered it."""

    id: int
    title: str
    intro: str
    questions: tuple[Question, ...]
    state: SurveyState
    closed: tuple[date, date]
    asked: tuple[date, date]
    asked_people: int
    sheets: int
    version: int


@dataclass(frozen=True, slots=True)
class OpenSurvey:
    """A survey somebody is asked in."""

    id: int
    title: str
    intro: str
    questions: tuple[Question, ...]
    closes_on: date


def draft_survey(
    envelope: Envelope, new: NewSurvey, *, survey_id: int | None = None
) -> int:
    """Keep a draft, new or written over; returns its id."""
    check_may(envelope.actor, Act.SPOT_CHECK.value)
    if not new.title.strip():
        raise SurveyUntitled
    check_questions(new.questions, rating_rules().survey)
    check_days(closed=new.closed, asked=new.asked)
    with transaction.atomic():
        command, first = engine.remember(
            envelope,
            act="ratings.survey",
            number=str(survey_id or 0),
            payload=_said(new),
        )
        if first is not None:
            return int(first.number)
        survey = _draft(envelope, survey_id)
        survey.title = new.title.strip()[:TITLE_MAX]
        survey.intro = new.intro.strip()[:INTRO_MAX]
        survey.questions = [_stored(question) for question in new.questions]
        survey.closed_first, survey.closed_last = new.closed
        survey.opens_on, survey.closes_on = new.asked
        survey.version += 1
        survey.save()
        engine.answer(command, _receipt(survey))
        return int(survey.pk)


def _draft(envelope: Envelope, survey_id: int | None) -> Survey:
    if survey_id is None:
        return Survey(
            office_path=envelope.actor.office_path,
            made_by_id=envelope.actor.account_id or 0,
            made_at=envelope.now,
        )
    return _locked_draft(envelope, survey_id)


def _locked_draft(envelope: Envelope, survey_id: int) -> Survey:
    mine = below("office_path", envelope.actor.office_path)
    survey = Survey.objects.select_for_update().filter(mine, pk=survey_id).first()
    if survey is None:
        raise SurveyUnknown
    if survey.state != SurveyState.DRAFT.value:
        raise SurveyPublished
    seen = envelope.version
    if seen is not None and seen != survey.version:
        raise engine.StaleVersion(seen=seen, stands=survey.version)
    return survey


def _said(new: NewSurvey) -> dict[str, str]:
    return {
        "title": new.title,
        "intro": new.intro,
        "questions": repr(new.questions),
        "days": repr((new.closed, new.asked)),
    }


def _stored(question: Question) -> dict[str, object]:
    return {
        "kind": question.kind.value,
        "text": question.text.strip(),
        "options": list(question.options),
    }


def _receipt(survey: Survey) -> Receipt:
    return Receipt(
        number=str(survey.pk),
        version=survey.version,
        state=survey.state,
        outcome="",
        step="",
        due_on="",
    )


def publish_survey(envelope: Envelope, *, survey_id: int) -> None:
    """Send a draft out; it is not changed after that."""
    check_may(envelope.actor, Act.SPOT_CHECK.value)
    with transaction.atomic():
        command, first = engine.remember(
            envelope, act="ratings.publish_survey", number=str(survey_id), payload={}
        )
        if first is not None:
            return
        survey = _locked_draft(envelope, survey_id)
        survey.state = SurveyState.PUBLISHED.value
        survey.published_at = envelope.now
        survey.version += 1
        survey.save()
        engine.answer(command, _receipt(survey))


def surveys_of(actor: Actor) -> tuple[SurveyCard, ...]:
    """Return the surveys of the actor's office and below, the latest first."""
    check_may(actor, Act.SPOT_CHECK.value)
    mine = below("office_path", actor.office_path)
    found = Survey.objects.filter(mine).order_by("-pk")[:SURVEYS_SHOWN_MAX]
    return tuple(_card(survey) for survey in found)


def survey_card(actor: Actor, survey_id: int) -> SurveyCard:
    """Return one survey for those who make them."""
    return _card(_within_reach(actor, survey_id))


def survey_results(actor: Actor, survey_id: int) -> tuple[Tally, ...]:
    """Return how a survey was answered, in counts and texts, nobody named.

    Nothing while so few sheets are in that somebody could be made out.
    """
    survey = _within_reach(actor, survey_id)
    if survey.sheets.count() < rating_rules().hidden_below:
        return ()
    sheets = [
        {line: texts_of(sheet.answers, line) for line in sheet.answers}
        for sheet in survey.sheets.order_by("pk")
    ]
    return tally(questions_of(survey), sheets)


def _within_reach(actor: Actor, survey_id: int) -> Survey:
    check_may(actor, Act.SPOT_CHECK.value)
    mine = below("office_path", actor.office_path)
    survey = Survey.objects.filter(mine, pk=survey_id).first()
    if survey is None:
        raise SurveyUnknown
    return survey


def questions_of(survey: Survey) -> tuple[Question, ...]:
    """Return the questions of a survey as values."""
    return tuple(
        Question(QuestionKind(one["kind"]), one["text"], tuple(one["options"]))
        for one in survey.questions
    )


def _card(survey: Survey) -> SurveyCard:
    people = _closed_cases(survey).values("party_id").distinct().count()
    return SurveyCard(
        id=survey.pk,
        title=survey.title,
        intro=survey.intro,
        questions=questions_of(survey),
        state=SurveyState(survey.state),
        closed=(survey.closed_first, survey.closed_last),
        asked=(survey.opens_on, survey.closes_on),
        asked_people=people,
        sheets=survey.sheets.count(),
        version=survey.version,
    )


def _closed_cases(survey: Survey) -> QuerySet[Case]:
    first = datetime.combine(survey.closed_first, time(), CHINA)
    last = datetime.combine(survey.closed_last, time(), CHINA) + timedelta(days=1)
    return Case.objects.filter(
        below("office_path", survey.office_path),
        closed_at__gte=first,
        closed_at__lt=last,
    )


def open_surveys(actor: Actor, *, today: date) -> tuple[OpenSurvey, ...]:
    """Return the surveys a party of the actor is asked in and has not answered."""
    if not actor.party_ids:
        return ()
    running = Survey.objects.filter(
        state=SurveyState.PUBLISHED.value, opens_on__lte=today, closes_on__gte=today
    ).order_by("closes_on", "pk")
    return tuple(
        OpenSurvey(
            id=survey.pk,
            title=survey.title,
            intro=survey.intro,
            questions=questions_of(survey),
            closes_on=survey.closes_on,
        )
        for survey in running[:SURVEYS_SHOWN_MAX]
        if _party_asked(survey, actor) is not None
    )


def _party_asked(survey: Survey, actor: Actor) -> int | None:
    """Return the actor's first party that is asked and has not answered."""
    asked = set(
        _closed_cases(survey)
        .filter(party_id__in=actor.party_ids)
        .values_list("party_id", flat=True)
    )
    answered = set(
        survey.sheets.filter(party_id__in=asked).values_list("party_id", flat=True)
    )
    return next((one for one in actor.party_ids if one in asked - answered), None)


def answer_survey(
    envelope: Envelope, *, survey_id: int, answers: Mapping[int, Sequence[str]]
) -> None:
    """Keep the answers of somebody who is asked; once, and never changed."""
    check_rater(envelope.actor.kind)
    survey = Survey.objects.filter(pk=survey_id).first()
    if survey is None or not is_open(
        SurveyState(survey.state),
        opens_on=survey.opens_on,
        closes_on=survey.closes_on,
        today=envelope.today,
    ):
        raise SurveyUnknown
    sheet = check_answers(questions_of(survey), answers)
    with transaction.atomic():
        command, first = engine.remember(
            envelope,
            act="ratings.answer_survey",
            number=str(survey_id),
            payload={"sheet": sheet},
        )
        if first is not None:
            return
        party_id = _party_asked(survey, envelope.actor)
        if party_id is None:
            raise SurveyAnswered
        _keep_sheet(survey, party_id, sheet, envelope.now)
        engine.answer(command, _receipt(survey))


def _keep_sheet(
    survey: Survey, party_id: int, sheet: dict[str, list[str]], now: datetime
) -> None:
    row = SurveyAnswer(
        survey=survey,
        party_id=party_id,
        office_path=survey.office_path,
        answers=sheet,
        answered_at=now,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:
        raise SurveyAnswered from fault
