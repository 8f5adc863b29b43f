"""Days away and stand-ins (外出与代理), one's own or of people one answers for."""

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.access.rights import Act, may
from tongban.core.days import Period
from tongban.core.refusals import Refusal
from tongban.core.staff.absence import AbsenceBackwards
from tongban.portals.desk.doors import everybody
from tongban.portals.desk.sending import envelope_of, fresh_key, whole, words
from tongban.portals.desk.staff.dates import typed_day
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.messages.queries import sentence_of
from tongban.services.staff.absences import (
    AbsenceLine,
    absences_of,
    answers_for,
    cancel_absence,
    enter_absence,
)
from tongban.services.staff.queries import colleagues, team_names
from tongban.services.timekeeping.queries import today


@dataclass(frozen=True, slots=True)
class AwayRow:
    """One absence, and whether this reader may cancel it."""

    line: AbsenceLine
    is_mine: bool


@dataclass(frozen=True, slots=True)
class AwayPage:
    """Absences from today on, and the form to enter one."""

    rows: tuple[AwayRow, ...]
    who: tuple[Option, ...]
    stand_ins: tuple[Option, ...]
    standing_in_for: int
    leads: bool
    first: str
    last: str
    words: str
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]


@everybody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def away_page(request: HttpRequest) -> HttpResponse:
    """Show who is away; enter or cancel an absence."""
    if request.method != "POST":
        return _shown(request)
    try:
        done = _run(request)
    except Refusal as no:
        return _shown(request, refusal=no)
    messages.success(request, done)
    return redirect("desk-away")


def _run(request: HttpRequest) -> str:
    sent = request.POST
    if words(sent, "do") == "cancel":
        cancel_absence(
            envelope_of(request), absence_id=whole(sent, "absence", field="外出")
        )
        return "已取消，办件仍由本人办理。"
    first = typed_day(sent, "first", field="开始日期")
    last = typed_day(sent, "last", field="结束日期")
    if last < first:
        raise AbsenceBackwards
    enter_absence(
        envelope_of(request),
        account_id=whole(sent, "who", field="外出人员"),
        days=Period.through(first, last),
        stand_in_id=whole(sent, "stand_in", field="代理人"),
        words=words(sent, "words"),
    )
    return "已登记。外出期间不再派件，手中办件同时显示在代理人的“我的办件”里。"


def _shown(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    actor, sent = acting(request), request.POST
    own = actor.account_id or 0
    leads = may(actor, Act.DISTRIBUTE.value)
    people = team_names(actor) if leads else ((own, actor.name),)
    page = AwayPage(
        rows=tuple(
            AwayRow(line, is_mine=leads or line.account_id == own)
            for line in absences_of(actor, today())
        ),
        who=_options(people, sent.get("who", str(own))),
        stand_ins=_options(
            colleagues(actor, without=0 if leads else own), sent.get("stand_in", "")
        ),
        standing_in_for=len(answers_for(own, today())) - 1,
        leads=leads,
        first=words(sent, "first") or today().isoformat(),
        last=words(sent, "last"),
        words=words(sent, "words"),
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(Crumb("外出与代理"),),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/staff/away.html", {"page": page}, status=status)


def _options(people: tuple[tuple[int, str], ...], chosen: str) -> tuple[Option, ...]:
    return tuple(
        Option(str(account), name, chosen=str(account) == chosen)
        for account, name in people
    )
