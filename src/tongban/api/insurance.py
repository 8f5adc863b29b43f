"""One's own insurance, and certificates of it (items 7 and 8)."""

from http import HTTPStatus

from django.http import HttpRequest
from ninja import Header, Query, Router, Status

from tongban.api.schemas.insurance import (
    CertificateIn,
    CertificateOut,
    CertificatesOut,
    InsuranceOut,
    MonthsQuery,
)
from tongban.api.sending import KeyHeader, envelope_of
from tongban.services.access.rules import acting, api_applicants
from tongban.services.enrolment.own import Insurance, Span, insurance_of
from tongban.services.papers.asking import (
    Certificate,
    ask_certificate,
    certificates_of,
    own_party,
)
from tongban.services.timekeeping.queries import today

router = Router(tags=["参保"])


@router.get("/me/insurance", response=InsuranceOut, summary="我的参保和缴费")
@api_applicants
def insurance(request: HttpRequest, chosen: Query[MonthsQuery]) -> Insurance:
    """Return cover on today, and the payments of the chosen months."""
    party = own_party(acting(request))
    span = Span(chosen.first, chosen.last)
    return insurance_of(party.pk, day=today(), span=span)


@router.get("/me/certificates", response=CertificatesOut, summary="开过的证明")
@api_applicants
def listed(request: HttpRequest) -> dict[str, object]:
    """Return the certificates issued to oneself, the latest first."""
    return {"certificates": certificates_of(acting(request).party_ids)}


@router.post("/me/certificates", response={201: CertificateOut}, summary="开具一份证明")
@api_applicants
def ask(
    request: HttpRequest, sent: Header[KeyHeader], body: CertificateIn
) -> Status[Certificate]:
    """Issue a certificate at once; the same request again names the same paper."""
    span = Span(body.first, body.last)
    issued = ask_certificate(
        envelope_of(request, sent), subject=body.subject, span=span
    )
    return Status(HTTPStatus.CREATED, issued)
