"""One's settlements (我的就医结算): each bill with every step that counted it."""

from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.portals.citizen.sending import whole
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting, citizens
from tongban.services.claims.queries import (
    SettledLine,
    SettledSlip,
    own_settlements,
    own_slip,
)

TITLE: Final = "我的就医结算"


@dataclass(frozen=True, slots=True)
class SettlementsPage:
    """A page of one's settlements, newest first."""

    lines: tuple[SettledLine, ...]
    page: int
    pages: int
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class SlipPage:
    """One settlement with every step."""

    slip: SettledSlip
    crumbs: tuple[Crumb, ...]


@citizens
@never_cache
@require_safe
def settlements(request: HttpRequest) -> HttpResponse:
    """List what was settled for oneself, at hospitals and by claims."""
    asked = max(1, whole(request.GET.get("page")) or 1)
    lines, pages = own_settlements(acting(request).party_ids, page=asked)
    page = SettlementsPage(
        lines=lines,
        page=min(asked, pages),
        pages=pages,
        crumbs=(Crumb("我的办件", reverse("my-cases")), Crumb(TITLE)),
    )
    return render(request, "citizen/my/settlements.html", {"page": page})


@citizens
@never_cache
@require_safe
def settlement(request: HttpRequest, settlement_id: int) -> HttpResponse:
    """Show one settlement: who paid what, and by which rule."""
    page = SlipPage(
        slip=own_slip(acting(request).party_ids, settlement_id),
        crumbs=(Crumb(TITLE, reverse("my-settlements")), Crumb("结算单")),
    )
    return render(request, "citizen/my/settlement.html", {"page": page})
