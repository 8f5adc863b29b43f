"""2201–2203A: a visit registered, cancelled, told more about (门诊就诊)."""

from collections.abc import Mapping

from tongban.core.benefits.vocabulary import CareKind
from tongban.core.hsa.rows import Row
from tongban.core.settlement.visits import check_stay
from tongban.records.settlement.models import Visit
from tongban.services.hsa.departments import check_registered
from tongban.services.hsa.people import open_by_number
from tongban.services.hsa.registry import Call, transaction
from tongban.services.hsa.said import (
    details_said,
    diagnoses_said,
    flags_said,
    scheme_said,
)
from tongban.services.settlement.visits import (
    NewVisit,
    cancel_visit,
    diagnose,
    number_of,
    open_visit,
    tell_more,
    visit_of,
)

REGISTERED = "12"  # med_type of a registration; 2203 says what it becomes
STAGE = "visit"


@transaction("2201")
def register(call: Call) -> Mapping[str, object]:
    """Register a visit; its kind becomes known with 2203."""
    said = call.nodes.one("data")
    party = open_by_number(call, said.text("psn_no"))
    check_registered(
        call,
        departments={said.text("dept_code")},
        doctors={said.text("atddr_no")},
    )
    flags, extra = flags_said(said)
    visit = open_visit(
        call.institution,
        NewVisit(
            person_id=party.pk,
            med_type=REGISTERED,
            scheme=scheme_said(said),
            began_at=said.moment("begntime") or call.moment,
            number=said.text("ipt_otp_no"),
            flags=flags,
            details={**details_said(said), **extra},
        ),
    )
    told = {
        "mdtrt_id": number_of(visit.pk),
        "psn_no": said.text("psn_no"),
        "ipt_otp_no": visit.number,
    }
    return {"data": told}


@transaction("2202")
def cancel(call: Call) -> Mapping[str, object]:
    """Cancel a registration of which nothing is settled."""
    cancel_visit(visit_said(call, call.nodes.one("data")), stay=False)
    return {}


@transaction("2203", "2203A")
def tell(call: Call) -> Mapping[str, object]:
    """Tell the kind of care and the diagnoses of a visit."""
    said = call.nodes.one("mdtrtinfo")
    visit = visit_said(call, said)
    check_stay(CareKind(visit.kind), stay=False)
    flags, extra = flags_said(said)
    tell_more(
        visit,
        med_type=said.text("med_type"),
        disease=said.text("dise_codg"),
        flags=flags,
        details={**details_said(said, without={"rxIn"}), **extra},
    )
    diagnose(visit, STAGE, diagnoses_said(call.nodes.many("diseinfo")))
    return {}


def visit_said(call: Call, said: Row) -> Visit:
    """Return the visit a message is about, its person opened for the call."""
    party = open_by_number(call, said.text("psn_no"))
    return visit_of(call.institution.id, said.text("mdtrt_id"), party.pk)
