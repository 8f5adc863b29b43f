"""Visits and stays: opened, told more about, ended, cancelled (就诊登记)."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import transaction

from tongban.core.access.parties import Scheme
from tongban.core.away.rates import Care, MustFile
from tongban.core.benefits.vocabulary import CareKind
from tongban.core.cases.view import CHINA
from tongban.core.hsa.json_text import json_text, read_json
from tongban.core.settlement.standing import Standing, place_of
from tongban.core.settlement.visits import (
    STAYS,
    NotDischarged,
    VisitSettled,
    VisitState,
    VisitVoid,
    check_open,
    check_stay,
)
from tongban.records.rows import new_row
from tongban.records.settlement.models import Diagnosis, FeeLine, Visit
from tongban.services.away.queries import ruling_for
from tongban.services.institutions.queries import InstitutionLine
from tongban.services.settlement.refusals import (
    InHospital,
    NoDiseaseRight,
    VisitUnknown,
)
from tongban.services.settlement.rules import settlement_rules
from tongban.services.settlement.standing import disease_right, standing_on

NUMBER_DIGITS: Final = 18


@dataclass(frozen=True, slots=True)
class CareFlags:
    """What is special about a visit; nothing said keeps what was known."""

    accident: bool | None = None
    third_party: bool | None = None
    emergency: bool | None = None


@dataclass(frozen=True, slots=True)
class NewVisit:
    """A visit to be opened; ``details`` is whatever else the institution says."""

    person_id: int
    med_type: str
    scheme: Scheme
    began_at: datetime
    number: str = ""
    disease: str = ""
    birth_order: int = 1
    flags: CareFlags = CareFlags()
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewDiagnosis:
    """One diagnosis as told; ``void`` takes back the one in its place."""

    order: int
    kind: str
    code: str
    name: str
    main: bool = False
    department: str = ""
    doctor: str = ""
    at: datetime | None = None
    void: bool = False


def number_of(row_id: int) -> str:
    """Return the number of a visit or settlement as institutions see it."""
    return f"{row_id:0{NUMBER_DIGITS}d}"


def row_of(number: str) -> int:
    """Return the row of a number; 0, which no row has, for anything else."""
    plain = number.strip()
    known = len(plain) == NUMBER_DIGITS and plain.isascii() and plain.isdecimal()
    return int(plain) if known else 0


@transaction.atomic
def open_visit(institution: InstitutionLine, new: NewVisit) -> Visit:
    """Open a visit; a stay is refused while another one of the person is open.

    Somebody not covered is refused here, before care is charged.
    """
    care = settlement_rules().care_of(new.med_type)
    day = _day(new.began_at)
    standing = standing_on(new.person_id, day, new.scheme)
    if care.kind in STAYS:
        _check_not_in_hospital(new.person_id)
    if care.kind is CareKind.CHRONIC:
        check_disease(new.person_id, new.disease, day)
    visit = visit_row(institution, new, standing)
    look_up_place(visit, institution.region)
    visit.save()
    return visit


def look_up_place(visit: Visit, care_region: str) -> None:
    """Set where care is given as the filings of its first day have it.

    Without a filing a visit is opened all the same: what is filed before the
    discharge still counts (SD20 6).
    """
    care = Care(visit.region, care_region, emergency=visit.emergency)
    with suppress(MustFile):
        visit.place = ruling_for(visit.person_id, care, _day(visit.began_at)).place


def visit_row(institution: InstitutionLine, new: NewVisit, standing: Standing) -> Visit:
    """Return the row of a new visit, not yet kept; filings are not looked for."""
    care = settlement_rules().care_of(new.med_type)
    emergency = bool(new.flags.emergency) or care.emergency
    return new_row(
        Visit,
        {
            "institution_id": institution.id,
            "person_id": new.person_id,
            "kind": care.kind.value,
            "med_type": new.med_type,
            "scheme": new.scheme.value,
            "region": standing.region,
            "place": place_of(standing.region, institution.region).value,
            "began_at": new.began_at,
            "number": new.number,
            "disease": new.disease,
            "birth_order": new.birth_order,
            "accident": bool(new.flags.accident) or care.accident,
            "third_party": bool(new.flags.third_party),
            "emergency": emergency,
            "details": json_text(dict(new.details)),
        },
    )


def visit_of(institution_id: int, number: str, person_id: int) -> Visit:
    """Return a visit of this institution and person, locked; refuse others."""
    found = (
        Visit.objects.select_for_update(of=("self",))
        .filter(pk=row_of(number), institution_id=institution_id, person_id=person_id)
        .first()
    )
    if found is None:
        raise VisitUnknown
    return found


@transaction.atomic
def cancel_visit(visit: Visit, *, stay: bool) -> None:
    """Cancel a visit of which nothing is settled; its unsettled lines go with it."""
    if visit.state == VisitState.VOID:
        return
    check_stay(CareKind(visit.kind), stay=stay)
    check_open(VisitState(visit.state))
    if is_settled(visit):
        raise VisitSettled
    FeeLine.objects.filter(visit=visit, withdrawn_at=None, settlement=None).update(
        withdrawn_at=visit.began_at
    )
    _move(visit, VisitState.VOID)


@transaction.atomic
def tell_more(
    visit: Visit,
    *,
    med_type: str = "",
    disease: str = "",
    flags: CareFlags = CareFlags(),
    details: Mapping[str, str] | None = None,
) -> None:
    """Add what became known of a visit; the kind may change until it is settled."""
    if visit.state == VisitState.VOID:
        raise VisitVoid
    if med_type and med_type != visit.med_type:
        if is_settled(visit):
            raise VisitSettled
        care = settlement_rules().care_of(med_type)
        check_stay(care.kind, stay=CareKind(visit.kind) in STAYS)
        visit.med_type, visit.kind = med_type, care.kind.value
        visit.accident = visit.accident or care.accident
        visit.emergency = visit.emergency or care.emergency
    visit.disease = disease or visit.disease
    if visit.kind == CareKind.CHRONIC:
        check_disease(visit.person_id, visit.disease, _day(visit.began_at))
    for name in ("accident", "third_party", "emergency"):
        said = getattr(flags, name)
        if said is not None:
            setattr(visit, name, said)
    visit.details = json_text({**details_of(visit), **(details or {})})
    visit.version += 1
    visit.save()


@transaction.atomic
def discharge(visit: Visit, *, ended_at: datetime, birth_order: int) -> None:
    """End a stay; its lines may be settled afterwards."""
    check_stay(CareKind(visit.kind), stay=True)
    check_open(VisitState(visit.state))
    visit.ended_at = max(ended_at, visit.began_at)
    visit.birth_order = birth_order or visit.birth_order
    _move(visit, VisitState.DISCHARGED)


@transaction.atomic
def undo_discharge(visit: Visit) -> None:
    """Open a stay again that was ended too early; nothing of it may be settled."""
    check_stay(CareKind(visit.kind), stay=True)
    if visit.state == VisitState.VOID:
        raise VisitVoid
    if visit.state == VisitState.OPEN:
        raise NotDischarged
    if is_settled(visit):
        raise VisitSettled
    visit.ended_at = None
    _move(visit, VisitState.OPEN)


@transaction.atomic
def diagnose(visit: Visit, stage: str, told: Iterable[NewDiagnosis]) -> None:
    """Keep diagnoses of a stage; one in the same place replaces the first."""
    for one in told:
        Diagnosis.objects.update_or_create(
            visit=visit,
            stage=stage,
            kind=one.kind,
            order=one.order,
            defaults={
                "main": one.main,
                "code": one.code,
                "name": one.name,
                "department": one.department,
                "doctor": one.doctor,
                "at": one.at,
                "void": one.void,
            },
        )


def details_of(visit: Visit) -> Mapping[str, str]:
    """Return what the institution said of a visit besides."""
    said = read_json(visit.details) if visit.details else {}
    if not isinstance(said, Mapping):
        return {}
    return {name: str(value) for name, value in said.items()}


def is_settled(visit: Visit) -> bool:
    """Say whether a settlement of the visit stands."""
    return visit.settlements.filter(reverses=None, reversed_by=None).exists()


def check_disease(person_id: int, disease: str, day: date) -> None:
    """Refuse a chronic disease for which the person has no right that day."""
    if not disease or disease_right(person_id, disease, day) is None:
        raise NoDiseaseRight(disease)


def _check_not_in_hospital(person_id: int) -> None:
    stay = Visit.objects.filter(
        person_id=person_id,
        kind__in=[kind.value for kind in STAYS],
        state=VisitState.OPEN.value,
    ).first()
    if stay is not None:
        raise InHospital(_day(stay.began_at).isoformat())


def _move(visit: Visit, state: VisitState) -> None:
    visit.state = state.value
    visit.version += 1
    visit.save()


def _day(moment: datetime) -> date:
    return moment.astimezone(CHINA).date()
