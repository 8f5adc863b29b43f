"""Answering a short survey; nobody has to."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.ratings.surveys import TEXT_MAX, Question, QuestionKind
from tongban.core.refusals import Refusal
from tongban.portals.citizen.sending import envelope_of, new_key
from tongban.portals.shared.layout.fields import Field, FieldKind, Option, Problem
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting, applicants
from tongban.services.messages.queries import sentence_of
from tongban.services.ratings.surveys import (
    OpenSurvey,
    SurveyUnknown,
    answer_survey,
    open_surveys,
)
from tongban.services.timekeeping.queries import today

KINDS = {
    QuestionKind.SINGLE: FieldKind.RADIO,
    QuestionKind.MULTI: FieldKind.CHECKBOXES,
    QuestionKind.TEXT: FieldKind.LONG_TEXT,
}


@dataclass(frozen=True, slots=True)
class SurveyPage:
    """What the page of a survey draws."""

    survey: OpenSurvey
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    key: str
    crumbs: tuple[Crumb, ...]


@applicants
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def survey(request: HttpRequest, survey_id: int) -> HttpResponse:
    """Show a survey one is asked in, and keep the answers."""
    actor = acting(request)
    asked = {one.id: one for one in open_surveys(actor, today=today())}
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        try:
            answer_survey(
                envelope_of(request), survey_id=survey_id, answers=_answers(request)
            )
        except Refusal as no:
            problems = (Problem(sentence_of(no)),)
        else:
            messages.success(request, "谢谢，问卷已经收到。")
            return redirect("rate")
    if survey_id not in asked:
        raise SurveyUnknown
    shown = asked[survey_id]
    page = SurveyPage(
        survey=shown,
        fields=tuple(
            _field(line, question, request)
            for line, question in enumerate(shown.questions, start=1)
        ),
        problems=problems,
        key=new_key(),
        crumbs=(Crumb("我要评", reverse("rate")), Crumb("问卷")),
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "citizen/rating/survey.html", {"page": page}, status=status)


def _answers(request: HttpRequest) -> dict[int, list[str]]:
    return {
        int(name[1:]): request.POST.getlist(name)
        for name in request.POST
        if name[:1] == "q" and name[1:].isascii() and name[1:].isdigit()
    }


def _field(line: int, question: Question, request: HttpRequest) -> Field:
    name = f"q{line}"
    typed = request.POST.getlist(name)
    return Field(
        name=name,
        label=f"{line}. {question.text}",
        kind=KINDS[question.kind],
        required=question.kind is not QuestionKind.TEXT,
        value=typed[0] if typed else "",
        length_max=TEXT_MAX if question.kind is QuestionKind.TEXT else None,
        options=tuple(
            Option(option, option, chosen=option in typed)
            for option in question.options
        ),
    )
