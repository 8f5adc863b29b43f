"""The distribution of work (派件): who has what, who would get what, do it."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.access.actor import ROLE_WORDS
from tongban.core.items.catalogue import STEP_WORDS, Step
from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import distributors
from tongban.portals.desk.sending import envelope_of, fresh_key, whole, words
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.messages.queries import sentence_of
from tongban.services.staff.distribution import (
    PlanLine,
    WorkerLine,
    give_out,
    is_automatic,
    plan,
    set_automatic,
    team_of,
)
from tongban.services.staff.register import set_share
from tongban.services.timekeeping.queries import today


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One colleague with roles in words."""

    line: WorkerLine
    roles: str


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One waiting case with its step in words."""

    line: PlanLine
    step: str


@dataclass(frozen=True, slots=True)
class SharePage:
    """The team, the plan, and the switch."""

    people: tuple[PersonRow, ...]
    plan: tuple[PlanRow, ...]
    placed: int
    unplaced: int
    automatic: bool
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@distributors
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def share_page(request: HttpRequest) -> HttpResponse:
    """Show the load of the team and the plan; give out, set shares, switch."""
    if request.method != "POST":
        return _shown(request)
    try:
        done = _run(request)
    except Refusal as no:
        return _shown(request, refusal=no)
    messages.success(request, done)
    return redirect("desk-share")


def _run(request: HttpRequest) -> str:
    sent, envelope = request.POST, envelope_of(request)
    do = words(sent, "do")
    if do == "share":
        set_share(
            envelope,
            account_id=whole(sent, "who", field="工作人员"),
            percent=whole(sent, "percent", field="工作量比例"),
        )
        return "工作量比例已调整，以后派件按新的比例。"
    if do in {"on", "off"}:
        set_automatic(envelope, on=do == "on")
        return "已改为自动派件，每五分钟一次。" if do == "on" else "已改为手工派件。"
    given = give_out(envelope)
    if given.refused:
        first, why = given.refused[0]
        return (
            f"已派出{given.done}件，{len(given.refused)}件没有派成"
            f"（例如{first}：{sentence_of(why)}）"
        )
    return f"已派出{given.done}件。"


def _shown(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    actor = acting(request)
    planned = plan(actor, today())
    placed = sum(1 for line in planned if line.account_id is not None)
    page = SharePage(
        people=tuple(
            PersonRow(line, "、".join(ROLE_WORDS[role] for role in line.roles))
            for line in team_of(actor, today())
        ),
        plan=tuple(PlanRow(line, STEP_WORDS[Step(line.step)]) for line in planned),
        placed=placed,
        unplaced=len(planned) - placed,
        automatic=is_automatic(actor),
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(Crumb("派件"),),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/staff/share.html", {"page": page}, status=status)
