"""A day: visits, stays and purchases with their wrong moves, then reconciled."""

import io
import zipfile
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from tongban.config.his_demo.book import Booked, Patient
from tongban.config.his_demo.care import (
    ONE_IN_CHANGED,
    ONE_IN_UNDONE,
    Till,
    basket,
    for_visit,
    person_fields,
    stamp,
)
from tongban.gateways.clock import real_now
from tongban.gateways.his import PlatformRefused, field_of

BATCH: Final = "0000"  # all lines that are not settled
COLUMN_OF_RESULT: Final = 4


def visit(till: Till, patient: Patient) -> None:
    """Register, charge, quote, settle; the settlement has to be what was quoted."""
    _entitled(till, patient, "11")
    registered = {
        **person_fields(patient),
        "begntime": stamp(),
        "ipt_otp_no": f"M{till.system.serial}",
        "dept_code": "A01",
        "dept_name": "内科",
        "caty": "A03",
    }
    output = till.ask("2201", {"data": registered})
    number = str(field_of(output, "data", "mdtrt_id"))
    told = {
        "mdtrt_id": number,
        "psn_no": patient.number,
        "med_type": "11",
        "begntime": stamp(),
    }
    kind = "2203A" if till.one_in(ONE_IN_CHANGED) else "2203"
    till.ask(kind, {"mdtrtinfo": told, "diseinfo": []})
    lines, total = basket(till)
    till.ask("2204", {"feedetail": for_visit(lines, number, patient)})
    bill = _bill(patient, number, total)
    quoted = till.ask("2206", {"data": bill})
    settled = till.settle("2207", {"data": bill}, patient)
    _compare(till, quoted, settled)
    _looked_up(till, settled, patient)
    if till.one_in(ONE_IN_UNDONE):
        _undo(till, "2208", patient)
        till.ask("2205", {"data": {**told, "chrg_bchno": BATCH}})
        till.ask(
            "2202",
            {"data": {"psn_no": patient.number, "mdtrt_id": number, "ipt_otp_no": "x"}},
        )


def stay(till: Till, patient: Patient) -> None:
    """Admit, charge, quote, discharge, settle; now and then the bill is undone."""
    _entitled(till, patient, "21")
    admitted = {
        **person_fields(patient),
        "begntime": stamp(),
        "med_type": "21",
        "ipt_no": f"Z{till.system.serial}",
        "atddr_no": "D370705000001",
        "chfpdr_name": "钱医生",
        "adm_diag_dscr": "肺炎",
        "adm_dept_codg": "A01",
        "adm_dept_name": "内科",
        "adm_bed": "12",
        "dscg_maindiag_code": "J18.900",
        "dscg_maindiag_name": "肺炎",
    }
    output = till.ask("2401", {"mdtrtinfo": admitted, "diseinfo": []})
    number = str(field_of(output, "result", "mdtrt_id"))
    named = {"psn_no": patient.number, "mdtrt_id": number}
    if till.one_in(ONE_IN_CHANGED):
        till.ask("2403", {"adminfo": {**named, "adm_bed": "16"}, "diseinfo": []})
    lines, total = basket(till, stay=True)
    rows = [{**one, "med_type": "21"} for one in for_visit(lines, number, patient)]
    till.ask("2301", {"feedetail": rows})
    if till.one_in(ONE_IN_CHANGED):
        till.ask("2302", {"data": [{**named, "feedetl_sn": BATCH}]})
        if till.one_in(ONE_IN_UNDONE):
            till.ask("2404", {"data": named})
            return
        till.ask("2301", {"feedetail": rows})
    bill = {**_bill(patient, number, total), "mid_setl_flag": "0", "med_type": ""}
    gone = {
        "mdtrt_id": number,
        "psn_no": patient.number,
        "insutype": patient.insutype,
        "endtime": stamp(),
        "dscg_dept_codg": "A01",
        "dscg_dept_name": "内科",
        "dscg_way": "1",
    }
    till.ask("2402", {"dscginfo": gone, "diseinfo": []})
    if till.one_in(ONE_IN_CHANGED):
        till.ask("2405", {"data": named})
        till.ask("2402", {"dscginfo": gone, "diseinfo": []})
    quoted = till.ask("2303", {"data": bill})
    settled = till.settle("2304", {"data": bill}, patient)
    _compare(till, quoted, settled)
    _looked_up(till, settled, patient)
    if till.one_in(ONE_IN_UNDONE):
        _undo(till, "2305", patient)
        till.settle("2304", {"data": bill}, patient)


def purchase(till: Till, patient: Patient) -> None:
    """Quote and settle a purchase; now and then it is brought back."""
    lines, total = basket(till)
    said = {
        "druginfo": {
            **person_fields(patient),
            "psn_cert_type": "01",
            "certno": "x",
            "psn_type": "11",
            "psn_name": "x",
            "begntime": stamp(),
            "medfee_sumamt": total,
            "acct_used_flag": "1",
            "med_type": "41",
        },
        "drugdetail": lines,
    }
    quoted = till.ask("2101", said)
    settled = till.settle("2102", said, patient)
    _compare(till, quoted, settled)
    if not till.book.rows[-1].refund and till.one_in(ONE_IN_UNDONE):
        _undo(till, "2103", patient)


def reconcile(till: Till) -> Iterator[str]:
    """Yield every difference between the own book and the platform's."""
    today = f"{real_now():%Y-%m-%d}"
    for insutype, clearing in sorted(
        {(one.patient.insutype, one.clearing) for one in till.book.rows}
    ):
        rows = [
            one
            for one in till.book.rows
            if (one.patient.insutype, one.clearing) == (insutype, clearing)
        ]
        said = {
            "insutype": insutype,
            "clr_type": clearing,
            "setl_optins": till.system.region,
            "stmt_begndate": today,
            "stmt_enddate": today,
            "medfee_sumamt": _sum(rows, "total"),
            "fund_pay_sumamt": _sum(rows, "funds"),
            "acct_pay": _sum(rows, "account"),
            "fixmedins_setl_cnt": len(rows),
        }
        found = field_of(till.ask("3201", {"data": said}), "stmtinfo")
        if str(found["stmt_rslt"]) != "0":
            yield f"总额 险种{insutype} 清算类别{clearing}：{found['stmt_rslt_dscr']}"
    yield from _lines_compared(till, today)


def _lines_compared(till: Till, today: str) -> Iterator[str]:
    text = "".join(f"{_row(one)}\n" for one in till.book.rows)
    sent = till.ask(
        "9101",
        {
            "fsUploadIn": {
                "in": b64encode(text.encode()).decode(),
                "filename": "stmt.txt",
                "fixmedins_code": till.system.code,
            }
        },
    )
    said = {
        "setl_optins": till.system.region,
        "file_qury_no": sent["file_qury_no"],
        "stmt_begndate": today,
        "stmt_enddate": today,
        "medfee_sumamt": _sum(till.book.rows, "total"),
        "fund_pay_sumamt": _sum(till.book.rows, "funds"),
        "cash_payamt": _sum(till.book.rows, "cash"),
        "fixmedins_setl_cnt": len(till.book.rows),
    }
    told = field_of(till.ask("3202", {"data": said}), "fileinfo")
    asked = {
        "file_qury_no": told["file_qury_no"],
        "filename": told["filename"],
        "fixmedins_code": till.system.code,
    }
    file = till.ask("9102", {"fsDownloadIn": asked})["file"]
    with zipfile.ZipFile(io.BytesIO(file)) as packed:
        rows = packed.read(packed.namelist()[0]).decode().splitlines()
    for row in rows:
        cells = row.split("\t")
        yield f"明细 结算{cells[2] or cells[3]}：{cells[6]}"


def apply_for_month(till: Till) -> Iterator[str]:
    """Apply to be paid for what was settled today, and take that back for tomorrow."""
    today = real_now()
    for clearing in sorted({one.clearing for one in till.book.rows}):
        rows = [one for one in till.book.rows if one.clearing == clearing]
        said = {
            "clr_type": clearing,
            "setlym": f"{today:%Y%m}",
            "psntime": len(rows),
            "medfee_sumamt": _sum(rows, "total"),
            "med_sumfee": _sum(rows, "total"),
            "fund_appy_sum": _sum(rows, "funds"),
            "cash_payamt": _sum(rows, "cash"),
            "acct_pay": _sum(rows, "account"),
            "begndate": f"{today:%Y-%m-%d}",
            "enddate": f"{today:%Y-%m-%d}",
        }
        try:
            output = till.ask("3203", {"data": said})
        except PlatformRefused as no:
            yield f"清算申请 清算类别{clearing}：{no.words}"
            continue
        number = field_of(output, "result", "clr_appy_evt_id")
        till.ask("3204", {"data": {"clr_appy_evt_id": number}})


def _row(one: Booked) -> str:
    return "\t".join(
        (
            one.settlement,
            one.visit,
            one.patient.number,
            *(f"{amount}" for amount in (one.total, one.funds, one.account)),
            "1" if one.refund else "0",
        )
    )


def _sum(rows: Sequence[Booked], name: str) -> Decimal:
    return sum((getattr(one, name) for one in rows), Decimal(0))


def _bill(patient: Patient, number: str, total: Decimal) -> dict[str, object]:
    return {
        **person_fields(patient),
        "med_type": "11",
        "medfee_sumamt": total,
        "psn_setlway": "01",
        "mdtrt_id": number,
        "chrg_bchno": BATCH,
        "acct_used_flag": "1",
        "invono": "",
        "fulamt_ownpay_amt": "0",
        "overlmt_selfpay": "0",
        "preselfpay_amt": "0",
        "inscp_scp_amt": "0",
    }


def _undo(till: Till, infno: str, patient: Patient) -> None:
    one = till.book.rows[-1]
    said = {
        "setl_id": one.settlement,
        "mdtrt_id": one.visit,
        "psn_no": patient.number,
    }
    till.undo(infno, said, one)


def _compare(till: Till, quoted: object, settled: object) -> None:
    """Note a settlement that is not what was quoted, to the fen."""
    names = ("medfee_sumamt", "fund_pay_sumamt", "acct_pay", "psn_cash_pay")
    first, then = (
        [str(field_of(one, "setlinfo", name)) for name in names]  # type: ignore[arg-type]
        for one in (quoted, settled)
    )
    if first != then:
        till.problems.append(f"结算与预结算不同：{first} {then}")


def _entitled(till: Till, patient: Patient, med_type: str) -> None:
    """Ask before care whether the fund pays; a no has to say why."""
    said = {
        "psn_no": patient.number,
        "insutype": patient.insutype,
        "fixmedins_code": till.system.code,
        "med_type": med_type,
        "begntime": stamp(),
    }
    told = field_of(till.ask("2001", {"data": said}), "trtinfo")
    if field_of(told, "trt_enjymnt_flag") != "1" and not field_of(told, "trt_chk_rslt"):
        till.problems.append("不能享受待遇，却没有说明原因")


def _looked_up(till: Till, settled: Mapping[str, object], patient: Patient) -> None:
    """Look a settlement and its lines up; both have to be what was told."""
    names = ("setl_id", "medfee_sumamt", "fund_pay_sumamt", "acct_pay")
    first = [str(field_of(settled, "setlinfo", name)) for name in names]
    said = {
        "psn_no": patient.number,
        "setl_id": first[0],
        "mdtrt_id": str(field_of(settled, "setlinfo", "mdtrt_id")),
    }
    found = till.ask("5203", {"data": said})
    then = [str(field_of(found, "setlinfo", name)) for name in names]
    if first != then:
        till.problems.append(f"查到的结算与答复不同：{first} {then}")
    lines = field_of(till.ask("5204", {"data": said}), "data") or []
    total = sum((Decimal(str(one["det_item_fee_sumamt"])) for one in lines), Decimal(0))
    if total != Decimal(first[1]):
        till.problems.append(f"结算{first[0]}查到的明细共{total}元，不是{first[1]}元")
