"""How a settlement is told: setlinfo and setldetail of every transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.benefits.quote import Step
from tongban.core.benefits.rounding import WHOLE_BP
from tongban.core.benefits.vocabulary import (
    FUND_PAY_TYPE,
    FUND_WORDS,
    Fund,
    Part,
)
from tongban.core.enrolment.kinds import GEND, INSUTYPE, PSN_TYPE, Sex, full_years
from tongban.core.hsa.values import yuan_of
from tongban.core.settlement.amounts import POOLS, Amounts
from tongban.core.settlement.standing import Standing
from tongban.records.parties.models import Party
from tongban.records.settlement.models import Settlement, Visit
from tongban.services.enrolment.queries import person_line
from tongban.services.hsa.people import person_number
from tongban.services.hsa.tables import fitting, interface
from tongban.services.settlement.visits import number_of

CIVIL_SERVANT: Final = "civil-servant"
BY_ITEM: Final = "1"  # clr_way: paid by item (按项目)
_OWN_FIELD: Final = {
    "cvlserv_pay": (Fund.CIVIL_SERVANT,),
    "hifmi_pay": (Fund.SERIOUS_RESIDENT,),
    "hifob_pay": (Fund.LARGE_AMOUNT,),
    "maf_pay": (Fund.AID,),
    "oth_pay": (Fund.SERIOUS_EMPLOYEE, Fund.COMMERCIAL),
    "hifp_pay": POOLS,
}
_INFO: Final = "setlinfo"
_DETAIL: Final = "setldetail"


@dataclass(frozen=True, slots=True)
class Told:
    """A settlement, real or quoted, to be told."""

    visit: Visit
    party: Party
    standing: Standing | None
    amounts: Amounts
    steps: tuple[Step, ...]
    at: datetime
    balance_fen: int
    clearing: str
    certificate: str = ""
    row: Settlement | None = None
    kept: bool = True
    sex: Sex | None = None


def slip(infno: str, told: Told) -> dict[str, object]:
    """Return both nodes as the table of a transaction has them."""
    info = {**_person(told), **_money(told), **_numbers(told)}
    detail = [fitting(infno, _DETAIL, one) for one in _details(told)]
    return {_INFO: fitting(infno, _INFO, info), _DETAIL: detail}


def _person(told: Told) -> dict[str, object]:
    standing = told.standing
    groups = frozenset() if standing is None else standing.entitlements
    return {
        **person_told(told.party, day=told.at.date(), sex=told.sex),
        "insutype": INSUTYPE[Scheme(told.visit.scheme)],
        "psn_type": "" if standing is None else PSN_TYPE[standing.kind],
        "cvlserv_flag": "1" if CIVIL_SERVANT in groups else "0",
    }


def person_told(
    party: Party, *, day: date, sex: Sex | None = None
) -> dict[str, object]:
    """Return who somebody is; ``sex`` saves asking the register."""
    born_on = party.born_on
    return {
        "psn_no": person_number(party.pk),
        "psn_name": party.name,
        "psn_cert_type": interface().paper_codes[party.id_kind],
        "certno": party.identifier,
        "gend": GEND[_sex(party) if sex is None else sex],
        "brdy": born_on,
        "age": None if born_on is None else Decimal(full_years(born_on, day)),
    }


def _sex(party: Party) -> Sex:
    line = person_line(party.pk)
    return Sex.UNKNOWN if line is None else line.sex


def _money(told: Told) -> dict[str, object]:
    amounts = told.amounts
    pools = sum(amounts.shares.get(fund, 0) for fund in POOLS)
    found: dict[str, int] = {
        name: sum(amounts.shares.get(fund, 0) for fund in funds)
        for name, funds in _OWN_FIELD.items()
    }
    found |= {
        "medfee_sumamt": amounts.total_fen,
        "fulamt_ownpay_amt": amounts.outside_fen,
        "overlmt_selfpay": amounts.over_price_fen,
        "preselfpay_amt": amounts.first_own_fen,
        "inscp_scp_amt": amounts.scope_fen,
        "act_pay_dedc": amounts.deducted_fen,
        "fund_pay_sumamt": amounts.funds_fen,
        "psn_part_amt": amounts.own_fen,
        "acct_pay": amounts.account_fen + amounts.family_fen,
        "acct_mulaid_pay": amounts.family_fen,
        "psn_cash_pay": amounts.cash_fen,
        "pdn_cash_pay": amounts.cash_fen,
        "balc": told.balance_fen,
    }
    rate = Decimal(pools) / amounts.scope_fen if amounts.scope_fen else Decimal(0)
    yuan = {name: yuan_of(fen) for name, fen in found.items()}
    return {**yuan, "pool_prop_selfpay": rate}


def _numbers(told: Told) -> dict[str, object]:
    visit, row = told.visit, told.row
    return {
        "mdtrt_id": number_of(visit.pk) if told.kept else "",
        "setl_id": "" if row is None else number_of(row.pk),
        "medins_setl_id": "" if row is None else row.message,
        "setl_time": told.at,
        "mdtrt_cert_type": told.certificate,
        "med_type": visit.med_type,
        "clr_optins": visit.region[:6],
        "clr_way": BY_ITEM,
        "clr_type": told.clearing,
        "invono": "" if row is None else row.receipt,
        "begndate": visit.began_at,
        "enddate": visit.ended_at or told.at,
    }


def _details(told: Told) -> list[dict[str, object]]:
    """Return one row for each fund that pays, with how its share came about."""
    found = []
    for fund, fen in told.amounts.shares.items():
        steps = [
            one for one in told.steps if one.fund is fund and one.part is Part.PAID
        ]
        found.append(
            {
                "fund_pay_type": FUND_PAY_TYPE[fund],
                "fund_pay_type_name": FUND_WORDS[fund],
                "inscp_scp_amt": yuan_of(sum(one.base_fen for one in steps)),
                "fund_payamt": yuan_of(fen),
                "setl_proc_info": _process(steps),
            }
        )
    return found


def _process(steps: Iterable[Step]) -> str:
    parts = []
    for one in steps:
        rate = "" if one.rate_bp is None else f"×{Decimal(one.rate_bp) / WHOLE_BP}"
        source = (
            "" if one.basis is None else f"（{one.basis.source}{one.basis.clause}）"
        )
        mark = "" if one.verified else "，未核实"
        parts.append(
            f"{one.name}：{yuan_of(one.base_fen)}{rate}"
            f"={yuan_of(one.amount_fen)}{source}{mark}"
        )
    return "；".join(parts)


def as_mapping(said: object) -> Mapping[str, object]:
    """Return a node of a kept answer; an empty one when it is none."""
    return said if isinstance(said, Mapping) else {}
