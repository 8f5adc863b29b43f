"""A person in care at an institution: what their system sends, step by step."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from zoneinfo import ZoneInfo

from tests.services.hsa.stage import HOSPITAL, PHARMACY, as_owner, body, insure, told

from tongban.core.enrolment.kinds import PersonKind
from tongban.core.hsa.envelope import Answer
from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import Line, Reason
from tongban.core.money import Fen
from tongban.services.access.scope import enter_scope, leave_scope
from tongban.services.demo.medical_catalogue import load_demo_medical_catalogue
from tongban.services.hsa.people import person_number
from tongban.services.ledger.operations import Entry, fund, open_personal, post
from tongban.services.settlement.opening import open_funds

CHINA = ZoneInfo("Asia/Shanghai")
MOMENT = datetime(2026, 3, 2, 10, tzinfo=CHINA)
METFORMIN = "XY99ZZ001XA001010199999"  # class A
NIFEDIPINE = "XY99ZZ004XA001010199999"  # class B, a tenth first
VITAMINS = "XY99ZZ029XA001010199999"  # class C
BED = "009999999004000"  # class A, 40 yuan a day at most
SERIALS = count(1)


def stage(login: str = "wangjianguo", kind: PersonKind = PersonKind.ACTIVE) -> str:
    """Open funds and lists, insure somebody, and return the person's number."""
    with as_owner():
        open_funds(on=date(2021, 1, 1))
        load_demo_medical_catalogue(MOMENT)
    return person_number(insure(login, kind))


def save(person_id: int, fen: int) -> None:
    """Put money into somebody's personal account."""
    with as_owner():
        account = open_personal(person_id, region="370705", on=date(2021, 1, 1))
        collected = fund(AccountKind.COLLECTED, "370705", on=date(2021, 1, 1))
        post(
            Entry(
                reason=Reason.OPENING,
                at=MOMENT,
                day=MOMENT.date(),
                region="370705",
                lines=(Line(collected.pk, Fen(-fen)), Line(account.pk, Fen(fen))),
                key=f"test opening {next(SERIALS)}",
            )
        )


def send(
    infno: str,
    said: object,
    *,
    code: str = HOSPITAL,
    moment: datetime = MOMENT,
    **fields: str,
) -> Answer:
    """The answer to a message of care, signed in on its day."""
    sign = {"signIn": {"opter_no": "001", "mac": "00-00", "ip": "10.0.0.1"}}
    given = told(body("9001", sign, fixmedins_code=code), code=code, moment=moment)
    number = given.output["signinoutb"]["sign_no"]
    text = body(infno, said, fixmedins_code=code, sign_no=number, **fields)
    return told(text, code=code, moment=moment)


def done(infno: str, said: object, **more: object) -> Mapping[str, object]:
    """The output of a message that has to succeed."""
    given = send(infno, said, **more)  # type: ignore[arg-type]
    assert given.code == 0, given.words
    return given.output


def registered(
    person: str,
    *,
    insutype: str = "310",
    moment: datetime = MOMENT,
    code: str = HOSPITAL,
    **more: str,
) -> str:
    said = {
        "psn_no": person,
        "insutype": insutype,
        "begntime": f"{moment:%Y-%m-%d %H:%M:%S}",
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": "x",
        "ipt_otp_no": f"M{next(SERIALS)}",
        "dept_code": "A01",
        "dept_name": "内科",
        "caty": "A03",
        **more,
    }
    found = done("2201", {"data": said}, moment=moment, code=code)["data"]
    return str(found["mdtrt_id"])


def line(
    code: str,
    yuan: str,
    *,
    count_: str = "1",
    pric: str = "",
    moment: datetime = MOMENT,
    **more: str,
) -> dict[str, str]:
    price = pric or str(Decimal(yuan) / Decimal(count_))
    return {
        "feedetl_sn": str(next(SERIALS)),
        "chrg_bchno": "B1",
        "rx_circ_flag": "0",
        "fee_ocur_time": f"{moment:%Y-%m-%d %H:%M:%S}",
        "med_list_codg": code,
        "medins_list_codg": "own",
        "det_item_fee_sumamt": yuan,
        "cnt": count_,
        "pric": price,
        "bilg_dept_codg": "A01",
        "bilg_dept_name": "内科",
        "bilg_dr_codg": "D370705000001",
        "bilg_dr_name": "钱医生",
        "hosp_appr_flag": "1",
        **more,
    }


def charge(
    person: str, visit: str, lines: Sequence[dict[str, str]], **more: object
) -> Sequence[Mapping[str, object]]:
    rows = [{**one, "mdtrt_id": visit, "psn_no": person} for one in lines]
    output = done("2204", {"feedetail": rows}, **more)
    found = output["result"]
    assert isinstance(found, list)
    return found


def bill(person: str, visit: str, total: str, **more: str) -> dict[str, object]:
    said = {
        "psn_no": person,
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": "x",
        "med_type": "11",
        "medfee_sumamt": total,
        "psn_setlway": "01",
        "mdtrt_id": visit,
        "chrg_bchno": "B1",
        "insutype": "310",
        "acct_used_flag": "0",
        "invono": "",
        "fulamt_ownpay_amt": "0",
        "overlmt_selfpay": "0",
        "preselfpay_amt": "0",
        "inscp_scp_amt": "0",
        **more,
    }
    return {"data": said}


def admitted(
    person: str, *, moment: datetime = MOMENT, code: str = HOSPITAL, **more: str
) -> str:
    said = {
        "psn_no": person,
        "insutype": "310",
        "begntime": f"{moment:%Y-%m-%d %H:%M:%S}",
        "mdtrt_cert_type": "02",
        "med_type": "21",
        "ipt_no": f"Z{next(SERIALS)}",
        "atddr_no": "D370705000001",
        "chfpdr_name": "钱医生",
        "adm_diag_dscr": "肺炎",
        "adm_dept_codg": "A01",
        "adm_dept_name": "内科",
        "adm_bed": "12",
        "dscg_maindiag_code": "J18.900",
        "dscg_maindiag_name": "肺炎",
        **more,
    }
    output = done("2401", {"mdtrtinfo": said, "diseinfo": []}, moment=moment, code=code)
    return str(output["result"]["mdtrt_id"])


def charge_stay(
    person: str, visit: str, lines: Sequence[dict[str, str]], **more: object
) -> Sequence[Mapping[str, object]]:
    rows = [
        {**one, "mdtrt_id": visit, "psn_no": person, "med_type": "21"} for one in lines
    ]
    found = done("2301", {"feedetail": rows}, **more)["result"]
    assert isinstance(found, list)
    return found


def discharged(
    person: str, visit: str, *, moment: datetime = MOMENT, code: str = HOSPITAL
) -> None:
    said = {
        "mdtrt_id": visit,
        "psn_no": person,
        "insutype": "310",
        "endtime": f"{moment:%Y-%m-%d %H:%M:%S}",
        "dscg_dept_codg": "A01",
        "dscg_dept_name": "内科",
        "dscg_way": "1",
    }
    done("2402", {"dscginfo": said, "diseinfo": []}, moment=moment, code=code)


def stay_bill(person: str, visit: str, total: str, **more: str) -> dict[str, object]:
    found = bill(person, visit, total, **{"mid_setl_flag": "0", **more})
    data = found["data"]
    assert isinstance(data, dict)
    return {"data": {**data, "med_type": "", "chrg_bchno": ""}}


def bought(
    person: str, lines: Sequence[dict[str, str]], total: str, **more: str
) -> dict[str, object]:
    said = {
        "psn_no": person,
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": "x",
        "psn_cert_type": "01",
        "certno": "x",
        "psn_type": "11",
        "psn_name": "x",
        "begntime": f"{MOMENT:%Y-%m-%d %H:%M:%S}",
        "medfee_sumamt": total,
        "insutype": "310",
        "acct_used_flag": "1",
        "med_type": "41",
        **more,
    }
    return {"druginfo": said, "drugdetail": list(lines)}


def buy(infno: str, said: object) -> Answer:
    return send(infno, said, code=PHARMACY)


@contextmanager
def as_institution() -> Iterator[None]:
    """Look at rows as the owner would, then go back behind the wall."""
    leave_scope()
    try:
        yield
    finally:
        enter_scope(None)
