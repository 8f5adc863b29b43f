"""The credential of who stands at the window: activate, suspend, bind a child."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.core.access.actor import Role
from tongban.core.credentials.states import MOVE_WORDS, Move
from tongban.core.refusals import Refusal
from tongban.portals.desk.counter.visitor import needed_visitor
from tongban.portals.desk.doors import has_role, window
from tongban.portals.desk.sending import (
    chosen,
    envelope_of,
    fresh_key,
    needed_words,
    reading,
    whole,
    words,
)
from tongban.portals.shared.layout.fields import Field, FieldKind, Option, Problem
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.portals.shared.templatetags.components import day
from tongban.services.access.rules import acting
from tongban.services.credentials.faces import (
    BYTES_MAX,
    FaceView,
    face_of,
    verify_face,
)
from tongban.services.credentials.guardians import (
    PROOF_WORDS,
    bind_child,
    end_guardianship,
)
from tongban.services.credentials.operations import activate, move
from tongban.services.credentials.queries import (
    CredentialView,
    GuardianLine,
    credential_of,
    guardians_of,
)
from tongban.services.messages.queries import sentence_of
from tongban.services.parties.queries import PartyCard
from tongban.services.timekeeping.queries import today

NAME_MAX: Final = 60
NUMBER_MAX: Final = 40


@dataclass(frozen=True, slots=True)
class MoveButton:
    """One thing that may be done now."""

    value: str
    words: str
    is_severe: bool


@dataclass(frozen=True, slots=True)
class CredentialPage:
    """What the window shows of a visitor's credential."""

    party: PartyCard
    view: CredentialView | None
    buttons: tuple[MoveButton, ...]
    guardians: tuple[GuardianLine, ...]
    reason: Field
    child_fields: tuple[Field, ...]
    may_bind: bool
    face: FaceView
    face_field: Field
    problems: tuple[Problem, ...]
    key: str
    crumbs: tuple[Crumb, ...]


@window
@never_cache
@sensitive_post_parameters("identifier")
@require_http_methods(["GET", "HEAD", "POST"])
def credential_page(request: HttpRequest) -> HttpResponse:
    """Show the visitor's credential and take what is done to it."""
    party = needed_visitor(request)
    problem: Refusal | None = None
    if request.method == "POST":
        try:
            _DOING.get(words(request.POST, "do"), _moved)(request, party)
        except Refusal as no:
            problem = no
        else:
            return redirect("desk-counter-credential")
    view = credential_of(reading(request), party.id)
    page = CredentialPage(
        party=party,
        view=view,
        buttons=_buttons(view),
        guardians=guardians_of(party.id, today=today()),
        reason=Field(
            "reason", "原因", value=words(request.POST, "reason"), required=False
        ),
        child_fields=_child_fields(request),
        may_bind=has_role(acting(request), Role.CLERK),
        face=face_of(party.id),
        face_field=Field(
            "picture",
            "现场拍的照片",
            kind=FieldKind.FILE,
            accept="image/jpeg,image/png",
        ),
        problems=() if problem is None else (Problem(sentence_of(problem)),),
        key=fresh_key(),
        crumbs=(Crumb("窗口受理", "/desk/counter/"), Crumb("医保码")),
    )
    status = HTTPStatus.OK if problem is None else status_of(problem)
    return render(request, "desk/credential.html", {"page": page}, status=status)


def _activated(request: HttpRequest, party: PartyCard) -> None:
    activate(envelope_of(request), party_id=party.id)
    messages.success(request, "医保码已激活，本人登录后在“医保码”里出示。")


def _moved(request: HttpRequest, party: PartyCard) -> None:
    asked = words(request.POST, "do")
    step = next((one for one in Move if one.value == asked), None)
    if step is None:
        return
    reason = words(request.POST, "reason")
    move(envelope_of(request), step, party_id=party.id, reason=reason)
    messages.success(request, f"已{MOVE_WORDS[step]}。")


def _bound(request: HttpRequest, party: PartyCard) -> None:
    until = bind_child(
        envelope_of(request),
        guardian_id=party.id,
        identifier=needed_words(request.POST, "identifier", field="孩子的证件号码"),
        name=needed_words(request.POST, "name", field="孩子的姓名"),
        proof=chosen(request.POST, "proof", field="核对的材料"),
    )
    messages.success(request, f"已绑定，到{day(until)}孩子满18周岁时自动结束。")


def _face_seen(request: HttpRequest, party: PartyCard) -> None:
    sent = request.FILES.get("picture")
    picture = b"" if sent is None else sent.read(BYTES_MAX + 1)
    verify_face(envelope_of(request), party_id=party.id, picture=picture)
    messages.success(request, "刷脸通过，请再看一眼是不是本人。")


def _unbound(request: HttpRequest, _party: PartyCard) -> None:
    number = whole(request.POST, "guardianship", field="绑定")
    end_guardianship(envelope_of(request), guardianship_id=number)
    messages.success(request, "绑定已经解除。")


def _buttons(view: CredentialView | None) -> tuple[MoveButton, ...]:
    if view is None:
        return ()
    return tuple(
        MoveButton(step.value, MOVE_WORDS[step], is_severe=step is Move.REVOKE)
        for step in view.moves
    )


def _child_fields(request: HttpRequest) -> tuple[Field, ...]:
    sent = request.POST
    return (
        Field(
            name="identifier",
            label="孩子的证件号码",
            value=words(sent, "identifier"),
            length_max=NUMBER_MAX,
        ),
        Field(
            name="name",
            label="孩子的姓名",
            value=words(sent, "name"),
            length_max=NAME_MAX,
        ),
        Field(
            name="proof",
            label="核对的材料",
            kind=FieldKind.RADIO,
            value=words(sent, "proof"),
            options=tuple(
                Option(code, label, chosen=code == words(sent, "proof"))
                for code, label in PROOF_WORDS.items()
            ),
        ),
    )


_DOING: Final[Mapping[str, Callable[[HttpRequest, PartyCard], None]]] = {
    Move.ACTIVATE.value: _activated,
    "bind": _bound,
    "unbind": _unbound,
    "face": _face_seen,
}
