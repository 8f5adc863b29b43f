"""Whom the unit insures, and what it has to pay this month (参保职工、本月应缴)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.portals.citizen.sending import whole
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting, units
from tongban.services.enrolment.staff import StaffPage, staff_page
from tongban.services.timekeeping.queries import today


@dataclass(frozen=True, slots=True)
class UnitStaffPage:
    """The staff of the unit; nothing when it is not registered as an employer."""

    found: StaffPage | None
    crumbs: tuple[Crumb, ...]


@units
@never_cache
@require_safe
def staff(request: HttpRequest) -> HttpResponse:
    """Show a page of the unit's staff and the sums of this month's bill."""
    employer = next(iter(acting(request).party_ids), None)
    place = whole(request.GET.get("page")) or 1
    page = UnitStaffPage(
        found=None
        if employer is None
        else staff_page(employer, day=today(), page=place),
        crumbs=(Crumb("单位空间", reverse("unit")), Crumb("参保职工")),
    )
    return render(request, "citizen/unit/staff.html", {"page": page})
