"""What anybody may ask about cases: progress by number and code, postings."""
# ruff: noqa: ARG001 - ninja hands the request over by this name

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from tongban.api.schemas.cases import PostingsOut, ProgressOut
from tongban.api.schemas.values import Code, Region
from tongban.services.access.rules import api_public
from tongban.services.cases.queries.public import Progress, postings, progress
from tongban.services.timekeeping.queries import today

router = Router(tags=["进度和公示"])


@router.get("/progress", response=ProgressOut, summary="凭编号和查询码查进度")
@api_public
def case_progress(
    request: HttpRequest,
    number: Query[Annotated[Code, Field(description="办件编号")]],
    code: Query[Annotated[Code, Field(description="回执上的查询码")]],
) -> Progress:
    """Return how a case stands, without a name or other personal data."""
    return progress(number, code, today=today())


@router.get("/postings", response=PostingsOut, summary="正在公示的结果")
@api_public
def case_postings(
    request: HttpRequest, region: Query[Region | None] = None
) -> dict[str, object]:
    """Return the results now shown to the public, the latest first."""
    return {"postings": postings(region=region or "")}
