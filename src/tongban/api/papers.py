"""Papers of a case, and one of them as PDF."""

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from tongban.api.schemas.papers import PaperListOut
from tongban.api.schemas.values import Code
from tongban.core.access.actor import ActorKind
from tongban.core.papers.kinds import Edition
from tongban.services.access.looks import record_look
from tongban.services.access.rules import acting, api_signed_in
from tongban.services.papers.queries import paper_within_reach, papers_of_case
from tongban.services.papers.rendering import MEDIA_TYPE, paper_pdf
from tongban.services.timekeeping.queries import now

router = Router(tags=["文书"])
LOOKED: Final = "接口取文书"
PDF_ANSWER = {
    "responses": {
        HTTPStatus.OK.value: {
            "description": "PDF文件，带电子签名",
            "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class EditionQuery(Schema):
    """How large the paper is set."""

    form: Edition = Edition.FULL


@router.get("/cases/{number}/papers", response=PaperListOut, summary="办件的文书")
@api_signed_in
def list_papers(request: HttpRequest, number: Code) -> dict[str, object]:
    """Return the papers issued in a case, the latest first."""
    return {"papers": papers_of_case(acting(request), number)}


@router.get(
    "/cases/{number}/papers/{paper}",
    summary="取一份文书（PDF）",
    openapi_extra=PDF_ANSWER,
)
@api_signed_in
def one_paper(
    request: HttpRequest, number: Code, paper: Code, chosen: Query[EditionQuery]
) -> HttpResponse:
    """Return one paper as PDF, as issued; a look by staff goes on record."""
    actor = acting(request)
    row = paper_within_reach(actor, number, paper)
    if actor.kind is ActorKind.STAFF:
        record_look(actor, row.party_id, at=now(), reason=LOOKED, case_number=number)
    pdf = paper_pdf(row, chosen.form, now=now())
    response = HttpResponse(pdf.content, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "private, no-store"
    return response
