"""Who is acting: the value every command and query receives from its door."""

from dataclasses import dataclass, field
from enum import StrEnum


class ActorKind(StrEnum):
    """Which door the actor came through."""

    CITIZEN = "citizen"
    EMPLOYER = "employer"
    INSTITUTION = "institution"
    STAFF = "staff"
    SYSTEM = "system"


class Role(StrEnum):
    """What a member of staff is there for (岗位)."""

    CLERK = "clerk"
    REVIEWER = "reviewer"
    FINANCE = "finance"
    SUPERVISOR = "supervisor"
    ASSESSOR = "assessor"
    HELPER = "helper"
    CATALOGUER = "cataloguer"
    ADMINISTRATOR = "administrator"


ROLE_WORDS = {
    Role.CLERK: "综合柜员",
    Role.REVIEWER: "审核员",
    Role.FINANCE: "财务拨付员",
    Role.SUPERVISOR: "监督员",
    Role.ASSESSOR: "评估员",
    Role.HELPER: "帮办代办员",
    Role.CATALOGUER: "事项管理员",
    Role.ADMINISTRATOR: "系统管理员",
}


@dataclass(frozen=True, slots=True)
class Grant:
    """One right: a role in an office and below, for some items and steps.

    ``items`` and ``steps`` empty means all of them. ``office_path`` is the
    slash path of the office, e.g. ``/370000/370700/370705/``; it covers every
    office whose path begins with it.
    """

    role: Role
    office_path: str
    items: frozenset[str] = frozenset()
    steps: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Actor:
    """A person (or the system) with the rights of this moment.

    ``office_level`` is the level of the office (``province`` … ``village``), or
    ``provider`` for a station in a hospital: below the county an office does
    only the steps delegated to its level. ``duties`` pairs a party with what
    the account may do for it (``apply``, ``submit``, ``sign``).
    """

    kind: ActorKind
    account_id: int | None
    name: str
    office_code: str = ""
    office_path: str = ""
    party_ids: tuple[int, ...] = ()
    grants: tuple[Grant, ...] = field(default_factory=tuple)
    office_level: str = ""
    duties: frozenset[tuple[int, str]] = frozenset()


SYSTEM = Actor(kind=ActorKind.SYSTEM, account_id=None, name="系统")
# Somebody who is served without signing in: a holder of codes, or a visitor.
VISITOR = Actor(kind=ActorKind.CITIZEN, account_id=None, name="办事人")
