"""Pages to sign in and out, for applicants and for staff."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tongban.core.access.actor import ActorKind
from tongban.core.refusals import Refusal
from tongban.portals.shared.layout.choice import way_back
from tongban.portals.shared.layout.fields import Field, FieldKind, Problem
from tongban.services.access import rules
from tongban.services.access.queries import account_card
from tongban.services.access.sign_in import (
    LockedOut,
    SecondStepExpired,
    begin_staff_sign_in,
    finish_staff_sign_in,
    pending_login_name,
    sign_in,
    sign_out,
)
from tongban.services.demo.queries import DemoAccount, demo_accounts, demo_code
from tongban.services.items.queries import items_on
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import now, today

LOGIN_NAME_CHARACTERS_MAX: Final = 60
PASSWORD_CHARACTERS_MAX: Final = 128
CODE_CHARACTERS_MAX: Final = 8
STAFF_LANDING: Final = "/desk/"
WELCOME: Final = "me"


@dataclass(frozen=True, slots=True)
class SignInPage:
    """What a sign-in page shows."""

    title: str
    intro: str
    fields: tuple[Field, ...]
    button: str
    next: str
    problems: tuple[Problem, ...] = ()
    other_name: str = ""
    other_url: str = ""
    demo: tuple[DemoAccount, ...] = ()
    demo_code: str = ""
    device_url: str = ""


@rules.public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in_page(request: HttpRequest) -> HttpResponse:
    """Sign a citizen, employer or institution in."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            sign_in(request, **_credentials(request), now=now())
        except Refusal as no:
            refusal = no
        else:
            return redirect(way_back(request, fallback=reverse(WELCOME)))
    page = SignInPage(
        title="个人、单位和定点机构登录",
        intro="登录后可以申请事项、查看进度、补正材料和领取结果。",
        fields=_password_fields(request),
        button="登录",
        next=way_back(request, fallback=""),
        problems=_problems(refusal),
        other_name="工作人员登录",
        other_url=reverse("staff-sign-in"),
        demo=tuple(one for one in demo_accounts() if not one.is_staff),
    )
    return _shown(request, page, refusal)


@rules.public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def staff_sign_in_page(request: HttpRequest) -> HttpResponse:
    """Check the password of a member of staff, then ask for the one-time code."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            begin_staff_sign_in(request, **_credentials(request), now=now())
        except Refusal as no:
            refusal = no
        else:
            return redirect(_with_next("staff-code", request))
    page = SignInPage(
        title="工作人员登录",
        intro="先输入账号和密码，再输入动态口令。",
        fields=_password_fields(request),
        button="下一步",
        next=way_back(request, fallback=""),
        problems=_problems(refusal),
        other_name="个人、单位和定点机构登录",
        other_url=reverse("sign-in"),
        demo=tuple(one for one in demo_accounts() if one.is_staff),
        device_url=reverse("staff-device"),
    )
    return _shown(request, page, refusal)


@rules.public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def staff_code_page(request: HttpRequest) -> HttpResponse:
    """Take the one-time code and let the member of staff in."""
    refusal: Refusal | None = None
    try:
        login_name = pending_login_name(request)
        if request.method == "POST":
            finish_staff_sign_in(request, code=request.POST.get("code", ""), now=now())
            return redirect(way_back(request, fallback=STAFF_LANDING))
    except SecondStepExpired:
        return redirect(_with_next("staff-sign-in", request))
    except Refusal as no:
        refusal = no
        login_name = pending_login_name(request)
    page = SignInPage(
        title="输入动态口令",
        intro="请输入动态口令应用上显示的6位数字。",
        fields=(_code_field(),),
        button="登录",
        next=way_back(request, fallback=""),
        problems=_problems(refusal),
        other_name="返回上一步",
        other_url=reverse("staff-sign-in"),
        demo_code=demo_code(login_name),
    )
    return _shown(request, page, refusal)


@rules.public
@require_POST
def sign_out_page(request: HttpRequest) -> HttpResponse:
    """End the session and go home."""
    sign_out(request)
    return redirect("/")


@rules.signed_in
@never_cache
@require_GET
def me_page(request: HttpRequest) -> HttpResponse:
    """Show the account: who it is, where it works, what it may do."""
    actor = rules.acting(request)
    names = {
        str(one.code): one.name for one in items_on(settings.TONGBAN_REGION, today())
    }
    card = account_card(actor, names)
    return render(
        request,
        "shared/access/me.html",
        {"card": card, "is_staff": actor.kind is ActorKind.STAFF},
    )


def _credentials(request: HttpRequest) -> dict[str, str]:
    return {
        "login_name": request.POST.get("login_name", "")[:LOGIN_NAME_CHARACTERS_MAX],
        "password": request.POST.get("password", ""),
    }


def _password_fields(request: HttpRequest) -> tuple[Field, ...]:
    given = request.POST.get("login_name", "")[:LOGIN_NAME_CHARACTERS_MAX]
    return (
        Field(
            name="login_name",
            label="账号",
            value=given,
            length_max=LOGIN_NAME_CHARACTERS_MAX,
            autocomplete="username",
        ),
        Field(
            name="password",
            label="密码",
            kind=FieldKind.PASSWORD,
            length_max=PASSWORD_CHARACTERS_MAX,
            autocomplete="current-password",
        ),
    )


def _code_field() -> Field:
    return Field(
        name="code",
        label="动态口令",
        kind=FieldKind.WHOLE,
        length_max=CODE_CHARACTERS_MAX,
        autocomplete="one-time-code",
        width="short",
    )


def _problems(refusal: Refusal | None) -> tuple[Problem, ...]:
    return () if refusal is None else (Problem(sentence_of(refusal)),)


def _shown(
    request: HttpRequest, page: SignInPage, refusal: Refusal | None
) -> HttpResponse:
    status = HTTPStatus.OK
    if refusal is not None:
        locked = isinstance(refusal, LockedOut)
        status = (
            HTTPStatus.TOO_MANY_REQUESTS if locked else HTTPStatus.UNPROCESSABLE_ENTITY
        )
    return render(request, "shared/access/sign_in.html", {"page": page}, status=status)


def _with_next(name: str, request: HttpRequest) -> str:
    after = way_back(request, fallback="")
    address = reverse(name)
    return f"{address}?{urlencode({'next': after})}" if after else address
