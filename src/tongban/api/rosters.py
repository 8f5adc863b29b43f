"""A school's rosters of students: sent, followed, confirmed, put away."""

from http import HTTPStatus

from django.http import HttpRequest
from ninja import File, Form, Header, Router, Schema, Status
from ninja.files import UploadedFile

from tongban.api.schemas.rosters import RosterOut
from tongban.api.schemas.values import Code, Id, Whole
from tongban.api.sending import KeyHeader, envelope_of
from tongban.services.access.rules import acting, api_applicants
from tongban.services.rosters.intake import (
    NewRoster,
    cancel_roster,
    confirm_roster,
    take_roster,
)
from tongban.services.rosters.queries import RosterPage, own_roster

router = Router(tags=["学生花名册"])


class RosterIn(Schema):
    """For which school and year."""

    party_id: Id
    year: Whole


@router.post("/rosters", response={201: RosterOut}, summary="上传学生花名册")
@api_applicants
def send(
    request: HttpRequest,
    sent: Header[KeyHeader],
    body: Form[RosterIn],
    file: File[UploadedFile],
) -> Status[RosterPage]:
    """Keep a table and let it be checked; the same table again is the same roster."""
    new = NewRoster(body.party_id, body.year, file.name or "", file.chunks())
    code = take_roster(envelope_of(request, sent), new)
    return Status(HTTPStatus.CREATED, own_roster(acting(request), code, page=1))


@router.get("/rosters/{code}", response=RosterOut, summary="花名册的进度和有问题的行")
@api_applicants
def one(request: HttpRequest, code: Code, page: Whole = 1) -> RosterPage:
    """Return how a roster stands, a page of its faults, and its cases."""
    return own_roster(acting(request), code, page=page)


@router.post("/rosters/{code}/confirm", response=RosterOut, summary="确认登记")
@api_applicants
def confirm(request: HttpRequest, code: Code, sent: Header[KeyHeader]) -> RosterPage:
    """Let the good rows be enrolled; once begun it goes on by itself."""
    confirm_roster(envelope_of(request, sent), code=code)
    return own_roster(acting(request), code, page=1)


@router.post("/rosters/{code}/cancel", response=RosterOut, summary="取消花名册")
@api_applicants
def cancel(request: HttpRequest, code: Code, sent: Header[KeyHeader]) -> RosterPage:
    """Put a roster away before anybody is enrolled by it."""
    cancel_roster(envelope_of(request, sent), code=code)
    return own_roster(acting(request), code, page=1)
