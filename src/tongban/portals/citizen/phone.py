"""The phones of the demo's people: what they receive, and what they answer."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.notices.replies import REPLY_CHARACTERS_MAX
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import public
from tongban.services.notices.demo_phones import (
    PHONE_MODE_WORDS,
    DemoPhone,
    ShownMessage,
    demo_phones,
    phone_view,
    reply_from,
    set_phone_mode,
)
from tongban.services.timekeeping.queries import now


@dataclass(frozen=True, slots=True)
class PhonesPage:
    """Everybody whose phone can be looked at."""

    phones: tuple[DemoPhone, ...]
    crumbs: tuple[Crumb, ...]


@public
@never_cache
@require_safe
def phones_page(request: HttpRequest) -> HttpResponse:
    """List the phones of the demo; there are none elsewhere."""
    page = PhonesPage(demo_phones(), (Crumb("演示手机"),))
    return render(request, "citizen/demo/phones.html", {"page": page})


@dataclass(frozen=True, slots=True)
class PhonePage:
    """One phone."""

    phone: DemoPhone
    lines: tuple[ShownMessage, ...]
    modes: tuple[Option, ...]
    most: int
    crumbs: tuple[Crumb, ...]


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone_page(request: HttpRequest, login_name: str) -> HttpResponse:
    """Show one phone; answer from it, or change how it takes messages."""
    if request.method == "POST":
        if "mode" in request.POST:
            set_phone_mode(login_name, request.POST["mode"])
            messages.success(request, "手机的状态已经改好，下一条消息起生效。")
        else:
            reply_from(login_name, request.POST.get("text", ""), now=now())
            messages.success(request, "回复已经发出，几秒到一分钟内会有答复，请刷新。")
        return redirect("demo-phone", login_name)
    view = phone_view(login_name)
    page = PhonePage(
        phone=view.phone,
        lines=view.messages,
        modes=tuple(
            Option(mode.value, words, chosen=mode is view.mode)
            for mode, words in PHONE_MODE_WORDS.items()
        ),
        most=REPLY_CHARACTERS_MAX,
        crumbs=(Crumb("演示手机", reverse("demo-phones")), Crumb(view.phone.owner)),
    )
    return render(request, "citizen/demo/phone.html", {"page": page})
