"""4101, 4101A: the settlement list of a stay (结算清单上传)."""

from collections.abc import Iterable, Mapping
from typing import Final

from tongban.core.hsa.json_text import json_text
from tongban.core.hsa.rows import Row
from tongban.services.hsa.registry import Call, transaction
from tongban.services.settlement.lists import (
    ToldAmounts,
    keep_list,
    settlement_to_list,
)

ACCOUNT: Final = "310200"  # the personal account among the fund_pay_types


@transaction("4101", "4101A")
def upload(call: Call) -> Mapping[str, object]:
    """Keep a list whose amounts are those settled; a later one stands beside it."""
    said = call.nodes.one("setlinfo")
    row = settlement_to_list(
        call.institution.id, said.text("setl_id"), said.text("mdtrt_id")
    )
    call.served.person_id = row.person_id
    paid = [
        one
        for one in call.nodes.many("payinfo")
        if one.text("fund_pay_type") != ACCOUNT
    ]
    told = ToldAmounts(
        total_fen=_sum(call.nodes.many("iteminfo"), "amt"),
        funds_fen=_sum(paid, "fund_payamt"),
        account_fen=said.amount("acct_pay"),
        cash_fen=said.amount("psn_cashpay"),
    )
    kept = keep_list(
        call.institution.id, row, told, json_text(call.request), at=call.moment
    )
    return {"data": {"setl_list_id": kept.number}}


def _sum(rows: Iterable[Row], name: str) -> int | None:
    """Return what rows add up to; nothing when no row says an amount."""
    said = [row.amount(name) for row in rows]
    amounts = [one for one in said if one is not None]
    return sum(amounts) if amounts else None
