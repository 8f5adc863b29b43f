"""One change: its form while it is a draft, its diff, and the second person's word."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.items.editing import ChangeState
from tongban.core.refusals import Refusal
from tongban.portals.desk.catalogue.form import Group, answers_in, groups_of
from tongban.portals.desk.doors import cataloguers
from tongban.portals.desk.sending import envelope_of, fresh_key, words
from tongban.portals.shared.layout.fields import Field, FieldKind, Problem
from tongban.portals.shared.layout.parts import Chip, Crumb, Entry, Tone
from tongban.services.access.rules import acting
from tongban.services.catalogue.drafting import Impact
from tongban.services.catalogue.forms import draft_form, look_at, read_draft
from tongban.services.catalogue.operations import (
    Draft,
    discard_change,
    publish_change,
    save_change,
    send_back,
    submit_change,
    withdraw_change,
)
from tongban.services.catalogue.queries import (
    STATE_WORDS,
    ChangeView,
    change_view,
)
from tongban.services.catalogue.stations import StationLine, stations_of
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today

REASON_MAX: Final = 500
LOOK: Final = "look"
WRITTEN: Final = frozenset({LOOK, "save", "submit"})
_TONES: Final = {
    ChangeState.DRAFT: Tone.WARN,
    ChangeState.WAITING: Tone.WARN,
    ChangeState.PUBLISHED: Tone.GOOD,
    ChangeState.WITHDRAWN: Tone.CALM,
    ChangeState.DISCARDED: Tone.CALM,
}
Step = Callable[[HttpRequest, str], str]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """What the page of one change draws."""

    view: ChangeView
    chip: Chip
    impact: Impact
    text: str
    heads: tuple[Field, ...]
    groups: tuple[Group, ...]
    problems: tuple[Problem, ...]
    entries: tuple[Entry, ...]
    stations: tuple[StationLine, ...]
    read_count: int
    key: str
    crumbs: tuple[Crumb, ...]


@cataloguers
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show one change and do to it what a button says."""
    do = words(request.POST, "do")
    draft: Draft | None = None
    problem = ""
    try:
        if do in WRITTEN:
            draft = _draft(request, number)
        done = _STEPS[do](request, number) if do in _STEPS else ""
        if draft is not None and do in _SAVING:
            done = _SAVING[do](request, number, draft)
    except Refusal as no:
        problem, done = sentence_of(no), ""
    if done:
        messages.success(request, done)
        return redirect("desk-catalogue-change", number=number)
    page = _page(request, number, draft, problem)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "desk/catalogue/change.html", {"page": page}, status=status)


def _draft(request: HttpRequest, number: str) -> Draft:
    sent = request.POST
    return read_draft(
        acting(request),
        number,
        answers=answers_in(sent),
        day=words(sent, "first_day"),
        reason=words(sent, "reason"),
    )


def _save(request: HttpRequest, number: str, draft: Draft) -> str:
    save_change(envelope_of(request), number=number, draft=draft)
    return "草稿已保存。"


def _submit(request: HttpRequest, number: str, draft: Draft) -> str:
    submit_change(envelope_of(request), number=number, draft=draft)
    return "已提交复核。请另一位事项管理员复核后发布。"


def _discard(request: HttpRequest, number: str) -> str:
    discard_change(envelope_of(request), number=number)
    return "草稿已放弃，经过仍然保留在记录里。"


def _publish(request: HttpRequest, number: str) -> str:
    publish_change(envelope_of(request), number=number)
    return "已发布。各站点会在工作台首页看到这项变更，公众可以在“目录变更”里查看。"


def _send_back(request: HttpRequest, number: str) -> str:
    send_back(envelope_of(request), number=number, words=words(request.POST, "words"))
    return "已退回修改。"


def _withdraw(request: HttpRequest, number: str) -> str:
    withdraw_change(
        envelope_of(request), number=number, words=words(request.POST, "words")
    )
    return "已在施行前撤回，各站点会收到通知。"


_STEPS: Final[Mapping[str, Step]] = {
    "discard": _discard,
    "publish": _publish,
    "send_back": _send_back,
    "withdraw": _withdraw,
}
_SAVING: Final[Mapping[str, Callable[[HttpRequest, str, Draft], str]]] = {
    "save": _save,
    "submit": _submit,
}


def _page(
    request: HttpRequest, number: str, draft: Draft | None, problem: str
) -> ChangePage:
    actor, day = acting(request), today()
    view = change_view(actor, number, today=day)
    look = None if draft is None else look_at(actor, number, draft)
    impact = view.impact if look is None else look.impact
    wrong = [breach.field for breach in impact.breaches]
    form = draft_form(actor, number, draft=draft) if view.may_edit else None
    stations = stations_of(number)
    return ChangePage(
        view=view,
        chip=Chip(STATE_WORDS[view.state], _TONES[view.state]),
        impact=impact,
        text=view.text if look is None else look.text,
        heads=_heads(request, view, draft) if view.may_edit else (),
        groups=() if form is None else groups_of(form, wrong),
        problems=(Problem(problem),) if problem else (),
        entries=tuple(
            Entry(one.at, one.act_word, f"{one.office} {one.who}", one.words)
            for one in view.happenings
        ),
        stations=stations,
        read_count=sum(1 for one in stations if one.read_at is not None),
        key=fresh_key(),
        crumbs=(
            Crumb("目录维护", f"{reverse('desk-catalogue')}?in={view.region}"),
            Crumb(view.subject_name),
        ),
    )


def _heads(
    request: HttpRequest, view: ChangeView, draft: Draft | None
) -> tuple[Field, ...]:
    first = view.effective_on if draft is None else draft.effective_on
    typed = words(request.POST, "reason") if request.POST else view.reason
    return (
        Field(
            name="first_day",
            label="施行日期",
            kind=FieldKind.DATE,
            value=first.isoformat(),
            hint="今天或者以后。此前受理的办件仍按原来的内容办完",
            width="short",
        ),
        Field(
            name="reason",
            label="变更理由",
            kind=FieldKind.LONG_TEXT,
            value=typed,
            hint="和变更一起公布",
            length_max=REASON_MAX,
        ),
    )
