"""Ratings: grades and published results for anybody, one's own services to rate."""
# ruff: noqa: ARG001 - ninja hands the request over by this name

from contextlib import AbstractContextManager
from datetime import date
from typing import Annotated

from django.http import HttpRequest
from ninja import Header, Query, Router

from tongban.api.anybody import ANYBODY, device_of, envelope_of_anybody
from tongban.api.items import region_or_own
from tongban.api.schemas.ratings import (
    CaseRatingIn,
    GradesOut,
    Month,
    MoreWordsIn,
    QueryCode,
    RatingIn,
    ResultsOut,
    ServiceRatingOut,
    VisitRatingIn,
)
from tongban.api.schemas.values import Code
from tongban.api.schemas.values import Region as RegionCode
from tongban.api.sending import KeyHeader
from tongban.core.ratings.giving import Way
from tongban.core.ratings.publishing import Counts
from tongban.services.access.rules import acting, api_public
from tongban.services.ratings import queries
from tongban.services.ratings.corrections import reopen
from tongban.services.ratings.operations import Given, add_to_rating, rate
from tongban.services.ratings.own import own_rating, rate_until
from tongban.services.ratings.queries import Grouping, ResultOrder
from tongban.services.ratings.rules import grade_book, rating_rules
from tongban.services.ratings.served import (
    CaseCodes,
    Served,
    VisitCodes,
    case_by_code,
    own_case,
    visit,
)
from tongban.services.timekeeping.queries import today

router = Router(tags=["评价"])


@router.get("/ratings", response=ResultsOut, summary="一个月的评价结果")
@api_public
def results(
    request: HttpRequest,
    region: Annotated[RegionCode | None, Query(description="不填为本站地区")] = None,
    month: Query[Month | None] = None,
    by: Grouping = Grouping.OFFICE,
    order: ResultOrder = ResultOrder.NAME,
) -> dict[str, object]:
    """Return counts by office, item or region; groups too small show none."""
    day = today()
    found = queries.results(
        region=region_or_own(region),
        month=day if month is None else date.fromisoformat(f"{month}-01"),
        today=day,
        by=by,
        order=order,
    )
    groups = [
        {
            "code": group.code,
            "name": group.name,
            "counts": None if group.hidden else _counts(group.counts),
        }
        for group in found.groups
    ]
    return {
        "region": found.region,
        "region_name": found.region_name,
        "first": found.first,
        "last": found.last,
        "by": by.value,
        "hidden_below": found.hidden_below,
        "total": None if found.total is None else _counts(found.total),
        "groups": groups,
    }


def _counts(counts: Counts) -> dict[str, object]:
    grades = {
        grade.code: counts.by_grade.get(grade.code, 0) for grade in grade_book().grades
    }
    return {
        "total": counts.total,
        "by_grade": grades,
        "bad": counts.bad,
        "settled": counts.settled,
        "late": counts.late,
    }


@router.get("/ratings/grades", response=GradesOut, summary="评价等级和理由")
@api_public
def grades(request: HttpRequest) -> dict[str, object]:
    """Return the five grades, from the best down, with the reasons of each."""
    book = grade_book()
    offered = [
        {
            "code": grade.code,
            "level": grade.level,
            "name": grade.name,
            "bad": grade.bad,
            "reasons": book.reasons_of(grade.code),
        }
        for grade in book.grades
    ]
    return {"grades": offered, "open_days": rating_rules().giving.open_days}


@router.get(
    "/cases/{number}/rating",
    response=ServiceRatingOut,
    auth=ANYBODY,
    summary="一件办件的评价和整改进度",
)
@api_public
def case_rating(
    request: HttpRequest, number: Code, code: Query[QueryCode | None] = None
) -> dict[str, object]:
    """Return the rating of a case to its owner, or to who has its query code."""
    with _case(request, number, code or "") as served:
        return _told(served)


@router.post(
    "/cases/{number}/rating",
    response=ServiceRatingOut,
    auth=ANYBODY,
    summary="评价一件办件",
)
@api_public
def rate_case(
    request: HttpRequest, number: Code, sent: Header[KeyHeader], body: CaseRatingIn
) -> dict[str, object]:
    """Rate a closed case once, as its owner or by its query code."""
    with _case(request, number, body.code) as served:
        return _rated(request, sent, served, body)


@router.post(
    "/cases/{number}/rating/additions",
    response=ServiceRatingOut,
    auth=ANYBODY,
    summary="追评",
)
@api_public
def add(
    request: HttpRequest, number: Code, sent: Header[KeyHeader], body: MoreWordsIn
) -> dict[str, object]:
    """Add words to a rating; what was said stays."""
    envelope = envelope_of_anybody(request, sent)
    with _case(request, number, body.code) as served:
        add_to_rating(envelope, served, words=body.words)
        return _told(served)


@router.post(
    "/cases/{number}/rating/reopen",
    response=ServiceRatingOut,
    auth=ANYBODY,
    summary="要求重新整改",
)
@api_public
def ask_again(
    request: HttpRequest, number: Code, sent: Header[KeyHeader], body: MoreWordsIn
) -> dict[str, object]:
    """Say that something is still not put right; somebody else takes it on."""
    envelope = envelope_of_anybody(request, sent)
    with _case(request, number, body.code) as served:
        reopen(envelope, served, words=body.words)
        return _told(served)


@router.post(
    "/queues/{office}/rating",
    response=ServiceRatingOut,
    auth=ANYBODY,
    summary="凭评价码评价今天的窗口服务",
)
@api_public
def rate_visit(
    request: HttpRequest, office: Code, sent: Header[KeyHeader], body: VisitRatingIn
) -> dict[str, object]:
    """Rate today's visit of a hall with the code of its ticket."""
    codes = VisitCodes(office, body.ticket, body.code)
    with visit(codes, today=today()) as served:
        return _rated(request, sent, served, body)


def _case(
    request: HttpRequest, number: str, code: str
) -> AbstractContextManager[Served]:
    if code:
        return case_by_code(CaseCodes(number, code), today=today())
    return own_case(acting(request), number)


def _rated(
    request: HttpRequest, sent: KeyHeader, served: Served, body: RatingIn
) -> dict[str, object]:
    given = Given(
        grade=body.grade,
        reasons=tuple(body.reasons),
        words=body.words,
        device=device_of(request),
    )
    rate(envelope_of_anybody(request, sent), served, given=given, way=Way.API)
    return _told(served)


def _told(served: Served) -> dict[str, object]:
    return {
        "number": served.number,
        "name": served.name,
        "office_name": served.office.name,
        "ended_at": served.ended_at,
        "rate_until": rate_until(served),
        "rating": own_rating(served, today=today()),
    }
