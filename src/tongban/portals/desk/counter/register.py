"""Registering a person or unit that comes to a window for the first time."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from tongban.core.access.parties import (
    ID_KIND_WORDS,
    PARTY_KIND_WORDS,
    SCHEME_WORDS,
    IdKind,
    PartyKind,
    Scheme,
)
from tongban.core.refusals import Refusal
from tongban.portals.desk.counter.visitor import (
    WINDOW_REASON,
    welcome,
)
from tongban.portals.desk.doors import window
from tongban.portals.desk.sending import (
    ChoiceMissing,
    needed_words,
    one_of,
    words,
)
from tongban.portals.shared.layout.fields import Field, FieldKind, Option, Problem
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting
from tongban.services.desk.queries import office_region
from tongban.services.items.queries import (
    region_named,
    regions_below,
)
from tongban.services.messages.queries import sentence_of
from tongban.services.parties.operations import NewParty, register_party
from tongban.services.parties.queries import party_card

NAME_MAX: Final = 100


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The form that registers somebody who has never been served."""

    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    crumbs: tuple[Crumb, ...]


@window
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def register_page(request: HttpRequest) -> HttpResponse:
    """Register a person or unit that comes for the first time."""
    problem = ""
    if request.method == "POST":
        try:
            _register(request)
        except Refusal as no:
            problem = sentence_of(no)
        else:
            messages.success(request, "已登记，可以选择要办的事项。")
            return redirect("desk-counter")
    page = RegisterPage(
        fields=_register_fields(request),
        problems=(Problem(problem),) if problem else (),
        crumbs=(Crumb("窗口受理", "/desk/counter/"), Crumb("首次登记")),
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "desk/register.html", {"page": page}, status=status)


def _register(request: HttpRequest) -> None:
    sent = request.POST
    kind = one_of(sent, "kind", PartyKind, field="服务对象")
    is_person = kind is PartyKind.PERSON
    id_kind, scheme = IdKind.CREDIT_CODE, None
    if is_person:
        id_kind = one_of(sent, "id_kind", IdKind, field="证件类型")
    if is_person and words(sent, "scheme"):
        scheme = one_of(sent, "scheme", Scheme, field="参加的医疗保险")
    party_id = register_party(
        NewParty(
            kind=kind,
            id_kind=id_kind,
            identifier=needed_words(sent, "identifier", field="证件号码"),
            name=needed_words(sent, "name", field="姓名或单位名称")[:NAME_MAX],
            region=_region(request),
            phone=words(sent, "phone"),
            scheme=scheme,
        )
    )
    welcome(request, party_card(party_id), reason=WINDOW_REASON)


def _regions(request: HttpRequest) -> dict[str, str]:
    """Return the places this office registers people of: its own and those below."""
    own = region_named(office_region(acting(request).office_code))
    return {one.code: one.name for one in (own, *regions_below(own.code))}


def _region(request: HttpRequest) -> str:
    known, sent = _regions(request), words(request.POST, "region")
    if sent not in known:
        raise ChoiceMissing("所在地区")
    return sent


def _register_fields(request: HttpRequest) -> tuple[Field, ...]:
    sent = request.POST
    return (
        _choice("kind", "服务对象", PARTY_KIND_WORDS, words(sent, "kind") or "person"),
        _choice(
            "id_kind",
            "证件类型",
            {
                kind: text
                for kind, text in ID_KIND_WORDS.items()
                if kind != "credit_code"
            },
            words(sent, "id_kind") or "resident_card",
            hint="单位、学校和医药机构按统一社会信用代码登记，不用选",
        ),
        Field(
            name="identifier",
            label="证件号码或统一社会信用代码",
            value=words(sent, "identifier"),
            length_max=40,
        ),
        Field(
            name="name",
            label="姓名或单位名称",
            value=words(sent, "name"),
            length_max=NAME_MAX,
        ),
        _choice("region", "所在地区", _regions(request), words(sent, "region")),
        Field(
            name="phone",
            label="联系电话",
            kind=FieldKind.TEL,
            value=words(sent, "phone"),
            required=False,
            width="short",
        ),
        _choice(
            "scheme",
            "参加的医疗保险",
            SCHEME_WORDS,
            words(sent, "scheme"),
            hint="还没有参保的不用选",
            required=False,
        ),
    )


def _choice(
    name: str,
    label: str,
    options: Mapping[Any, str],
    chosen: str,
    *,
    hint: str = "",
    required: bool = True,
) -> Field:
    return Field(
        name=name,
        label=label,
        kind=FieldKind.SELECT,
        value=chosen,
        hint=hint,
        required=required,
        options=tuple(
            Option(str(value), text, chosen=str(value) == chosen)
            for value, text in options.items()
        ),
        width="short",
    )
