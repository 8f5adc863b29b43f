"""Recording at the window that a person lets another act for them (帮办代办授权)."""

from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.core.access.actor import Role
from tongban.core.refusals import Refusal
from tongban.portals.desk.counter.visitor import needed_visitor
from tongban.portals.desk.sending import (
    WordsMissing,
    envelope_of,
    fresh_key,
    needed_words,
    words,
)
from tongban.portals.shared.layout.fields import Field, FieldKind, Option, Problem
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import staff
from tongban.services.cases.mandates import NewMandate, give_mandate
from tongban.services.cases.rules import case_rules
from tongban.services.files.operations import Upload, store_upload
from tongban.services.items.queries import items_on
from tongban.services.messages.queries import sentence_of
from tongban.services.parties.queries import PartyCard
from tongban.services.timekeeping.queries import now, today

LOGIN_MAX: Final = 60
EVIDENCE: Final = "evidence"


@dataclass(frozen=True, slots=True)
class MandatePage:
    """The form of an authorisation signed on paper."""

    party: PartyCard
    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    key: str
    crumbs: tuple[Crumb, ...]


@staff(Role.CLERK)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def mandate_page(request: HttpRequest) -> HttpResponse:
    """Record the mandate of the person at the window, with the signed paper."""
    party = needed_visitor(request)
    problem = ""
    if request.method == "POST":
        try:
            _record(request, party)
        except Refusal as no:
            problem = sentence_of(no)
        else:
            messages.success(request, "授权已登记，并告知委托人。")
            return redirect("desk-counter")
    page = MandatePage(
        party=party,
        fields=_fields(request, party),
        problems=(Problem(problem),) if problem else (),
        key=fresh_key(),
        crumbs=(Crumb("窗口受理", "/desk/counter/"), Crumb("登记代办授权")),
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "desk/mandate.html", {"page": page}, status=status)


def _record(request: HttpRequest, party: PartyCard) -> None:
    sent, envelope = request.POST, envelope_of(request)
    helper = needed_words(sent, "helper", field="代办人账号")[:LOGIN_MAX]
    item = words(sent, "item")
    until_on = _day(words(sent, "until"))
    evidence = request.FILES.get(EVIDENCE)
    stored = None
    if evidence is not None:
        upload = Upload(evidence.name or "", evidence.chunks())
        stored = store_upload(envelope.actor, upload, now=now(), party_id=party.id)
    give_mandate(
        envelope,
        NewMandate(
            principal_id=party.id,
            helper_login=helper,
            items=(item,) if item else (),
            covers_pledges=sent.get("pledges") == "yes",
            from_on=envelope.today,
            until_on=until_on,
            evidence_id=None if stored is None else str(stored.id),
        ),
    )


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError as fault:
        raise WordsMissing("有效期至") from fault


def _fields(request: HttpRequest, party: PartyCard) -> tuple[Field, ...]:
    sent = request.POST
    most = case_rules().mandate_days_max
    chosen = words(sent, "item")
    return (
        Field(
            name="helper",
            label="代办人账号",
            value=words(sent, "helper"),
            hint="帮办代办员或者家人在本平台的登录账号",
            length_max=LOGIN_MAX,
        ),
        Field(
            name="item",
            label="代办事项",
            kind=FieldKind.SELECT,
            value=chosen,
            hint="不选表示全部事项",
            required=False,
            options=tuple(
                Option(one.code, f"{one.number} {one.name}", chosen=one.code == chosen)
                for one in items_on(party.region, today())
            ),
        ),
        Field(
            name="until",
            label="有效期至",
            kind=FieldKind.DATE,
            value=words(sent, "until") or _last_day(most).isoformat(),
            hint=f"从今天起，最长 {most} 天",
            width="short",
        ),
        Field(
            name="pledges",
            label="代办人可以代为签署书面承诺",
            kind=FieldKind.YES_NO,
            value=sent.get("pledges", ""),
            required=False,
        ),
        Field(
            name=EVIDENCE,
            label="委托人签字的授权书（扫描件）",
            kind=FieldKind.FILE,
            accept=".pdf,.jpg,.jpeg,.png",
        ),
    )


def _last_day(most: int) -> date:
    return today() + timedelta(days=most - 1)
