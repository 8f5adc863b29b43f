"""What the head bar of the desk shows: who works here, where, and the parts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest
from django.urls import reverse

from tongban.core.access.actor import ROLE_WORDS, Actor, Role
from tongban.portals.desk.doors import (
    CALENDAR,
    FOLLOWERS,
    HANDLERS,
    REGISTRARS,
    TELLERS,
    WINDOW,
)
from tongban.portals.shared.layout.choice import is_elder
from tongban.services.access.rules import acting
from tongban.services.crossing.queries import is_asked_for, progress_reminder
from tongban.services.desk.queries import office_name
from tongban.services.staff.queries import own_warnings
from tongban.services.timekeeping.queries import is_set, now, today

_PARTS: Final = (
    ("desk-home", "工作台", "1", tuple(Role)),
    ("desk-counter", "窗口受理", "2", WINDOW),
    (
        "desk-queue",
        "排队叫号",
        "0",
        (*WINDOW, Role.SUPERVISOR, Role.ADMINISTRATOR),
    ),
    ("desk-work", "办件列表", "3", HANDLERS),
    ("desk-pay", "待遇拨付", "4", (Role.FINANCE,)),
    ("desk-watch", "监督", "5", (Role.SUPERVISOR,)),
    ("desk-pledges", "承诺核查", "6", (Role.SUPERVISOR, Role.REVIEWER)),
    ("desk-calendar", "节假日安排", "7", CALENDAR),
    ("desk-posting", "增加材料公示", "8", (Role.CATALOGUER,)),
    ("desk-catalogue", "目录维护", "", (Role.CATALOGUER,)),
    ("desk-collecting", "领取和邮寄", "", WINDOW),
    ("desk-people", "参保人和单位", "", REGISTRARS),
    ("desk-overlaps", "重复参保", "", FOLLOWERS),
    ("desk-rosters", "学生花名册", "", REGISTRARS),
    ("desk-matching", "数据比对", "", FOLLOWERS),
    ("desk-transfers", "转移接续", "", FOLLOWERS),
    ("desk-exchange", "区域间交换", "", (Role.SUPERVISOR,)),
    ("desk-crossing", "通办进展表", "", (Role.SUPERVISOR,)),
    ("desk-account", "个人账户", "", HANDLERS),
    ("desk-wrong", "信息有误", "", WINDOW),
    ("desk-figures", "统计", "9", (Role.SUPERVISOR, Role.FINANCE, Role.CATALOGUER)),
    ("desk-notices", "通知送达", "", TELLERS),
    ("desk-voices", "评价和意见", "", FOLLOWERS),
    ("desk-notices-coverage", "通知覆盖表", "", (Role.CATALOGUER,)),
    ("desk-share", "派件", "", (Role.SUPERVISOR, Role.ADMINISTRATOR)),
    ("desk-staff", "人员登记", "", (Role.ADMINISTRATOR,)),
    ("desk-devices", "设备登记", "", (Role.ADMINISTRATOR,)),
    ("desk-away", "外出代理", "", tuple(Role)),
)


SHOWN_MAX: Final = 8  # parts that stand side by side on a desk's screen
FOREMOST: Final = 6  # with more parts than that, so many stand before 更多


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the desk; ``accesskey`` jumps to it from the keyboard."""

    name: str
    url: str
    accesskey: str
    current: bool


@dataclass(frozen=True, slots=True)
class DeskFrame:
    """Everything the head bar of the desk says, for one request."""

    who: str
    roles: str
    office: str
    parts: tuple[Part, ...]
    more: tuple[Part, ...]
    more_current: str
    elder: bool
    here: str
    moment: datetime
    clock_is_set: bool
    warnings: tuple[str, ...]


def frame_of(request: HttpRequest) -> DeskFrame:
    """Return the frame of a desk page for this request."""
    actor = acting(request)
    roles = tuple(dict.fromkeys(grant.role for grant in actor.grants))
    parts = _parts(request, frozenset(roles))
    foremost = len(parts) if len(parts) <= SHOWN_MAX else FOREMOST
    more = parts[foremost:]
    return DeskFrame(
        who=actor.name,
        roles="、".join(ROLE_WORDS[role] for role in roles),
        office=office_name(actor.office_code),
        parts=parts[:foremost],
        more=more,
        more_current=next((part.name for part in more if part.current), ""),
        elder=is_elder(request),
        here=request.get_full_path() if request.method == "GET" else "/desk/",
        moment=now(),
        clock_is_set=is_set(),
        warnings=_warnings(actor),
    )


def _warnings(actor: Actor) -> tuple[str, ...]:
    """Return what somebody is reminded of on every page."""
    day = today()
    reminder = progress_reminder(actor, day=day)
    return (*own_warnings(actor, day), *((reminder,) if reminder else ()))


def _parts(request: HttpRequest, roles: frozenset[Role]) -> tuple[Part, ...]:
    match = request.resolver_match
    current = "" if match is None else str(match.url_name)
    open_parts = [part for part in _PARTS if roles & set(part[3])]
    if Role.SUPERVISOR in roles and not is_asked_for(acting(request)):
        open_parts = [part for part in open_parts if part[0] != "desk-crossing"]
    nearest = max(
        (name for name, *_ in open_parts if current.startswith(name)),
        key=len,
        default="",
    )
    return tuple(
        Part(words, reverse(name), key, name == nearest)
        for name, words, key, _ in open_parts
    )
