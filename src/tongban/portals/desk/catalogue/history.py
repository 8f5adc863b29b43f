"""Every version a region made of an item, and what differs between any two."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.portals.desk.doors import cataloguers
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting
from tongban.services.calendar.words import day_words
from tongban.services.catalogue.drafting import ChangedField
from tongban.services.catalogue.operations import ChangeUnknown
from tongban.services.catalogue.queries import (
    regions_of,
    subject_name,
)
from tongban.services.catalogue.versions import (
    VersionLine,
    days_of,
    differences_between,
    versions_of,
)
from tongban.services.items.queries import region_full_name
from tongban.services.timekeeping.queries import today


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """What the page of versions draws."""

    title: str
    region_name: str
    versions: tuple[VersionLine, ...]
    firsts: tuple[Option, ...]
    seconds: tuple[Option, ...]
    first: date | None
    second: date | None
    changes: tuple[ChangedField, ...]
    crumbs: tuple[Crumb, ...]


@cataloguers
@never_cache
@require_safe
def history_page(request: HttpRequest, region: str, subject: str) -> HttpResponse:
    """List the versions of a subject and compare two of its days."""
    if region not in {one.code for one in regions_of(acting(request))}:
        raise ChangeUnknown(region)
    day = today()
    days = days_of(region, subject)
    first = _chosen(request, "first", days, days[-2] if len(days) > 1 else None)
    second = _chosen(request, "second", days, days[-1] if days else None)
    page = HistoryPage(
        title=subject_name(subject, region, day),
        region_name=region_full_name(region),
        versions=versions_of(region, subject, today=day),
        firsts=_options(days, first),
        seconds=_options(days, second),
        first=first,
        second=second,
        changes=()
        if first is None or second is None
        else differences_between(region, subject, first, second),
        crumbs=(
            Crumb("目录维护", f"{reverse('desk-catalogue')}?in={region}"),
            Crumb("历次版本"),
        ),
    )
    return render(request, "desk/catalogue/history.html", {"page": page})


def _chosen(
    request: HttpRequest, name: str, days: tuple[date, ...], usual: date | None
) -> date | None:
    asked = request.GET.get(name, "")
    return next((day for day in days if day.isoformat() == asked), usual)


def _options(days: tuple[date, ...], chosen: date | None) -> tuple[Option, ...]:
    return tuple(
        Option(
            day.isoformat(),
            f"{day_words(day)}起",
            chosen=day == chosen,
        )
        for day in reversed(days)
    )
