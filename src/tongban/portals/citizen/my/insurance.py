"""One's own insurance (我的参保): cover, months, resident years, waiting."""

from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.portals.citizen.my.data import Doubted, report
from tongban.portals.citizen.sending import whole
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting, citizens
from tongban.services.enrolment.doubts import doubted_line
from tongban.services.enrolment.own import Insurance, insurance_of
from tongban.services.filings.own import OwnLine, own_lines
from tongban.services.matching.own import AppliedFact, applied_facts
from tongban.services.timekeeping.queries import today

TITLE: Final = "我的参保"


@dataclass(frozen=True, slots=True)
class YearTab:
    """One year of months to look at."""

    year: int
    current: bool


@dataclass(frozen=True, slots=True)
class InsurancePage:
    """What the register says of the one who asks; nothing when it knows nothing."""

    found: Insurance | None
    tabs: tuple[YearTab, ...]
    facts: tuple[AppliedFact, ...]
    filed: tuple[OwnLine, ...]
    crumbs: tuple[Crumb, ...]


@citizens
@never_cache
@require_safe
def insurance(request: HttpRequest) -> HttpResponse:
    """Show one's own insurance; the months of one year at a time."""
    party_id = next(iter(acting(request).party_ids), None)
    year = whole(request.GET.get("year"))
    found = None if party_id is None else insurance_of(party_id, day=today(), year=year)
    known = found is not None and bool(found.covers or found.premiums)
    years = found.years if found else ()
    shown = {line.month.year for line in found.months} if found else set()
    page = InsurancePage(
        found=found if known else None,
        tabs=tuple(YearTab(one, one in shown) for one in years),
        facts=() if party_id is None else applied_facts(party_id),
        filed=() if party_id is None else own_lines(party_id, day=today()),
        crumbs=(Crumb("我的办件", reverse("my-cases")), Crumb(TITLE)),
    )
    return render(request, "citizen/my/insurance.html", {"page": page})


@citizens
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def wrong(request: HttpRequest, what: str) -> HttpResponse:
    """Take a report that one line of one's insurance is wrong (这个不对)."""
    party_id = next(iter(acting(request).party_ids), None)
    line = None if party_id is None else doubted_line(party_id, what, day=today())
    if party_id is None or line is None:
        raise Http404(what)
    about = Doubted(
        party_id=party_id,
        item=line.item,
        label=line.label,
        held=line.held,
        back=reverse("my-insurance"),
        back_words="返回我的参保",
        told="已经反映给经办机构，答复在“我的数据”里看。",
        above=Crumb(TITLE, reverse("my-insurance")),
    )
    return report(request, about)
