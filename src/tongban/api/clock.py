# ruff: noqa: ARG001 - ninja hands the request over by this name
"""The clock as open data: when a limit in working days ends, and why."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from tongban.api.schemas.catalogue import ClockOut
from tongban.api.schemas.values import Day, Whole
from tongban.services.access.rules import api_public
from tongban.services.calendar.queries import ClockPayload, clock_payload

router = Router(tags=["办理时限"])


@router.get("/clock", response=ClockOut, summary="推算办结日并说明理由")
@api_public
def clock(
    request: HttpRequest,
    accepted: Query[Annotated[Day, Field(description="受理日")]],
    working_days: Query[
        Annotated[Whole, Field(description="办结时限（工作日）；0为即时办结")]
    ],
) -> ClockPayload:
    """Return the due day; the day of acceptance itself does not count."""
    return clock_payload(accepted=accepted, working_days=working_days)
