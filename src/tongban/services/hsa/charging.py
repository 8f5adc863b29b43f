"""2204, 2205, 2301, 2302: fee lines uploaded and withdrawn (费用明细)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from tongban.core.benefits.rounding import WHOLE_BP
from tongban.core.benefits.vocabulary import CareKind
from tongban.core.hsa.rows import Row
from tongban.core.hsa.values import yuan_of
from tongban.core.medical_catalogue.terms import Grade
from tongban.core.settlement.visits import check_stay
from tongban.records.settlement.models import FeeLine, Visit
from tongban.services.hsa.departments import check_registered
from tongban.services.hsa.people import open_by_number
from tongban.services.hsa.registry import Call, transaction
from tongban.services.hsa.said import line_said, serial_said
from tongban.services.hsa.tables import fitting
from tongban.services.hsa.visiting import visit_said
from tongban.services.settlement.fees import (
    add_lines,
    split_of,
    withdraw_batch,
    withdraw_lines,
)
from tongban.services.settlement.refusals import VisitUnknown
from tongban.services.settlement.visits import visit_of

# National table chrgitm_lv.
CHRGITM_LV: Final = {Grade.A: "01", Grade.B: "02", Grade.C: "03"}
NOT_LISTED: Final = "目录没有这个编码，全部自费。"
_STAYS: Final = frozenset({"2301", "2302"})


@transaction("2204", "2301")
def upload(call: Call) -> Mapping[str, object]:
    """Keep fee lines, all or none, and tell how each splits."""
    rows = call.nodes.many("feedetail")
    visit = _one_visit(call, rows)
    said = [line_said(row) for row in rows]
    check_registered(
        call,
        departments={line.department for line in said},
        doctors={line.doctor for line in said},
    )
    kept = add_lines(visit, said, region=call.institution.region)
    told = [fitting(call.infno, "result", split_told(line)) for line in kept]
    return {"result": told}


@transaction("2205")
def withdraw(call: Call) -> Mapping[str, object]:
    """Withdraw the lines of a batch; "0000" all that are not settled."""
    said = call.nodes.one("data")
    visit = visit_said(call, said)
    withdraw_batch(visit, said.text("chrg_bchno"), at=call.moment)
    return {}


@transaction("2302")
def withdraw_of_stay(call: Call) -> Mapping[str, object]:
    """Withdraw lines of a stay by their serials; "0000" all that are not settled."""
    rows = call.nodes.many("data")
    visit = _one_visit(call, rows)
    withdraw_lines(
        visit, {serial_said(row.text("feedetl_sn")) for row in rows}, at=call.moment
    )
    return {}


def split_told(line: FeeLine) -> dict[str, object]:
    """Return what the platform says of one line; fields of every transaction."""
    split = split_of(line)
    most = line.price_max_fen
    return {
        "feedetl_sn": line.serial,
        "det_item_fee_sumamt": yuan_of(line.amount_fen),
        "cnt": Decimal(line.quantity).scaleb(-4),
        "pric": Decimal(line.price).scaleb(-6),
        "pric_uplmt_amt": None if most is None else yuan_of(most),
        "selfpay_prop": Decimal(line.own_share_bp) / WHOLE_BP,
        "fulamt_ownpay_amt": yuan_of(split.outside_fen),
        "overlmt_amt": yuan_of(split.over_price_fen),
        "preselfpay_amt": yuan_of(split.first_own_fen),
        "inscp_scp_amt": yuan_of(split.scope_fen),
        "chrgitm_lv": CHRGITM_LV[Grade(line.grade)],
        "med_chrgitm_type": line.charge_kind,
        "lmt_used_flag": "1" if line.limited else "0",
        "memo": "" if line.name else NOT_LISTED,
    }


def _one_visit(call: Call, rows: tuple[Row, ...]) -> Visit:
    """Return the one visit the rows belong to; refuse rows of several."""
    if not rows:
        raise VisitUnknown
    numbers = {(row.text("psn_no"), row.text("mdtrt_id")) for row in rows}
    if len(numbers) > 1:
        raise VisitUnknown
    party = open_by_number(call, rows[0].text("psn_no"))
    visit = visit_of(call.institution.id, rows[0].text("mdtrt_id"), party.pk)
    check_stay(CareKind(visit.kind), stay=call.infno in _STAYS)
    return visit
