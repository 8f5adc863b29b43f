"""What tills need to know of a running site: printed for the crowd, as JSON.

Run with the home of the site in the environment: numbers of persons hold a proof
that only its keys make.
"""

import json
import sys
from datetime import datetime
from typing import Final

from tongban.config.main import prepare_django

INSTITUTION: Final = "P37070500001"
KEY: Final = "demo-pharmacy"
SECRET: Final = "demo-secret-of-the-pharmacy"  # noqa: S105 - the demo's, known to all
CODES: Final = (
    "XY99ZZ001XA001010199999",
    "XY99ZZ004XA001010199999",
    "XY99ZZ029XA001010199999",
)
LINES: Final = ((0, "60.00"), (1, "25.00"), (2, "18.50"), (0, "31.40"), (1, "12.10"))
TOTAL: Final = "147.00"


def template(sign_no: str, moment: datetime) -> str:
    """Return a purchase of five lines; the person and the key are put in later."""
    stamp = f"{moment:%Y-%m-%d %H:%M:%S}"
    lines = [
        {
            "feedetl_sn": f"MSGID{place}",
            "rx_circ_flag": "0",
            "fee_ocur_time": stamp,
            "med_list_codg": CODES[code],
            "medins_list_codg": f"own{code}",
            "det_item_fee_sumamt": amount,
            "cnt": 1,
            "pric": amount,
            "bilg_dept_codg": "A01",
            "bilg_dept_name": "柜台",
            "bilg_dr_codg": "D370705000001",
            "bilg_dr_name": "钱药师",
            "hosp_appr_flag": "1",
        }
        for place, (code, amount) in enumerate(LINES)
    ]
    said = {
        "psn_no": "PSN_NO",
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": "x",
        "psn_cert_type": "01",
        "certno": "x",
        "psn_type": "11",
        "psn_name": "x",
        "begntime": stamp,
        "medfee_sumamt": TOTAL,
        "insutype": "310",
        "acct_used_flag": "1",
        "med_type": "41",
    }
    envelope = {
        "infno": "2102",
        "msgid": "MSGID",
        "mdtrtarea_admvs": "370705",
        "insuplc_admdvs": "370705",
        "recer_sys_code": "bench",
        "infver": "V1.0",
        "opter_type": "1",
        "opter": "001",
        "opter_name": "收银员",
        "inf_time": stamp,
        "fixmedins_code": INSTITUTION,
        "fixmedins_name": "潍坊示例大药房奎文店",
        "sign_no": sign_no,
        "input": {"druginfo": said, "drugdetail": lines},
    }
    return json.dumps(envelope, ensure_ascii=False)


def sign_in(moment: datetime) -> str:
    """Return the message that opens the till's day."""
    envelope = {
        "infno": "9001",
        "msgid": f"{INSTITUTION}{moment:%Y%m%d%H%M%S}0001",
        "inf_time": f"{moment:%Y-%m-%d %H:%M:%S}",
        "fixmedins_code": INSTITUTION,
        "input": {"signIn": {"opter_no": "001", "mac": "00-00", "ip": "127.0.0.1"}},
    }
    return json.dumps(envelope)


def main(first: int, last: int, count: int) -> list[str]:
    """Return numbers of persons spread over the rows."""
    prepare_django()

    from tongban.services.hsa.people import person_number  # noqa: PLC0415 - needs apps

    step = max(1, (last - first + 1) // count)
    return [person_number(row) for row in range(first, last + 1, step)]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(*map(int, sys.argv[1:4]))))
