"""3201 to 3204: both sides of a day compared, a month applied for, to the fen."""

import io
import zipfile
from base64 import b64encode
from decimal import Decimal

import pytest
from tests.services.hsa.care import (
    METFORMIN,
    MOMENT,
    admitted,
    bill,
    charge,
    charge_stay,
    discharged,
    done,
    line,
    registered,
    send,
    stage,
    stay_bill,
)
from tests.services.hsa.stage import HOSPITAL, as_owner
from tests.services.hsa.test_settling import info

from tongban.records.settlement.models import Clearing, Statement

DAY = f"{MOMENT:%Y-%m-%d}"


@pytest.fixture
def day() -> dict[str, dict[str, object]]:
    """An outpatient's bill of 1,000, one of 700 undone, and a stay of 1,800.

    Outpatient: 1,000 - 600 = 400 × 60 % = 240. The stay: 1,000 × 84 % = 840.
    """
    person = stage()
    first = registered(person)
    charge(person, first, [line(METFORMIN, "1000.00")])
    kept = info(done("2207", bill(person, first, "1000.00")))
    second = registered(person)
    charge(person, second, [line(METFORMIN, "700.00")])
    gone = info(done("2207", bill(person, second, "700.00")))
    said = {"setl_id": gone["setl_id"], "mdtrt_id": second, "psn_no": person}
    back = info(done("2208", {"data": said}))
    stay = admitted(person)
    charge_stay(person, stay, [line(METFORMIN, "1800.00")])
    discharged(person, stay)
    told = info(done("2304", stay_bill(person, stay, "1800.00")))
    return {"kept": kept, "gone": gone, "back": back, "stay": told}


def totals(**changed: str) -> dict[str, object]:
    said = {
        "insutype": "310",
        "clr_type": "11",
        "setl_optins": "370700",
        "stmt_begndate": DAY,
        "stmt_enddate": DAY,
        "medfee_sumamt": "1000.00",
        "fund_pay_sumamt": "240.00",
        "acct_pay": "0",
        "fixmedins_setl_cnt": "3",
        **changed,
    }
    return {"data": said}


def test_equal_totals_are_equal_and_each_refund_counts_as_one(day):
    found = done("3201", totals())["stmtinfo"]
    assert (found["stmt_rslt"], found["stmt_rslt_dscr"]) == ("0", "平")
    plain = totals(
        refd_setl_flag="0",
        fixmedins_setl_cnt="2",
        medfee_sumamt="1700.00",
        fund_pay_sumamt="660.00",  # and 700 × 60 % = 420
    )
    assert done("3201", plain)["stmtinfo"]["stmt_rslt"] == "0"
    with as_owner():
        assert Statement.objects.filter(outcome="0").count() == 2


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"fund_pay_sumamt": "239.99"}, "3"),
        ({"fixmedins_setl_cnt": "2"}, "1"),
        ({"fixmedins_setl_cnt": "4"}, "2"),
        ({"setl_optins": "371300"}, "2"),
        ({"stmt_begndate": "2026-03-03", "stmt_enddate": "2026-03-04"}, "2"),
        ({"clr_type": "21"}, "2"),
    ],
)
def test_different_totals_say_where(day, changed, outcome):
    found = done("3201", totals(**changed))["stmtinfo"]
    assert found["stmt_rslt"] == outcome
    assert "机构" in found["stmt_rslt_dscr"]


def uploaded(rows: list[str] | bytes, *, packed: bool = False) -> str:
    content = rows if isinstance(rows, bytes) else "\n".join(rows).encode()
    if packed:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("a.txt", content)
        content = file.getvalue()
    said = {
        "in": b64encode(content).decode(),
        "filename": "a.txt",
        "fixmedins_code": HOSPITAL,
    }
    return str(done("9101", {"fsUploadIn": said})["file_qury_no"])


def row_of(told: dict[str, object], *, refund: bool = False, **changed: str) -> str:
    cells = {
        "setl_id": str(told["setl_id"]),
        "mdtrt_id": str(told["mdtrt_id"]),
        "psn_no": str(told.get("psn_no", "")),
        "total": str(told["medfee_sumamt"]),
        "funds": str(told["fund_pay_sumamt"]),
        "account": str(told["acct_pay"]),
        "flag": "1" if refund else "0",
        **changed,
    }
    return "\t".join(cells.values())


def compared(number: str) -> list[list[str]]:
    said = {
        "setl_optins": "370700",
        "file_qury_no": number,
        "stmt_begndate": DAY,
        "stmt_enddate": DAY,
        "medfee_sumamt": "2800.00",
        "fund_pay_sumamt": "1080.00",
        "cash_payamt": "1720.00",
        "fixmedins_setl_cnt": "4",
    }
    told = done("3202", {"data": said})["fileinfo"]
    fetched = send(
        "9102",
        {
            "fsDownloadIn": {
                "file_qury_no": told["file_qury_no"],
                "filename": told["filename"],
                "fixmedins_code": HOSPITAL,
            }
        },
    )
    assert fetched.file is not None
    with zipfile.ZipFile(io.BytesIO(fetched.file[1])) as archive:
        text = archive.read(archive.namelist()[0]).decode()
    return [row.split("\t") for row in text.splitlines()]


@pytest.mark.parametrize("own_number", [False, True])
@pytest.mark.parametrize("packed", [False, True])
def test_equal_lines_leave_an_empty_file(day, own_number, packed):
    """A refund is listed by what it undid, or by the number it got itself."""
    refund = {**day["back"], "psn_no": day["gone"]["psn_no"]}
    if not own_number:
        refund["setl_id"] = day["gone"]["setl_id"]
    rows = [
        row_of(day["kept"]),
        row_of(day["gone"]),
        row_of(refund, refund=True),
        row_of(day["stay"]),
    ]
    assert compared(uploaded(rows, packed=packed)) == []
    with as_owner():
        assert Statement.objects.get().outcome == "0"


def test_what_differs_comes_back_line_by_line(day):
    rows = [
        row_of(day["kept"], total="999.00"),
        row_of(day["gone"]),
        row_of(day["stay"]),
        row_of(day["stay"], setl_id="000000000000999999"),
    ]
    found = {(row[4], row[2]): row for row in compared(uploaded(rows))}
    kept, gone = str(day["kept"]["setl_id"]), str(day["gone"]["setl_id"])
    assert set(found) == {("3", kept), ("2", "000000000000999999"), ("1", "")}
    other = found["3", kept]
    assert other[0] == day["kept"]["psn_no"]
    assert other[7:] == ["1000.00", "240.00", "0.00"]
    assert "999.00" in other[6]
    missing = found["1", ""]
    # The refund of the one undone: its msgid is what 2601 needs; no numbers.
    assert (missing[1], missing[5], missing[7]) == ("", "1", "-700.00")
    assert missing[3].startswith(HOSPITAL)
    assert gone not in missing
    with as_owner():
        assert Statement.objects.get().differences == 3


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04broken", "压缩包"),
        (b"a\tb\n", "第1行有2列"),
        (b"a\tb\tc\tx\t1\t1\t0\n", "第1行的金额"),
        (b"a\tb\tc\t1\t1\tNaN\t0\n", "第1行的金额"),
        (b"a\tb\tc\t1\t1\t1.001\t0\n", "第1行的金额"),
        (b"a\tb\tc\t1\t1\t1\t7\n", "第1行的金额"),
        (b"a\tb\tc\t1\t1\t1\t0\na\tb\tc\t1\t1\t1\t0\n", "第2行与前面的重复"),
        (b"\xff\xff\xff\xff", "UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(day, content, words):
    said = {
        "setl_optins": "370700",
        "file_qury_no": uploaded(content),
        "stmt_begndate": DAY,
        "stmt_enddate": DAY,
        "medfee_sumamt": "0",
        "fund_pay_sumamt": "0",
        "cash_payamt": "0",
        "fixmedins_setl_cnt": "0",
    }
    given = send("3202", {"data": said})
    assert given.code == -1
    assert words in given.words
    with as_owner():
        assert Statement.objects.count() == 0


def clearing(**changed: str) -> dict[str, object]:
    said = {
        "clr_type": "21",
        "clr_way": "1",
        "setlym": "202603",
        "psntime": "1",
        "medfee_sumamt": "1800.00",
        "med_sumfee": "1800.00",
        "fund_appy_sum": "840.00",
        "cash_payamt": "960.00",
        "acct_pay": "0",
        "begndate": "2026-03-01",
        "enddate": "2026-03-31",
        **changed,
    }
    return {"data": said}


@pytest.mark.clause("SD28-25")
def test_a_month_is_applied_for_once_and_only_as_it_was_settled(day):
    wrong = send("3203", clearing(fund_appy_sum="841.00"))
    assert wrong.code == -1
    assert "基金支付总额：机构841.00，中心840.00" in wrong.words
    number = done("3203", clearing())["result"]["clr_appy_evt_id"]
    assert send("3203", clearing()).code == -1
    for _ in range(2):
        done("3204", {"data": {"clr_appy_evt_id": number}})
    done("3203", clearing())
    assert send("3204", {"data": {"clr_appy_evt_id": "7"}}).code == -1
    with as_owner():
        rows = Clearing.objects.order_by("pk")
        assert [row.withdrawn_at is None for row in rows] == [False, True]
        assert rows[0].totals["funds_fen"] == 84_000
    assert Decimal(rows[0].totals["cash_fen"]) == 96_000
