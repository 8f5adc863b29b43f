"""A sale at the till: who buys, what, what it costs each payer, and its undoing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from tongban.core.hsa.values import CHINA
from tongban.services.till.counter import Counter
from tongban.services.till.queries import bill_at
from tongban.services.till.refusals import NotCovered

COVERED: Final = "1"  # psn_insu_stas: 正常参保
ALL_LINES: Final = "0000"
PHARMACY_CARE: Final = "41"
VISIT_CARE: Final[Mapping[str, str]] = {"11": "普通门诊", "13": "急诊"}
DOCTOR: Final = {
    "bilg_dept_codg": "A01",
    "bilg_dept_name": "内科",
    "bilg_dr_codg": "D370705000001",
    "bilg_dr_name": "收银台",
}


@dataclass(frozen=True, slots=True)
class Buyer:
    """Somebody insured, as the platform told; the balance in yuan."""

    number: str
    insutype: str
    kind: str
    name: str
    paper: str
    balance: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its national code, how many, and the price of one in yuan."""

    code: str
    count: Decimal
    price: Decimal

    @property
    def amount(self) -> Decimal:
        """What it costs, to the fen."""
        return (self.count * self.price).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Sale:
    """What is counted out; ``visit`` is that of a hospital once it is registered."""

    buyer: Buyer
    items: tuple[Item, ...]
    care: str
    use_account: bool
    visit: str = ""

    @property
    def total(self) -> Decimal:
        """What all costs."""
        return sum((one.amount for one in self.items), Decimal(0))


@dataclass(frozen=True, slots=True)
class Share:
    """What one fund pays, and how that came about."""

    name: str
    amount: Decimal
    process: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A bill as the platform counted it, in yuan; ``settlement`` once it is one."""

    total: Decimal
    scope: Decimal
    own_first: Decimal
    outside: Decimal
    over_price: Decimal
    deducted: Decimal
    funds: Decimal
    account: Decimal
    cash: Decimal
    shares: tuple[Share, ...]
    visit: str
    settlement: int | None


def recognise(counter: Counter, paper: str) -> Buyer:
    """Ask who somebody is by the number of a paper (1101); refuse the uncovered."""
    said = {
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": paper,
        "psn_cert_type": "01",
        "certno": paper,
    }
    output = counter.ask("1101", {"data": said})
    person = output["baseinfo"]
    covers = [one for one in output["insuinfo"] if one["psn_insu_stas"] == COVERED]
    if not covers:
        raise NotCovered
    cover = covers[0]
    return Buyer(
        number=str(person["psn_no"]),
        insutype=str(cover["insutype"]),
        kind=str(cover["psn_type"]),
        name=str(person["psn_name"]),
        paper=str(person["certno"]),
        balance=f"{_yuan(cover, 'balc'):.2f}",
    )


def quote(counter: Counter, sale: Sale) -> Counted:
    """Count a sale out exactly as it would be settled (2101, 2206)."""
    if counter.sells:
        return _counted(counter.ask("2101", _purchase(counter, sale)))
    sale = _uploaded(counter, sale)
    found = _counted(counter.ask("2206", {"data": _bill(sale)}))
    return replace(found, visit=sale.visit)


def settle(counter: Counter, sale: Sale) -> Counted:
    """Settle a sale (2102, 2207); sent twice it is settled once."""
    if counter.sells:
        return _counted(counter.ask("2102", _purchase(counter, sale)))
    sale = _uploaded(counter, sale)
    return _counted(counter.ask("2207", {"data": _bill(sale)}))


def give_up(counter: Counter, sale: Sale) -> None:
    """End a visit of which nothing was settled (2202)."""
    if sale.visit:
        said = {
            "psn_no": sale.buyer.number,
            "mdtrt_id": sale.visit,
            "ipt_otp_no": _visit_number(sale),
        }
        counter.ask("2202", {"data": said})


def undo(counter: Counter, settlement_id: int) -> None:
    """Give everything of a settlement back (2103, 2208)."""
    bill = bill_at(counter, settlement_id)
    said = {
        "setl_id": bill.number,
        "mdtrt_id": bill.visit,
        "psn_no": bill.person,
    }
    counter.ask("2103" if counter.sells else "2208", {"data": said})


def _uploaded(counter: Counter, sale: Sale) -> Sale:
    """Register the visit once and upload the items as they are now."""
    if sale.visit:
        gone = {
            "mdtrt_id": sale.visit,
            "psn_no": sale.buyer.number,
            "chrg_bchno": ALL_LINES,
        }
        counter.ask("2205", {"data": gone})
    else:
        sale = replace(sale, visit=_registered(counter, sale))
    rows = [
        {**one, "mdtrt_id": sale.visit, "psn_no": sale.buyer.number}
        for one in _lines(counter, sale.items)
    ]
    counter.ask("2204", {"feedetail": rows})
    return sale


def _registered(counter: Counter, sale: Sale) -> str:
    said = {
        **_person(sale),
        "begntime": counter.stamp,
        "ipt_otp_no": _visit_number(sale),
        "dept_code": DOCTOR["bilg_dept_codg"],
        "dept_name": DOCTOR["bilg_dept_name"],
        "caty": "A03",
    }
    visit = str(counter.ask("2201", {"data": said})["data"]["mdtrt_id"])
    told = {
        "mdtrt_id": visit,
        "psn_no": sale.buyer.number,
        "med_type": sale.care,
        "begntime": counter.stamp,
    }
    counter.ask("2203", {"mdtrtinfo": told, "diseinfo": []})
    return visit


def _visit_number(sale: Sale) -> str:
    return f"T{sale.buyer.number}"


def _person(sale: Sale) -> dict[str, object]:
    return {
        "psn_no": sale.buyer.number,
        "insutype": sale.buyer.insutype,
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": sale.buyer.paper,
    }


def _purchase(counter: Counter, sale: Sale) -> dict[str, object]:
    said = {
        **_person(sale),
        "psn_cert_type": "01",
        "certno": sale.buyer.paper,
        "psn_type": sale.buyer.kind,
        "psn_name": sale.buyer.name,
        "begntime": counter.stamp,
        "medfee_sumamt": sale.total,
        "acct_used_flag": "1" if sale.use_account else "0",
        "med_type": PHARMACY_CARE,
    }
    return {"druginfo": said, "drugdetail": list(_lines(counter, sale.items))}


def _bill(sale: Sale) -> dict[str, object]:
    return {
        **_person(sale),
        "med_type": sale.care,
        "medfee_sumamt": sale.total,
        "psn_setlway": "01",
        "mdtrt_id": sale.visit,
        "chrg_bchno": ALL_LINES,
        "acct_used_flag": "1" if sale.use_account else "0",
        "invono": "",
        "fulamt_ownpay_amt": "0",
        "overlmt_selfpay": "0",
        "preselfpay_amt": "0",
        "inscp_scp_amt": "0",
    }


def _lines(counter: Counter, items: Sequence[Item]) -> Iterator[dict[str, object]]:
    moment = counter.drawn_at.astimezone(CHINA)
    for place, one in enumerate(items, start=1):
        yield {
            "feedetl_sn": f"{moment:%Y%m%d%H%M%S%f}{place:03d}",
            "chrg_bchno": ALL_LINES,
            "rx_circ_flag": "0",
            "fee_ocur_time": counter.stamp,
            "med_list_codg": one.code,
            "medins_list_codg": one.code,
            "det_item_fee_sumamt": one.amount,
            "cnt": one.count,
            "pric": one.price,
            "hosp_appr_flag": "1",
            **DOCTOR,
        }


def _counted(output: Mapping[str, Any]) -> Counted:
    info = output["setlinfo"]
    number = str(info.get("setl_id") or "")
    return Counted(
        total=_yuan(info, "medfee_sumamt"),
        scope=_yuan(info, "inscp_scp_amt"),
        own_first=_yuan(info, "preselfpay_amt"),
        outside=_yuan(info, "fulamt_ownpay_amt"),
        over_price=_yuan(info, "overlmt_selfpay"),
        deducted=_yuan(info, "act_pay_dedc"),
        funds=_yuan(info, "fund_pay_sumamt"),
        account=_yuan(info, "acct_pay"),
        cash=_yuan(info, "psn_cash_pay"),
        shares=tuple(_shares(output.get("setldetail") or [])),
        visit=str(info.get("mdtrt_id") or ""),
        settlement=int(number) if number.isdecimal() else None,
    )


def _shares(rows: Sequence[Mapping[str, Any]]) -> Iterator[Share]:
    for one in rows:
        yield Share(
            name=str(one.get("fund_pay_type_name") or one.get("fund_pay_type") or ""),
            amount=_yuan(one, "fund_payamt"),
            process=str(one.get("setl_proc_info") or ""),
        )


def _yuan(row: Mapping[str, Any], name: str) -> Decimal:
    return Decimal(str(row.get(name) or 0)).quantize(Decimal("0.01"))
