"""5301–5304: what stands of chronic diseases, fixed providers, stays, transfers."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from django.db.models import Q

from tongban.core.access.parties import Scheme
from tongban.core.benefits.vocabulary import Place
from tongban.core.days import ONE_DAY
from tongban.core.enrolment.kinds import INSUTYPE, Sex
from tongban.core.hsa.json_text import read_json
from tongban.core.settlement.visits import STAYS, VisitState
from tongban.records.enrolment.models import InsuredPerson
from tongban.records.filings.models import Filing
from tongban.records.parties.models import Party
from tongban.records.settlement.models import DiseaseRight, Visit
from tongban.services.filings.queries import fixed_providers, transfers
from tongban.services.hsa.dictionaries import check_value
from tongban.services.hsa.people import open_by_number
from tongban.services.hsa.registry import Call, transaction
from tongban.services.hsa.scope import open_person
from tongban.services.hsa.slips import person_told
from tongban.services.hsa.tables import fitting
from tongban.services.settlement.visits import number_of

FROM_INSTITUTION: Final = "01"  # dcla_souc
YES, NO = "1", "0"
HERE: Final = "1"  # refl_type: within the city


@transaction("5301", asks=True)
def chronic_rights(call: Call) -> Mapping[str, object]:
    """Tell the chronic diseases somebody is paid for, now or from a later day."""
    party = open_by_number(call, call.nodes.one("data").text("psn_no"))
    rows = DiseaseRight.objects.filter(
        Q(in_force__endswith__gt=call.day) | Q(in_force__endswith__isnull=True),
        person_id=party.pk,
        void=False,
    )
    return {
        "feedetail": [
            {
                "opsp_dise_code": row.code,
                "opsp_dise_name": row.name,
                "begndate": row.in_force.lower,
                "enddate": _last(row.in_force.upper),
            }
            for row in rows.order_by("in_force", "pk")
        ]
    }


@transaction("5302", asks=True)
def providers(call: Call) -> Mapping[str, object]:
    """Tell to which institutions somebody is bound for a kind of business."""
    said = call.nodes.one("data")
    party = open_by_number(call, said.text("psn_no"))
    sort = check_value(call, said, "biz_appy_type")
    return {
        "psnfixmedin": [
            {
                "psn_no": said.text("psn_no"),
                "insutype": INSUTYPE[Scheme(row.scheme)],
                "fix_srt_no": row.rank,
                "fixmedins_code": row.code,
                "fixmedins_name": row.name,
                "begndate": row.in_force.lower,
                "enddate": _last(row.in_force.upper),
                "memo": _details(row).get("memo", ""),
            }
            for row in fixed_providers(party.pk, sort=sort, day=call.day)
        ]
    }


@transaction("5303", asks=True)
def stays(call: Call) -> Mapping[str, object]:
    """Tell who was admitted here in a time and is still in hospital."""
    said = call.nodes.one("data")
    rows = Visit.objects.filter(
        institution_id=call.institution.id,
        kind__in=[kind.value for kind in STAYS],
        state=VisitState.OPEN.value,
        began_at__gte=said.moment("begntime"),
        began_at__lte=said.moment("endtime"),
    )
    number = said.text("psn_no")
    if number:
        rows = rows.filter(person_id=open_by_number(call, number).pk)
    found = list(rows.order_by("began_at", "pk"))
    people = _patients(call, {row.person_id for row in found})
    return {"data": [_stay(call, row, *people[row.person_id]) for row in found]}


@transaction("5304", asks=True)
def transfers_of(call: Call) -> Mapping[str, object]:
    """Tell somebody's transfers that begin in a time, whoever filed them."""
    said = call.nodes.one("data")
    party = open_by_number(call, said.text("psn_no"))
    first = said.day("begntime")
    if first is None:
        raise TypeError("The table asks for it.")
    rows = transfers(party.pk, first, said.day("endtime") or date.max)
    return {"refmedin": [_transfer(call, row, party) for row in rows]}


def _transfer(call: Call, row: Filing, party: Party) -> Mapping[str, object]:
    said = _details(row)
    told = {
        **said,
        **person_told(party, day=call.day),
        "insutype": INSUTYPE[Scheme(row.scheme)],
        "dcla_souc": FROM_INSTITUTION,
        "insu_optins": row.region[:6],
        "reflin_medins_no": row.code,
        "reflin_medins_name": row.name,
        "out_flag": NO if row.sort == HERE else YES,
        "refl_date": date.fromisoformat(said["refl_date"]),
        "begndate": row.in_force.lower,
        "enddate": _last(row.in_force.upper),
        "hosp_agre_refl_flag": said.get("hosp_agre_refl_flag", YES),
        "opt_time": row.filed_at,
    }
    return fitting("5304", "refmedin", told)


def _stay(call: Call, row: Visit, party: Party, sex: Sex) -> Mapping[str, object]:
    told = {
        **person_told(party, day=call.day, sex=sex),
        "mdtrt_id": number_of(row.pk),
        "insutype": INSUTYPE[Scheme(row.scheme)],
        "begndate": row.began_at,
        "med_type": row.med_type,
        "ipt_otp_no": row.number,
        "out_flag": NO if row.place == Place.HOME.value else YES,
    }
    return fitting("5303", "data", told)


def _patients(call: Call, ids: Iterable[int]) -> Mapping[int, tuple[Party, Sex]]:
    """Open the persons in care here, all at once: the institution treats them."""
    first, *others = sorted(ids) or [0]
    open_person(call.institution, first, relatives=others)
    known = InsuredPerson.objects.filter(pk__in=[first, *others])
    sexes = {row.pk: Sex(row.sex) for row in known}
    rows = Party.objects.filter(pk__in=[first, *others])
    return {row.pk: (row, sexes.get(row.pk, Sex.UNKNOWN)) for row in rows}


def _details(row: Filing) -> dict[str, str]:
    said = read_json(row.details)
    if not isinstance(said, Mapping):
        raise TypeError("Details are an object.")
    return {name: str(value) for name, value in said.items()}


def _last(end: date | None) -> date | None:
    """Return the last day of days that end before a day, or nothing."""
    return None if end is None else end - ONE_DAY
