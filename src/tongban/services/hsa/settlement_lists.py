"""4101, 4101A, 4102: the settlement list of a stay and its state (结算清单)."""

from collections.abc import Iterable, Mapping
from typing import Final

from tongban.core.hsa.json_text import json_text
from tongban.core.hsa.rows import Row
from tongban.core.settlement.lists import ListState
from tongban.services.hsa.people import open_by_number
from tongban.services.hsa.refusals import ValueUnknown
from tongban.services.hsa.registry import Call, transaction
from tongban.services.settlement.lists import (
    Said,
    ToldAmounts,
    keep_list,
    move_list,
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


@transaction("4102")
def change_state(call: Call) -> Mapping[str, object]:
    """Submit lists, or open failed ones again; all of a message or none."""
    data = call.nodes.one("data")
    for said in data.rows("stastinfo") or (data,):
        state = said.text("stas_type")
        if state not in set(ListState):
            raise ValueUnknown("stas_type", state, "、".join(ListState))
        party = open_by_number(call, said.text("psn_no"))
        move_list(
            call.institution.id,
            said.text("setl_id"),
            party.pk,
            ListState(state),
            Said(call.message, call.moment),
        )
    return {}


def _sum(rows: Iterable[Row], name: str) -> int | None:
    """Return what rows add up to; nothing when no row says an amount."""
    said = [row.amount(name) for row in rows]
    amounts = [one for one in said if one is not None]
    return sum(amounts) if amounts else None
