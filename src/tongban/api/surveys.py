"""Short surveys: those one is asked in, and answering them; nobody has to."""

from django.http import HttpRequest
from ninja import Header, Router, Status

from tongban.api.schemas.values import Id
from tongban.api.schemas.voices import AnswersIn, SurveysOut
from tongban.api.sending import KeyHeader, envelope_of
from tongban.services.access.rules import acting, api_applicants
from tongban.services.ratings.surveys import OpenSurvey, answer_survey, open_surveys
from tongban.services.timekeeping.queries import today

router = Router(tags=["满意度调查"])


@router.get("/surveys", response=SurveysOut, summary="请我填的问卷")
@api_applicants
def surveys(request: HttpRequest) -> dict[str, tuple[OpenSurvey, ...]]:
    """Return the surveys one is asked in and has not answered."""
    return {"surveys": open_surveys(acting(request), today=today())}


@router.post("/surveys/{survey_id}/answers", response={204: None}, summary="填写问卷")
@api_applicants
def answers(
    request: HttpRequest, survey_id: Id, sent: Header[KeyHeader], body: AnswersIn
) -> Status[None]:
    """Keep the answers of somebody who is asked; once, and never changed."""
    given = {int(line): chosen for line, chosen in body.answers.items()}
    answer_survey(envelope_of(request, sent), survey_id=survey_id, answers=given)
    return Status(204, None)
