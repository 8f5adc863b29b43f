"""A check of 3101 and 3102: what is paid for under conditions only (限定支付)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from tongban.core.hsa.rows import Row
from tongban.services.hsa.auditing import Finding, audit_hook
from tongban.services.hsa.registry import Call
from tongban.services.medical_catalogue.queries import Limit, limits_of

RULE: Final = "limited-payment"
RULE_NAME: Final = "限定支付范围"
ADVICE: Final = "请核对是否符合；不符合的由本人自费，用前告知本人并取得同意。"
WORDS_MAX: Final = 500  # of vola_cont
SLIGHT: Final = "3"  # sev_deg
COUNTED: Final = "1"  # vola_amt_stas
OF_ITEM: Final = "2"  # vola_bhvr_type
THE_ITEM: Final = "1"  # vola_item_type
CURRENT: Final = "1"  # curr_drord_flag


@audit_hook(RULE)
def limited_items(call: Call) -> Sequence[Finding]:
    """Name every order of now whose code the list pays for under conditions only."""
    said = call.nodes.one("data")
    orders = list(_orders(said))
    codes = sorted({order.text("hilist_code") for _, _, order in orders})
    limits = limits_of(codes, region=call.institution.region, on=call.day)
    return [
        _finding(patient, care, order, limits[order.text("hilist_code")])
        for patient, care, order in orders
        if order.text("hilist_code") in limits
    ]


def _orders(said: Row) -> Iterator[tuple[Row, Row, Row]]:
    """Yield the orders of now; those of before were checked when they were given."""
    for patient in said.rows("patient_dtos"):
        for care in patient.rows("fsi_encounter_dtos"):
            for order in care.rows("fsi_order_dtos"):
                if order.text("curr_drord_flag") == CURRENT:
                    yield patient, care, order


def _finding(patient: Row, care: Row, order: Row, limit: Limit) -> Mapping[str, object]:
    amount = order.number("sumamt") or Decimal(0)
    about = {"patn_id": patient.text("patn_id"), "mdtrt_id": care.text("mdtrt_id")}
    detail = {
        **about,
        "jrd_id": order.text("rx_id"),
        "rx_id": order.text("rx_id"),
        "vola_item_type": THE_ITEM,
        "vola_amt": amount,
    }
    words = f"{limit.name}限定支付范围：{limit.words}。{ADVICE}"
    return {
        **about,
        "rule_id": RULE,
        "rule_name": RULE_NAME,
        "vola_cont": words[:WORDS_MAX],
        "judge_result_detail_dtos": [detail],
        "vola_amt": amount,
        "vola_amt_stas": COUNTED,
        "sev_deg": SLIGHT,
        "vola_evid": limit.source,
        "vola_bhvr_type": OF_ITEM,
    }
