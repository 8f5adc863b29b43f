"""5201–5206: what an institution may ask of a person it treats (信息查询).

Its own visits with all they say; the sums of the year wherever they arose.
"""

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.benefits.vocabulary import FUND_PAY_TYPE, CareKind, Fund
from tongban.core.enrolment.kinds import INSUTYPE
from tongban.core.hsa.values import CHINA, yuan_of
from tongban.core.settlement.amounts import POOLS
from tongban.core.settlement.visits import STAYS, VisitState
from tongban.records.parties.models import Party
from tongban.records.settlement.models import Diagnosis, FeeLine, Settlement, Visit
from tongban.services.hsa.charging import split_told
from tongban.services.hsa.people import open_by_number, person_number
from tongban.services.hsa.registry import Call, transaction
from tongban.services.hsa.slips import Told, person_told, slip
from tongban.services.hsa.staying import DISCHARGED
from tongban.services.hsa.tables import fitting, retold
from tongban.services.ledger.queries import personal_account
from tongban.services.settlement.listing import of_year, visits_between
from tongban.services.settlement.refusals import SettlementUnknown
from tongban.services.settlement.settling import amounts_in
from tongban.services.settlement.steps import steps_read
from tongban.services.settlement.visits import (
    details_of,
    number_of,
    row_of,
    visit_of,
)

DECIMALS_OF_COUNT: Final = -4
DECIMALS_OF_PRICE: Final = -6
IN_HOSPITAL, OUT_OF_HOSPITAL = "1", "0"  # inhosp_stas
ADMISSION, DISCHARGE = "1", "2"  # inout_diag_type
LAST_SECOND: Final = time(23, 59, 59)
# cum_type_code: no edition prints it; these are what one client reads.
VISITS, COST, SCOPE, DEDUCTED = "C0000", "F0000", "S0000", "Q0000"
FUND: Final = "D"


@transaction("5201", asks=True)
def visits(call: Call) -> Mapping[str, object]:
    """Tell somebody's visits here, of a kind and in a time, or the one named."""
    said = call.nodes.one("data")
    party = open_by_number(call, said.text("psn_no"))
    first, last = said.moment("begntime"), said.moment("endtime")
    if first is None or last is None:
        raise TypeError("The table asks for both.")
    rows = visits_between(party.pk, first, last, med_type=said.text("med_type"))
    rows = rows.filter(institution_id=call.institution.id)
    number = said.text("mdtrt_id")
    if number:
        rows = rows.filter(pk=row_of(number))
    told = [fitting("5201", "mdtrtinfo", _visit(call, row, party)) for row in rows]
    return {"mdtrtinfo": told}


@transaction("5202", asks=True)
def diagnoses(call: Call) -> Mapping[str, object]:
    """Tell the diagnoses of a visit; those taken back are left out."""
    said = call.nodes.one("data")
    party = open_by_number(call, said.text("psn_no"))
    visit = visit_of(call.institution.id, said.text("mdtrt_id"), party.pk)
    rows = Diagnosis.objects.filter(visit=visit, void=False)
    return {
        "diseinfo": [
            {
                "diag_info_id": str(row.pk),
                "mdtrt_id": number_of(visit.pk),
                "psn_no": person_number(party.pk),
                "inout_diag_type": _stage(row.stage),
                "diag_type": row.kind,
                "maindiag_flag": "1" if row.main else "0",
                "diag_srt_no": Decimal(row.order),
                "diag_code": row.code,
                "diag_name": row.name,
                "diag_dept": row.department,
                "dise_dor_no": row.doctor,
                "diag_time": row.at,
            }
            for row in rows.order_by("stage", "order", "pk")
        ]
    }


@transaction("5203", asks=True)
def settlement(call: Call) -> Mapping[str, object]:
    """Tell one settlement as it was told when it was made."""
    said = call.nodes.one("data")
    party = open_by_number(call, said.text("psn_no"))
    visit = visit_of(call.institution.id, said.text("mdtrt_id"), party.pk)
    row = visit.settlements.filter(pk=row_of(said.text("setl_id"))).first()
    if row is None:
        raise SettlementUnknown
    return _settled(call, row, visit, party)


@transaction("5204", asks=True)
def fee_lines(call: Call) -> Mapping[str, object]:
    """Tell the lines of a visit, or of one of its settlements."""
    said = call.nodes.one("data")
    party = open_by_number(call, said.text("psn_no"))
    visit = visit_of(call.institution.id, said.text("mdtrt_id"), party.pk)
    rows = FeeLine.objects.filter(visit=visit, withdrawn_at=None)
    number = said.text("setl_id")
    if number:
        row = visit.settlements.filter(pk=row_of(number)).first()
        rows = rows.filter(pk__in=[] if row is None else row.lines_settled)
    told = [
        fitting("5204", "data", _line(row, visit)) for row in rows.order_by("at", "pk")
    ]
    return {"data": told}


@transaction("5205", asks=True)
def chronic_medicine(call: Call) -> Mapping[str, object]:
    """Tell what was charged to somebody for chronic diseases, wherever it was."""
    said = call.nodes.one("data")
    party = open_by_number(call, said.text("psn_no"))
    first = said.moment("begntime")
    if first is None:
        raise TypeError("The table asks for it.")
    last = said.moment("endtime") or datetime.combine(call.day, LAST_SECOND, CHINA)
    rows = FeeLine.objects.filter(
        visit__person_id=party.pk,
        visit__kind=CareKind.CHRONIC.value,
        withdrawn_at=None,
        at__gte=first,
        at__lte=last,
    ).select_related("visit", "visit__institution")
    told = []
    for row in rows.order_by("at", "pk"):
        place = row.visit.institution
        line = _line(row, row.visit) | {
            "psn_no": person_number(party.pk),
            "fixmedins_code": "" if place is None else place.code,
            "fixmedins_name": "" if place is None else place.name,
        }
        told.append(fitting("5205", "feedetail", line))
    return {"feedetail": told}


@transaction("5206", asks=True)
def year_sums(call: Call) -> Mapping[str, object]:
    """Tell what a year added up to so far, by scheme; refunds are taken off."""
    said = call.nodes.one("data")
    party = open_by_number(call, said.text("psn_no"))
    month = said.text("cum_ym")
    year = int(month[:4]) if month[:4].isdecimal() else call.day.year
    sums: dict[tuple[str, str], int] = {}
    counts: dict[str, int] = {}
    for row in of_year(party.pk, year):
        insutype = INSUTYPE[Scheme(row.scheme)]
        sign = 1 if row.reverses_id is None else -1
        counts[insutype] = counts.get(insutype, 0) + sign
        parts = {COST: row.total_fen, SCOPE: row.scope_fen, DEDUCTED: row.deducted_fen}
        parts |= {_fund_code(Fund(fund)): fen for fund, fen in row.shares.items()}
        for code, fen in parts.items():
            sums[insutype, code] = sums.get((insutype, code), 0) + fen
    told = [(insutype, VISITS, Decimal(count)) for insutype, count in counts.items()]
    told += [(insutype, code, yuan_of(fen)) for (insutype, code), fen in sums.items()]
    return {
        "cuminfo": [
            {
                "insutype": insutype,
                "year": str(year),
                "cum_ym": month or f"{call.day:%Y%m}",
                "cum_type_code": code,
                "cum": amount,
            }
            for insutype, code, amount in sorted(told)
        ]
    }


def _visit(call: Call, row: Visit, party: Party) -> dict[str, object]:
    stay = CareKind(row.kind) in STAYS
    ended = row.ended_at
    days = None
    if stay and ended is not None:
        days = Decimal(max(1, (ended - row.began_at).days))
    return {
        **retold("5201", "mdtrtinfo", details_of(row)),
        **person_told(party, day=call.day),
        "mdtrt_id": number_of(row.pk),
        "insutype": INSUTYPE[Scheme(row.scheme)],
        "insu_optins": row.region[:6],
        "fixmedins_code": call.institution.code,
        "fixmedins_name": call.institution.name,
        "hosp_lv": call.institution.grade,
        "fixmedins_poolarea": call.institution.region[:6],
        "begntime": row.began_at,
        "endtime": ended,
        "med_type": row.med_type,
        "ipt_otp_no": row.number,
        "dise_codg": row.disease,
        "inhosp_stas": (
            IN_HOSPITAL if stay and row.state == VisitState.OPEN else OUT_OF_HOSPITAL
        ),
        "ipt_days": days,
        "fetts": Decimal(row.birth_order),
    }


def _settled(
    call: Call, row: Settlement, visit: Visit, party: Party
) -> Mapping[str, object]:
    account = personal_account(party.pk)
    amounts = amounts_in(row)
    told = slip(
        call.infno,
        Told(
            visit=visit,
            party=party,
            standing=None,
            amounts=amounts,
            steps=steps_read(row.steps),
            at=row.at,
            balance_fen=0 if account is None else account.balance_fen,
            clearing=row.clearing,
            row=row,
        ),
    )
    more = {
        "fixmedins_code": call.institution.code,
        "fixmedins_name": call.institution.name,
        "hosp_lv": call.institution.grade,
        "fixmedins_poolarea": call.institution.region[:6],
        "insu_optins": visit.region[:6],
        "psn_pay": yuan_of(amounts.own_fen),
        "cash_payamt": yuan_of(amounts.cash_fen),
        "refd_setl_flag": "0" if row.reverses_id is None else "1",
        "year": str(row.year),
        "dise_codg": visit.disease,
        "opt_time": row.at,
    }
    info = told["setlinfo"]
    if not isinstance(info, dict):
        raise TypeError("A slip has one row of numbers.")
    return {**told, "setlinfo": {**info, **fitting(call.infno, "setlinfo", more)}}


def _line(row: FeeLine, visit: Visit) -> dict[str, object]:
    return {
        **retold("5204", "data", row.details),
        **split_told(row),
        "mdtrt_id": number_of(visit.pk),
        "setl_id": "" if row.settlement_id is None else number_of(row.settlement_id),
        "med_type": visit.med_type,
        "fee_ocur_time": row.at,
        "cnt": Decimal(row.quantity).scaleb(DECIMALS_OF_COUNT),
        "pric": Decimal(row.price).scaleb(DECIMALS_OF_PRICE),
        "hilist_code": row.code if row.name else "",
        "hilist_name": row.name,
        "med_list_codg": row.code,
        "medins_list_codg": row.own_code,
        "bilg_dept_codg": row.department,
        "bilg_dr_codg": row.doctor,
    }


def _stage(stage: str) -> str:
    return DISCHARGE if stage == DISCHARGED else ADMISSION


def _fund_code(fund: Fund) -> str:
    """Return the code of a fund's sum: its number ends in 01 there."""
    code = FUND_PAY_TYPE[fund]
    return f"{FUND}{code[:4]}01" if fund in POOLS else f"{FUND}{code}"
