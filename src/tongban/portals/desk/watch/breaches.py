"""Breaches of the one-time notice and of the published lists."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.portals.desk.doors import supervisors
from tongban.portals.desk.watch.narrowing import Narrowing, narrowing_of
from tongban.portals.desk.watch.tabs import Tab, tabs
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting
from tongban.services.desk.queries import ExtraAttempt
from tongban.services.desk.supervision import (
    OfficeCount,
    Paged,
    RepeatedNotice,
    extra_attempts,
    repeated_by_office,
    repeated_notices,
)
from tongban.services.timekeeping.queries import today


@dataclass(frozen=True, slots=True)
class ExtraPage:
    """Attempts to ask for materials that were never posted."""

    tabs: tuple[Tab, ...]
    narrowing: Narrowing
    found: Paged[ExtraAttempt]
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class RepeatedPage:
    """Notices sent twice about what could be seen the first time."""

    tabs: tuple[Tab, ...]
    narrowing: Narrowing
    found: Paged[RepeatedNotice]
    offices: tuple[OfficeCount, ...]
    crumbs: tuple[Crumb, ...]


@supervisors
@never_cache
@require_safe
def extra_page(request: HttpRequest) -> HttpResponse:
    """Show who tried to ask for materials outside the published list."""
    narrowing = narrowing_of(request)
    page = ExtraPage(
        tabs=tabs("desk-watch-extra"),
        narrowing=narrowing,
        found=extra_attempts(acting(request), narrowing.watch, today=today()),
        crumbs=(Crumb("监督"), Crumb("索要清单外材料")),
    )
    return render(request, "desk/extra.html", {"page": page})


@supervisors
@never_cache
@require_safe
def repeated_page(request: HttpRequest) -> HttpResponse:
    """Show the second notices a supervisor took on record, and where they come from."""
    narrowing = narrowing_of(request)
    actor = acting(request)
    page = RepeatedPage(
        tabs=tabs("desk-watch-repeated"),
        narrowing=narrowing,
        found=repeated_notices(actor, narrowing.watch),
        offices=repeated_by_office(actor, narrowing.watch),
        crumbs=(Crumb("监督"), Crumb("再次告知")),
    )
    return render(request, "desk/watch/repeated.html", {"page": page})
