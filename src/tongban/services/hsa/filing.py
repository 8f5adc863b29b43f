"""2501–2507: what an institution files for a person, and withdraws (备案).

A transfer to another city and a chronic disease become cases of the counter's
items; their numbers are those of the cases.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final

from tongban.core.filings.kinds import (
    FilingKind,
    Transfer,
    check_transfer,
    days_of,
)
from tongban.core.hsa.rows import Row
from tongban.core.json_values import Json
from tongban.records.parties.models import Party
from tongban.services.enrolment.queries import cover_on
from tongban.services.filings.operations import (
    Application,
    NewFiling,
    Occasion,
    file_for,
    withdraw_filing,
)
from tongban.services.filings.refusals import (
    FilingInstitutionUnknown,
    FilingNotCovered,
    NotTheSamePerson,
)
from tongban.services.hsa.dictionaries import check_value
from tongban.services.hsa.people import open_by_number
from tongban.services.hsa.refusals import ValueUnknown
from tongban.services.hsa.registry import Call, transaction
from tongban.services.hsa.said import details_said, scheme_said
from tongban.services.institutions.queries import institution_by_code
from tongban.services.settlement.rules import settlement_rules

TRAVEL: Final = "temporary-travel-filing"
RECOGNITION: Final = "chronic-disease-recognition"
REFERRED: Final = "referral"
SELF_ARRANGED: Final = "self-arranged"
NO: Final = "0"
OTHER_DISEASE: Final = "other"
# The institution wrote both itself; its clerk holds them (SD28 14: 一站式受理).
RECOGNISED_BY: Final = ("medical-record", "test-report")
HOSPITAL_NAME_MAX: Final = 100  # of the items' forms
_KINDS: Final = {
    "2502": FilingKind.TRANSFER,
    "2504": FilingKind.CHRONIC,
    "2506": FilingKind.FIXED,
}


@transaction("2501")
def transfer(call: Call) -> Mapping[str, object]:
    """File a transfer; to another city it is the filing of temporary travel."""
    said = call.nodes.one("refmedin")
    party = open_by_number(call, said.text("psn_no"))
    kind = _kind_of_transfer(said)
    target = said.text("reflin_medins_no")
    cover = cover_on(party.pk, call.day)
    if cover is None:
        raise FilingNotCovered
    care = said.text("mdtrtarea_admdvs")
    check_transfer(kind, home=cover.region, care=care)
    if kind is Transfer.CITY:
        _check_designated(target)
    first = said.day("begndate") or _day(said, "refl_date")
    new = NewFiling(
        kind=FilingKind.TRANSFER,
        person_id=party.pk,
        days=days_of(first, said.day("enddate")),
        scheme=scheme_said(said) if said.text("insutype") else None,
        code=target,
        name=said.text("reflin_medins_name"),
        sort=kind.value,
        details=details_said(said),
        application=None if kind is Transfer.CITY else _travel(call, said, party),
    )
    return _filed(call, new)


@transaction("2503")
def chronic(call: Call) -> Mapping[str, object]:
    """Apply for the recognition of a chronic disease; the agency reviews it."""
    said = call.nodes.one("data")
    party = open_by_number(call, said.text("psn_no"))
    _check_designated(said.text("ide_fixmedins_no"))
    new = NewFiling(
        kind=FilingKind.CHRONIC,
        person_id=party.pk,
        days=days_of(_day(said, "begndate"), said.day("enddate")),
        scheme=scheme_said(said),
        code=said.text("opsp_dise_code"),
        name=said.text("opsp_dise_name"),
        details=details_said(said),
        application=_recognition(said, party),
    )
    return _filed(call, new)


@transaction("2505")
def fixed_provider(call: Call) -> Mapping[str, object]:
    """Bind a person to an institution for a kind of business, over some days."""
    said = call.nodes.one("data")
    party = open_by_number(call, said.text("psn_no"))
    target = said.text("fixmedins_code")
    _check_designated(target)
    new = NewFiling(
        kind=FilingKind.FIXED,
        person_id=party.pk,
        days=days_of(_day(said, "begndate"), said.day("enddate")),
        code=target,
        name=said.text("fixmedins_name"),
        sort=check_value(call, said, "biz_appy_type"),
        rank=said.text("fix_srt_no"),
        details=details_said(said),
    )
    return _filed(call, new)


@transaction("2507")
def accident(call: Call) -> Mapping[str, object]:
    """File an accident; who pays for its treatment is decided with the bill."""
    said = call.nodes.one("data")
    party = open_by_number(call, said.text("psn_no"))
    same = (said.text("certno"), said.text("psn_name"))
    if same != (party.identifier, party.name):
        raise NotTheSamePerson
    first = _day(said, "begndate")
    new = NewFiling(
        kind=FilingKind.ACCIDENT,
        person_id=party.pk,
        days=days_of(first, said.day("enddate")),
        scheme=scheme_said(said) if said.text("insutype") else None,
        code=(said.day("trum_time") or first).isoformat(),
        name=said.text("trum_rea"),
        details=details_said(said),
    )
    return _filed(call, new)


@transaction(*_KINDS)
def withdraw(call: Call) -> Mapping[str, object]:
    """Withdraw a filing of this institution; again changes nothing."""
    said = call.nodes.one("data")
    party = open_by_number(call, said.text("psn_no"))
    withdraw_filing(
        _occasion(call),
        _KINDS[call.infno],
        number=said.text("trt_dcla_detl_sn"),
        person_id=party.pk,
        words=said.text("memo"),
    )
    return {}


def _kind_of_transfer(said: Row) -> Transfer:
    value = said.text("refl_type")
    try:
        return Transfer(value)
    except ValueError as fault:
        raise ValueUnknown("refl_type", value, "、".join(Transfer)) from fault


def _filed(call: Call, new: NewFiling) -> Mapping[str, object]:
    filed = file_for(_occasion(call), new)
    return {"result": {"trt_dcla_detl_sn": filed.number}}


def _occasion(call: Call) -> Occasion:
    return Occasion(call.institution, call.message, call.moment, call.day)


def _travel(call: Call, said: Row, party: Party) -> Application:
    """Return the application for temporary travel (SD28 13) a transfer is."""
    agreed = said.text("hosp_agre_refl_flag") != NO
    form: dict[str, Json] = {
        **_person(said, party),
        "place": said.text("mdtrtarea_admdvs"),
        "start_on": (said.day("begndate") or _day(said, "refl_date")).isoformat(),
        "reason": said.text("refl_rea"),
        "hospital_name": said.text("reflin_medins_name")[:HOSPITAL_NAME_MAX],
        "promise": True,
    }
    last = said.day("enddate")
    if last is not None:
        form["end_on"] = last.isoformat()
    if agreed:
        form["referring_hospital"] = call.institution.name[:HOSPITAL_NAME_MAX]
    return Application(TRAVEL, form, (REFERRED if agreed else SELF_ARRANGED,))


def _recognition(said: Row, party: Party) -> Application:
    """Return the application for recognition (SD28 14) the message stands for."""
    known = settlement_rules().disease_coded(said.text("opsp_dise_code"))
    seen_on = _day(said, "hosp_ide_date").isoformat()
    form: dict[str, Json] = {
        **_person(said, party),
        "disease": OTHER_DISEASE if known is None else known.word,
        "diagnosis": said.text("opsp_dise_name")[:HOSPITAL_NAME_MAX],
        "diagnosed_on": seen_on,
        "hospital_name": said.text("ide_fixmedins_name")[:HOSPITAL_NAME_MAX],
        "report_on": seen_on,
    }
    if known is None:
        form["disease_other"] = said.text("opsp_dise_name")[:HOSPITAL_NAME_MAX]
    situations = ("at-provider", "self")
    return Application(RECOGNITION, form, situations, RECOGNISED_BY)


def _person(said: Row, party: Party) -> dict[str, Json]:
    found: dict[str, Json] = {
        "insured_name": party.name,
        "insured_id_number": party.identifier,
    }
    phone = said.text("tel") or party.phone
    if phone:
        found["contact_phone"] = phone
    return found


def _check_designated(code: str) -> None:
    if institution_by_code(code) is None:
        raise FilingInstitutionUnknown(code)


def _day(said: Row, name: str) -> date:
    found = said.day(name)
    if found is None:
        raise TypeError("The table asks for it.")
    return found
