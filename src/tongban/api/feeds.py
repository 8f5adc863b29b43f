"""Facts that systems of other departments send by themselves (部门数据)."""

from http import HTTPStatus

from django.http import HttpRequest
from ninja import Router, Schema, Status
from ninja.security import APIKeyHeader
from pydantic import Field

from tongban.api.signed import SIGNATURE_HEADER, signed_request
from tongban.core.matching.facts import FactKind
from tongban.services.access.rules import api_public
from tongban.services.matching.departments import (
    ROWS_PER_REQUEST_MAX,
    Department,
    check_department,
    take_sent,
)
from tongban.services.matching.intake import FeedResult
from tongban.services.timekeeping.queries import now

router = Router(tags=["部门数据"])


class DepartmentSignature(APIKeyHeader):
    """The HMAC signature of a department over time, path and body."""

    param_name = SIGNATURE_HEADER

    def authenticate(self, request: HttpRequest, key: str | None) -> Department:
        """Return the department; refuse what it did not sign."""
        return check_department(
            signed_request(request, sender_header="X-Tongban-Department", signature=key)
        )


class FeedIn(Schema):
    """Rows of one kind, as many as one request may hold."""

    rows: list[dict[str, str]] = Field(
        min_length=1,
        max_length=ROWS_PER_REQUEST_MAX,
        description="每行一个对象，键是栏目的中文名称或代码，值都是文字",
    )


class RefusedCellOut(Schema):
    """A cell that keeps its row out."""

    row: int = Field(description="第几行，从1数起")
    column: str = Field(description="栏目的代码")
    problem: str = Field(description="问题")
    cure: str = Field(description="怎么改")


class FeedOut(Schema):
    """What became of the rows."""

    counts: dict[str, int] = Field(
        description="各种结果的行数：new新收到、known以前收到过、corrected更正了以前的、"
        "unregistered没有参保登记（不留存）、faulty有问题（没有接收）"
    )
    proposals: int = Field(description="提出了多少条变更，由工作人员核实后办理")
    refused: list[RefusedCellOut]
    repeated: bool = Field(description="同样的数据以前收到过，没有增加记录")


@router.post(
    "/feeds/{kind}",
    response={200: FeedOut},
    auth=DepartmentSignature(),
    summary="接收部门数据",
)
@api_public
def send(request: HttpRequest, kind: FactKind, body: FeedIn) -> Status[FeedOut]:
    """Keep what a department says and propose what follows; nothing is changed yet."""
    department: Department = request.auth  # type: ignore[attr-defined]  # set by ninja
    return Status(
        HTTPStatus.OK, _shown(take_sent(department, kind, body.rows, now=now()))
    )


def _shown(result: FeedResult) -> FeedOut:
    return FeedOut(
        counts={state.value: count for state, count in result.rows.items()},
        proposals=result.proposals,
        refused=[
            RefusedCellOut(
                row=one.row, column=one.column, problem=one.problem, cure=one.cure
            )
            for one in result.refused
        ],
        repeated=result.repeated,
    )
