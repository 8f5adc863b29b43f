"""Joining a computer to the register of devices, with a code of an administrator."""

from http import HTTPStatus
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.refusals import Refusal
from tongban.portals.shared.layout.fields import Field, FieldKind, Problem
from tongban.portals.shared.sign_in import SignInPage
from tongban.services.access import rules
from tongban.services.access.sign_in import (
    DEVICE_COOKIE,
    DEVICE_COOKIE_SECONDS,
    join_from_page,
)
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import now

CODE_CHARACTERS_MAX: Final = 20


@rules.public
@never_cache
@require_http_methods(["GET", "POST"])
def join_page(request: HttpRequest) -> HttpResponse:
    """Take the code and leave the token in this browser."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            token = join_from_page(
                request, code=request.POST.get("code", ""), now=now()
            )
        except Refusal as no:
            refusal = no
        else:
            return _joined(request, token)
    page = SignInPage(
        title="登记这台电脑",
        intro="请输入系统管理员在“设备登记”页面取到的登记码，15分钟内有效，只能用一次。",
        fields=(
            Field(
                name="code",
                label="登记码",
                kind=FieldKind.WHOLE,
                length_max=CODE_CHARACTERS_MAX,
                width="short",
            ),
        ),
        button="登记",
        next="",
        problems=() if refusal is None else (Problem(sentence_of(refusal)),),
        other_name="返回工作人员登录",
        other_url=reverse("staff-sign-in"),
    )
    status = HTTPStatus.OK if refusal is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "shared/access/sign_in.html", {"page": page}, status=status)


def _joined(request: HttpRequest, token: str) -> HttpResponse:
    messages.success(request, "这台电脑已经登记，可以登录了。")
    answer = redirect("staff-sign-in")
    answer.set_cookie(
        DEVICE_COOKIE,
        token,
        max_age=DEVICE_COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return answer
