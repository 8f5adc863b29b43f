"""One's credential (医保码): activate it, show it, report it lost."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.credentials.purposes import SCOPE_WORDS, Scope
from tongban.core.credentials.states import Move, State
from tongban.core.refusals import Refusal
from tongban.portals.citizen.sending import envelope_of, new_key, whole
from tongban.portals.shared.layout.fields import Field, FieldKind, Problem
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting, citizens
from tongban.services.cases.envelope import CHINA
from tongban.services.credentials.faces import (
    BYTES_MAX,
    CONSENT,
    FaceView,
    delete_face,
    enrol_face,
    face_of,
)
from tongban.services.credentials.operations import activate, move
from tongban.services.credentials.people import OwnPerson, own_people
from tongban.services.credentials.phone_checks import (
    DIGITS,
    own_masked_phone,
    send_phone_code,
)
from tongban.services.credentials.queries import (
    CredentialView,
    UsePage,
    credential_of,
    uses_of,
)
from tongban.services.credentials.refusals import NotOwnPerson
from tongban.services.credentials.showing import ShownCode, show_code
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today

QR_SCALE: Final = 6
QR_BORDER: Final = 2
REASON_MAX: Final = 200
SEND: Final = "send"
FACE_KEEP: Final = "face-keep"
FACE_DELETE: Final = "face-delete"
DONE_WORDS: Final = {
    Move.ACTIVATE: "医保码已经激活，可以出示了。",
    Move.SUSPEND: "医保码已经挂失，谁都不能再用。找回手机后可以恢复使用。",
    Move.RESUME: "医保码已经恢复使用。",
    Move.REVOKE: "医保码已经注销。需要时可以重新激活。",
}


@dataclass(frozen=True, slots=True)
class Tab:
    """One choice among people or kinds of use; each is a link."""

    words: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class CodePart:
    """The part that changes at every turn."""

    shown: ShownCode
    qr: str
    until: str
    url: str


@dataclass(frozen=True, slots=True)
class CredentialPage:
    """What the page draws; ``part`` only while the credential serves."""

    person: OwnPerson | None
    view: CredentialView | None
    part: CodePart | None
    people: tuple[Tab, ...]
    scopes: tuple[Tab, ...]
    suspended: bool
    phone: str
    face: FaceView | None
    code_field: Field
    face_fields: tuple[Field, ...]
    consent: str
    reason_field: Field
    problems: tuple[Problem, ...]
    here: str
    uses_url: str
    key: str
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class UsesPage:
    """Where the credential was used."""

    person: OwnPerson
    uses: UsePage
    crumbs: tuple[Crumb, ...]


@citizens
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def credential(request: HttpRequest) -> HttpResponse:
    """Show the code, or what is needed first; take what is done to it."""
    problem: Refusal | None = None
    if request.method == "POST":
        try:
            _done(request, _person(request))
        except Refusal as no:
            problem = no
        else:
            return redirect(_address(request, "my-credential"))
    page = _page(request, problem)
    status = HTTPStatus.OK if problem is None else status_of(problem)
    return render(request, "citizen/my/credential.html", {"page": page}, status=status)


@citizens
@never_cache
@require_safe
def code_part(request: HttpRequest) -> HttpResponse:
    """Draw the next code alone; what refuses it sends to the whole page."""
    try:
        part = _part(request, _person(request))
    except Refusal:
        address = _address(request, "my-credential")
        leave = {"HX-Redirect": address}
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=leave)
    return render(request, "citizen/parts/credential_code.html", {"part": part})


@citizens
@never_cache
@require_safe
def uses(request: HttpRequest) -> HttpResponse:
    """List where the credential was used, the newest first."""
    person = _person(request)
    wanted = whole(request.GET.get("page")) or 1
    page = UsesPage(
        person=person,
        uses=uses_of(envelope_of(request), person.party_id, page=wanted),
        crumbs=(
            Crumb("我的办件", reverse("my-cases")),
            Crumb("医保码", _address(request, "my-credential")),
            Crumb("使用记录"),
        ),
    )
    return render(request, "citizen/my/credential_uses.html", {"page": page})


def _done(request: HttpRequest, person: OwnPerson) -> None:
    envelope, do = envelope_of(request), request.POST.get("do", "")
    code = request.POST.get("code", "")[: 2 * DIGITS]
    if do == SEND:
        phone = send_phone_code(envelope, party_id=person.party_id)
        messages.success(request, f"验证码已发到 {phone}，请查看短信。")
        return
    if do == Move.ACTIVATE.value:
        activate(envelope, party_id=person.party_id, phone_code=code)
        messages.success(request, DONE_WORDS[Move.ACTIVATE])
        return
    if do == FACE_KEEP:
        _keep_face(request, person, code)
        return
    if do == FACE_DELETE:
        delete_face(envelope, party_id=person.party_id)
        messages.success(request, "人脸特征已经删除。")
        return
    step = next((one for one in DONE_WORDS if one.value == do), None)
    if step is None:
        return
    reason = request.POST.get("reason", "")[:REASON_MAX]
    move(envelope, step, party_id=person.party_id, reason=reason, phone_code=code)
    messages.success(request, DONE_WORDS[step])


def _keep_face(request: HttpRequest, person: OwnPerson, code: str) -> None:
    sent = request.FILES.get("picture")
    enrol_face(
        envelope_of(request),
        party_id=person.party_id,
        picture=b"" if sent is None else sent.read(BYTES_MAX + 1),
        phone_code=code,
        consents=request.POST.get("consent") == "yes",
    )
    messages.success(request, "人脸特征已经采集，可以在窗口刷脸核验。")


def _page(request: HttpRequest, problem: Refusal | None) -> CredentialPage:
    people = own_people(acting(request), today())
    person = _chosen(request, people)
    envelope = envelope_of(request)
    view = None if person is None else credential_of(envelope, person.party_id)
    serves = view is not None and view.state is State.ACTIVE
    return CredentialPage(
        person=person,
        view=view,
        part=_part(request, person) if serves and person else None,
        people=_people_tabs(request, people, person),
        scopes=_scope_tabs(request) if serves else (),
        suspended=view is not None and view.state is State.SUSPENDED,
        phone=own_masked_phone(envelope),
        face=face_of(person.party_id)
        if view is not None and person is not None and not person.is_child
        else None,
        code_field=_code_field(),
        face_fields=_face_fields(),
        consent=CONSENT,
        reason_field=_reason_field(),
        problems=() if problem is None else (Problem(sentence_of(problem)),),
        here=_address(request, "my-credential"),
        uses_url=_address(request, "my-credential-uses"),
        key=new_key(),
        crumbs=(Crumb("我的办件", reverse("my-cases")), Crumb("医保码")),
    )


def _part(request: HttpRequest, person: OwnPerson) -> CodePart:
    shown = show_code(
        envelope_of(request), party_id=person.party_id, scope=_scope(request)
    )
    drawn = segno.make(shown.text, error="m", micro=False)
    return CodePart(
        shown=shown,
        qr=drawn.svg_data_uri(scale=QR_SCALE, border=QR_BORDER),
        until=f"{shown.until.astimezone(CHINA):%H:%M:%S}",
        url=_address(request, "my-credential-code"),
    )


def _person(request: HttpRequest) -> OwnPerson:
    found = _chosen(request, own_people(acting(request), today()))
    if found is None:
        raise NotOwnPerson
    return found


def _chosen(request: HttpRequest, people: tuple[OwnPerson, ...]) -> OwnPerson | None:
    """Return the person of the place asked for: oneself when none is."""
    place = whole(request.GET.get("who")) or 0
    return people[place] if place < len(people) else None


def _scope(request: HttpRequest) -> Scope:
    wanted = whole(request.GET.get("use"))
    return next((one for one in Scope if one.value == wanted), Scope.ANY)


def _address(request: HttpRequest, name: str, **changes: int) -> str:
    """Return an address that keeps person and kind of use; places, never numbers."""
    kept = {one: whole(request.GET.get(one)) or 0 for one in ("who", "use")}
    query = {one: value for one, value in (kept | changes).items() if value}
    return reverse(name) + (f"?{urlencode(query)}" if query else "")


def _people_tabs(
    request: HttpRequest, people: tuple[OwnPerson, ...], current: OwnPerson | None
) -> tuple[Tab, ...]:
    if len(people) == 1:
        return ()
    return tuple(
        Tab(
            f"{one.masked_name}（孩子）" if one.is_child else "本人",
            _address(request, "my-credential", who=place),
            one == current,
        )
        for place, one in enumerate(people)
    )


def _scope_tabs(request: HttpRequest) -> tuple[Tab, ...]:
    chosen = _scope(request)
    return tuple(
        Tab(words, _address(request, "my-credential", use=scope.value), scope is chosen)
        for scope, words in SCOPE_WORDS.items()
    )


def _code_field() -> Field:
    return Field(
        name="code",
        label="短信验证码",
        kind=FieldKind.WHOLE,
        hint=f"{DIGITS}位数字",
        length_max=2 * DIGITS,
        autocomplete="one-time-code",
        width="short",
    )


def _face_fields() -> tuple[Field, ...]:
    return (
        Field(
            name="picture",
            label="本人正面照片",
            kind=FieldKind.FILE,
            hint="JPG或PNG，不超过5兆字节；照片用完即弃，只留特征",
            accept="image/jpeg,image/png",
        ),
        _code_field(),
    )


def _reason_field() -> Field:
    return Field(
        name="reason", label="原因（可不填）", required=False, length_max=REASON_MAX
    )
