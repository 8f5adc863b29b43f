"""5303: who is in hospital here."""

from tests.services.hsa.care import admitted, discharged, registered, send, stage
from tests.services.hsa.stage import PHARMACY, insure

from tongban.services.hsa.people import person_number


def in_hospital(*, code: str = "H37070500001", **more: str) -> list[dict]:
    said = {
        "begntime": "2026-03-01 00:00:00",
        "endtime": "2026-03-31 23:59:59",
        **more,
    }
    given = send("5303", {"data": said}, code=code)
    assert given.code == 0, given.words
    return given.output["data"]


def test_who_is_in_hospital_here_and_nobody_elsewhere():
    first = stage()
    second = person_number(insure("zhaolei"))
    registered(first)
    stay = admitted(first)
    other = admitted(second, ipt_no="Z-2")
    row, last = in_hospital()
    assert (row["mdtrt_id"], row["psn_no"], row["psn_name"]) == (stay, first, "王建国")
    assert (row["gend"], row["begndate"], row["out_flag"]) == ("1", "2026-03-02", "0")
    assert (last["psn_no"], last["ipt_otp_no"]) == (second, "Z-2")
    (alone,) = in_hospital(psn_no=second)
    assert alone["mdtrt_id"] == other
    assert in_hospital(endtime="2026-03-01 23:59:59") == []
    assert in_hospital(code=PHARMACY) == []
    discharged(first, stay)
    (left,) = in_hospital()
    assert left["mdtrt_id"] == other
