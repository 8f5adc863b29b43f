"""Printing the certificate a look-up at the terminal ended with."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.papers.kinds import CERTIFICATES
from tongban.portals.hall.doors import Station, kiosk
from tongban.portals.hall.kiosk.visit import SESSION_DONE
from tongban.portals.shared.downloads import edition_of
from tongban.services.papers.queries import (
    PaperUnknown,
    latest_of_kind,
    paper_within_reach,
)
from tongban.services.papers.rendering import MEDIA_TYPE, paper_pdf
from tongban.services.timekeeping.queries import now


def certificate_of(request: HttpRequest, station: Station) -> str:
    """Return the certificate of what was just finished, to who showed their own code.

    Who typed a number and a name may have both from a stranger's card: they get
    the receipt, and the certificate online or at the window.
    """
    held, visit = request.session.get(SESSION_DONE), station.visit
    if not isinstance(held, dict) or visit is None or not visit.may_see_own:
        return ""
    kinds = frozenset(CERTIFICATES.values())
    return latest_of_kind(visit.actor, held["number"], kinds)


@kiosk
@never_cache
@require_safe
def certificate_page(request: HttpRequest, station: Station) -> HttpResponse:
    """Send the certificate as PDF, for the printer of the terminal."""
    number, visit = certificate_of(request, station), station.visit
    if not number or visit is None:
        raise PaperUnknown
    held = request.session[SESSION_DONE]
    row = paper_within_reach(visit.actor, held["number"], number)
    pdf = paper_pdf(row, edition_of(request), now=now())
    response = HttpResponse(pdf.content, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "private, no-store"
    return response
