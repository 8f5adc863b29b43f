# ruff: noqa: ARG001 - ninja hands the request over by this name
"""Open data of the catalogue: items, guides, regions, differences, scope."""

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router

from tongban.api.schemas.catalogue import (
    ChangesOut,
    DifferencesOut,
    GuideOut,
    GuidesOut,
    ItemOut,
    ItemsOut,
    PublicChangesOut,
    RegionDetailOut,
    RegionOut,
    RegionsOut,
)
from tongban.api.schemas.values import Code, Day
from tongban.api.schemas.values import Region as RegionCode
from tongban.core.items.differences import Difference
from tongban.core.items.regions import Region
from tongban.policy.shapes import Json, to_json
from tongban.services.access.rules import api_public
from tongban.services.catalogue.public import public_changes
from tongban.services.items import queries
from tongban.services.items.payload import (
    Payload,
    guide_payload,
    item_payload,
    items_payload,
    ruling_payload,
)
from tongban.services.timekeeping.queries import today

router = Router(tags=["事项目录"])
# The description stands on the query itself: beside it, it would undo the default.
InRegion = Annotated[RegionCode | None, Query(description="地区；不填为本站地区")]
OnDay = Annotated[Day | None, Query(description="按哪一天的规定；不填为今天")]
SinceDay = Annotated[Day | None, Query(description="最早的施行日期")]
UntilDay = Annotated[Day | None, Query(description="最晚的施行日期")]


def region_or_own(region: str | None) -> str:
    """Return the region asked for, or the one this site serves."""
    return region or str(settings.TONGBAN_REGION)


@router.get("/items", response=ItemsOut, summary="一个地区在一天的全部经办事项")
@api_public
def items(
    request: HttpRequest,
    region: InRegion = None,
    on: OnDay = None,
) -> dict[str, list[Payload]]:
    """Return every published item, in the list's order."""
    return {"items": items_payload(region_or_own(region), on or today())}


@router.get(
    "/items/changes",
    response=PublicChangesOut,
    summary="一个地区的目录变更，含待施行",
)
@api_public
def catalogue_changes(
    request: HttpRequest,
    region: InRegion = None,
    since: SinceDay = None,
    until: UntilDay = None,
) -> dict[str, object]:
    """Return the changes of a region's catalogue, the latest first."""
    found = public_changes(region_or_own(region), since=since, until=until)
    return {"changes": found}


@router.get("/items/{code}", response=ItemOut, summary="一个经办事项")
@api_public
def item(
    request: HttpRequest,
    code: Code,
    region: InRegion = None,
    on: OnDay = None,
) -> Payload:
    """Return one item as published, and the terms per audience."""
    day = on or today()
    return item_payload(queries.item_on(code, region_or_own(region), day), day)


@router.get(
    "/items/{code}/changes", response=ChangesOut, summary="一个事项在两天之间的变化"
)
@api_public
def item_changes(
    request: HttpRequest,
    code: Code,
    before: Query[Day],
    after: Query[Day],
    region: InRegion = None,
) -> dict[str, object]:
    """Return what changed in one item between two days, in Chinese words."""
    found = queries.changes(code, region_or_own(region), before=before, after=after)
    return {"changes": found}


@router.get("/guides", response=GuidesOut, summary="一个地区在一天的全部办事指南")
@api_public
def guides(
    request: HttpRequest,
    region: InRegion = None,
    on: OnDay = None,
) -> dict[str, list[Payload]]:
    """Return every guide, in the order of the chapters."""
    found = queries.guides_on(region_or_own(region), on or today())
    return {"guides": [guide_payload(guide) for guide in found]}


@router.get("/guides/{code}", response=GuideOut, summary="一份办事指南")
@api_public
def guide(
    request: HttpRequest,
    code: Code,
    region: InRegion = None,
    on: OnDay = None,
) -> Payload:
    """Return one guide, every heading and line."""
    return guide_payload(queries.guide(code, region_or_own(region), on or today()))


@router.get("/regions", response=RegionsOut, summary="全部地区")
@api_public
def regions(request: HttpRequest) -> dict[str, list[Region]]:
    """Return every region on file, by code."""
    return {"regions": list(queries.regions())}


@router.get("/regions/{code}", response=RegionDetailOut, summary="一个地区及其上下级")
@api_public
def region(request: HttpRequest, code: RegionCode) -> dict[str, object]:
    """Return one region with those above it and those right below it."""
    found = queries.region_named(code)
    return {
        **RegionOut.from_orm(found).model_dump(),
        "full_name": queries.region_full_name(code),
        "chain": queries.region_chain(code),
        "children": queries.regions_below(code),
    }


@router.get(
    "/differences", response=DifferencesOut, summary="清单与指南的差异和执行口径"
)
@api_public
def differences(
    request: HttpRequest,
    region: InRegion = None,
    on: OnDay = None,
) -> dict[str, list[Payload]]:
    """Return where list and guides differ, each with its ruling."""
    found = queries.differences(region_or_own(region), on or today())
    return {"differences": [_difference(one) for one in found]}


def _difference(one: Difference) -> Payload:
    return {
        "item": one.item,
        "number": one.number,
        "audience": None if one.audience is None else one.audience.value,
        "field": one.field.value,
        "listed": one.listed,
        "guided": one.guided,
        "ruling": None if one.ruling is None else ruling_payload(one.ruling),
    }


@router.get(
    "/scope/{region}", response=dict[str, Any], summary="跨省通办、省内通办事项清单"
)
@api_public
def scope(request: HttpRequest, region: RegionCode) -> Json:
    """Return a province's list of what is handled across regions, as printed."""
    return to_json(queries.scope(region))
