"""Who posts, what and when, for tests of the catalogue's services."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tongban.core.access.actor import Actor, ActorKind, Grant, Role
from tongban.core.items.catalogue import Citation
from tongban.services.items.operations import NewPosting

NOW = datetime(2023, 9, 12, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
COUNTY_PATH = "/370000/370700/370783/"


def staff(role: Role, path: str = COUNTY_PATH) -> Actor:
    return Actor(
        kind=ActorKind.STAFF,
        account_id=None,
        name="测试人员",
        office_code=path.rstrip("/").rsplit("/", 1)[-1],
        office_path=path,
        grants=(Grant(role, path),),
    )


def cataloguer(path: str = COUNTY_PATH) -> Actor:
    return staff(Role.CATALOGUER, path)


def new_posting(**changes: Any) -> NewPosting:
    base = NewPosting(
        region="370783",
        item="outpatient-reimbursement",
        code="bank-card",
        name="银行卡复印件",
        text="收款人银行卡复印件1份",
        basis=Citation("DEMO", "公示1"),
    )
    return replace(base, **changes)
