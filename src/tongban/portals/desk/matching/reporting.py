"""What shared data was used for, month by month (数据使用报告)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.enrolment.months import add_months, month_of
from tongban.core.matching.columns import period_said
from tongban.portals.desk.doors import followers
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting
from tongban.services.figures.export import XLSX_TYPE
from tongban.services.matching.reporting import UseReport, report_xlsx, use_report
from tongban.services.timekeeping.queries import today

FILE: Final = "部门数据使用报告.xlsx"


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A month's report and the months beside it; ``later`` none in this month."""

    report: UseReport
    earlier: date
    later: date | None
    crumbs: tuple[Crumb, ...]


@followers
@never_cache
@require_safe
def report_page(request: HttpRequest) -> HttpResponse:
    """Show what the data received in a month was used for."""
    report = _report(request)
    this_month = report.month >= month_of(today())
    page = ReportPage(
        report=report,
        earlier=add_months(report.month, -1),
        later=None if this_month else add_months(report.month, 1),
        crumbs=(Crumb("数据比对", reverse("desk-matching")), Crumb("数据使用报告")),
    )
    return render(request, "desk/matching/report.html", {"page": page})


@followers
@never_cache
@require_safe
def report_file(request: HttpRequest) -> HttpResponse:
    """Send a month's report as a workbook, for the department that owns the data."""
    answer = HttpResponse(report_xlsx(_report(request)), content_type=XLSX_TYPE)
    header = content_disposition_header(as_attachment=True, filename=FILE)
    answer["Content-Disposition"] = header or "attachment"
    return answer


def _report(request: HttpRequest) -> UseReport:
    said = period_said(request.GET.get("month", "")) or month_of(today())
    month = min(month_of(said), month_of(today()))
    return use_report(acting(request), month=month, today=today())
