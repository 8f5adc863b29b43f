"""Rosters of the schools of one's region: how they stand, and their cases."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.portals.desk.doors import registrars
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.sending import whole_number
from tongban.services.access.rules import acting
from tongban.services.rosters.queries import (
    RosterList,
    RosterPage,
    office_roster,
    office_rosters,
)


@dataclass(frozen=True, slots=True)
class RostersPage:
    """A page of rosters."""

    found: RosterList
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class OneRosterPage:
    """One roster."""

    found: RosterPage
    crumbs: tuple[Crumb, ...]


@registrars
@never_cache
@require_safe
def rosters_page(request: HttpRequest) -> HttpResponse:
    """List the rosters of the schools of one's region."""
    place = whole_number(request.GET.get("page")) or 1
    page = RostersPage(
        office_rosters(acting(request), page=place), (Crumb("学生花名册"),)
    )
    return render(request, "desk/people/rosters.html", {"page": page})


@registrars
@never_cache
@require_safe
def roster_page(request: HttpRequest, roster: str) -> HttpResponse:
    """Show one roster: counts, faults with masked names, cases."""
    place = whole_number(request.GET.get("page")) or 1
    page = OneRosterPage(
        office_roster(acting(request), roster, page=place),
        (Crumb("学生花名册", reverse("desk-rosters")), Crumb(roster)),
    )
    return render(request, "desk/people/roster.html", {"page": page})
