"""2401–2405: a stay from admission to discharge, and both undone (住院)."""

from collections.abc import Mapping
from typing import Final

from tongban.services.hsa.departments import check_registered
from tongban.services.hsa.people import open_by_number
from tongban.services.hsa.registry import Call, transaction
from tongban.services.hsa.said import (
    details_said,
    diagnoses_said,
    flags_said,
    scheme_said,
)
from tongban.services.hsa.taking_back import LostMessage, takes_back
from tongban.services.hsa.visiting import visit_said
from tongban.services.settlement.visits import (
    NewDiagnosis,
    NewVisit,
    cancel_visit,
    diagnose,
    discharge,
    number_of,
    open_visit,
    tell_more,
    undo_discharge,
    visit_of,
)

ADMITTED: Final = "admitted"
DISCHARGED: Final = "discharged"
MAIN_KIND: Final = "1"


@transaction("2401")
def admit(call: Call) -> Mapping[str, object]:
    """Admit somebody who has no open stay anywhere."""
    said = call.nodes.one("mdtrtinfo")
    party = open_by_number(call, said.text("psn_no"))
    check_registered(
        call,
        departments={said.text("adm_dept_codg")},
        doctors={said.text("atddr_no")},
    )
    flags, extra = flags_said(said)
    visit = open_visit(
        call.institution,
        NewVisit(
            person_id=party.pk,
            med_type=said.text("med_type"),
            scheme=scheme_said(said),
            began_at=said.moment("begntime") or call.moment,
            number=said.text("ipt_no"),
            disease=said.text("dise_codg"),
            birth_order=int(said.number("fetts") or 1),
            flags=flags,
            details={**details_said(said), **extra},
        ),
    )
    told = diagnoses_said(call.nodes.many("diseinfo"))
    main = NewDiagnosis(
        order=0,
        kind=MAIN_KIND,
        code=said.text("dscg_maindiag_code"),
        name=said.text("dscg_maindiag_name"),
        main=True,
    )
    diagnose(visit, ADMITTED, told or [main])
    return {"result": {"mdtrt_id": number_of(visit.pk)}}


@transaction("2402")
def end(call: Call) -> Mapping[str, object]:
    """Discharge; the stay can be settled from now on."""
    said = call.nodes.one("dscginfo")
    visit = visit_said(call, said)
    flags, extra = flags_said(said)
    tell_more(visit, flags=flags, details={**details_said(said), **extra})
    discharge(
        visit,
        ended_at=said.moment("endtime") or call.moment,
        birth_order=int(said.number("fetts") or 0),
    )
    diagnose(visit, DISCHARGED, diagnoses_said(call.nodes.many("diseinfo")))
    return {}


@transaction("2403")
def change(call: Call) -> Mapping[str, object]:
    """Change what was said at admission; a diagnosis in a known place is replaced."""
    said = call.nodes.one("adminfo")
    visit = visit_said(call, said)
    flags, extra = flags_said(said)
    tell_more(
        visit,
        med_type=said.text("med_type"),
        disease=said.text("dise_codg"),
        flags=flags,
        details={**details_said(said), **extra},
    )
    diagnose(visit, ADMITTED, diagnoses_said(call.nodes.many("diseinfo")))
    return {}


@transaction("2404")
def cancel(call: Call) -> Mapping[str, object]:
    """Cancel an admission of which nothing is settled."""
    cancel_visit(visit_said(call, call.nodes.one("data")), stay=True)
    return {}


@transaction("2405")
def reopen(call: Call) -> Mapping[str, object]:
    """Undo a discharge of which nothing is settled."""
    undo_discharge(visit_said(call, call.nodes.one("data")))
    return {}


@takes_back("2401")
def take_back(call: Call, lost: LostMessage) -> None:
    """Cancel the admission whose answer was lost."""
    result = lost.output.get("result")
    number = str(result.get("mdtrt_id", "")) if isinstance(result, Mapping) else ""
    cancel_visit(visit_of(call.institution.id, number, lost.person_id or 0), stay=True)
