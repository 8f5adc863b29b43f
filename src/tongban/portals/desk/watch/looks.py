"""Spot checks of the access log (查阅留痕): who looked at whom, and is it whole."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.access.looks import BrokenLook
from tongban.portals.desk.doors import supervisors
from tongban.portals.desk.watch.tabs import Tab, tabs
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting
from tongban.services.access.verify import verify_looks
from tongban.services.desk.queries import LookLine, latest_looks, who_looks


@dataclass(frozen=True, slots=True)
class LooksPage:
    """The latest looks, and what the verifier found when it was asked."""

    tabs: tuple[Tab, ...]
    lines: tuple[LookLine, ...]
    people: tuple[Option, ...]
    verified: bool
    broken: tuple[BrokenLook, ...]
    crumbs: tuple[Crumb, ...]


@supervisors
@never_cache
@require_safe
def looks_page(request: HttpRequest) -> HttpResponse:
    """Show the latest looks of the office; verify the chain when asked."""
    actor = acting(request)
    who = request.GET.get("who", "")
    account_id = int(who) if who.isascii() and who.isdigit() else None
    verified = "verify" in request.GET
    page = LooksPage(
        tabs=tabs("desk-watch-looks"),
        lines=latest_looks(actor, account_id=account_id),
        people=tuple(
            Option(str(one), name, chosen=one == account_id)
            for one, name in who_looks(actor)
        ),
        verified=verified,
        broken=verify_looks() if verified else (),
        crumbs=(Crumb("监督"), Crumb("查阅记录抽查")),
    )
    return render(request, "desk/looks.html", {"page": page})
