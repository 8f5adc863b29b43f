"""Stays settled to the fen: each figure is counted by hand beside it.

Employees of Weifang at a tertiary hospital in 2026: the first stay of a year bears
800.00, the second 400.00, the third nothing; the fund pays 84 of 100 above.
"""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from tests.services.hsa.care import (
    BED,
    CHINA,
    METFORMIN,
    MOMENT,
    admitted,
    charge_stay,
    discharged,
    done,
    line,
    send,
    stage,
    stay_bill,
)
from tests.services.hsa.stage import as_owner
from tests.services.hsa.test_settling import info

from tongban.records.settlement.models import Settlement, YearUse
from tongban.services.settlement.verify import verify_settlements


@pytest.fixture(autouse=True)
def _proved():
    """Whatever a test settled, the rows agree afterwards."""
    yield
    with as_owner():
        assert list(verify_settlements()) == []


def paid(told: dict[str, object]) -> tuple[Decimal, Decimal]:
    return told["hifp_pay"], told["psn_part_amt"]


def stayed(person: str, yuan: str, *, moment: datetime = MOMENT) -> dict[str, object]:
    """A whole stay with one line, from admission to settlement."""
    visit = admitted(person, moment=moment)
    rows = [line(METFORMIN, yuan, moment=moment)]
    charge_stay(person, visit, rows, moment=moment)
    discharged(person, visit, moment=moment)
    return info(done("2304", stay_bill(person, visit, yuan), moment=moment))


@pytest.mark.clause("SD28-27")
def test_the_deductible_falls_with_each_stay_of_a_year():
    person = stage()
    # 10,800 - 800 = 10,000 × 84 % = 8,400
    assert paid(stayed(person, "10800.00")) == (Decimal("8400.00"), Decimal("2400.00"))
    # 10,400 - 400 = 10,000 × 84 % = 8,400
    assert paid(stayed(person, "10400.00")) == (Decimal("8400.00"), Decimal("2000.00"))
    # no deductible: 1,000 × 84 % = 840
    assert paid(stayed(person, "1000.00")) == (Decimal("840.00"), Decimal("160.00"))


def test_a_midway_settlement_counts_into_the_same_stay():
    """Two bills of one stay pay what one bill would: the deductible is borne once."""
    person = stage()
    visit = admitted(person)
    charge_stay(person, visit, [line(METFORMIN, "5800.00")])
    half = stay_bill(person, visit, "5800.00", mid_setl_flag="1")
    # 5,800 - 800 = 5,000 × 84 % = 4,200
    assert paid(info(done("2304", half)))[0] == Decimal("4200.00")
    charge_stay(person, visit, [line(METFORMIN, "5000.00")])
    discharged(person, visit)
    # 800 was borne: 5,000 × 84 % = 4,200
    rest = info(done("2304", stay_bill(person, visit, "5000.00")))
    assert paid(rest)[0] == Decimal("4200.00")
    assert rest["act_pay_dedc"] == 0


def test_a_stay_is_settled_after_discharge_only():
    person = stage()
    visit = admitted(person)
    charge_stay(person, visit, [line(METFORMIN, "900.00")])
    early = send("2304", stay_bill(person, visit, "900.00"))
    assert early.code == -1


def test_a_stay_across_new_year_counts_in_the_year_it_ends():
    person = stage()
    begins = datetime(2025, 12, 28, 9, tzinfo=CHINA)
    ends = datetime(2026, 1, 5, 9, tzinfo=CHINA)
    visit = admitted(person, moment=begins)
    charge_stay(person, visit, [line(METFORMIN, "1800.00", moment=begins)])
    discharged(person, visit, moment=ends)
    # 2026: 1,800 - 800 = 1,000 × 84 % = 840
    told = info(done("2304", stay_bill(person, visit, "1800.00"), moment=ends))
    assert paid(told)[0] == Decimal("840.00")
    with as_owner():
        row = Settlement.objects.get()
        assert (row.year, row.on.isoformat()) == (2026, "2026-01-05")
        assert YearUse.objects.get().year == 2026
    # The next stay of 2026 is the second of that year: 400.
    later = stayed(person, "1400.00", moment=ends + timedelta(days=20))
    assert paid(later)[0] == Decimal("840.00")


def test_what_exceeds_the_ceiling_of_a_bed_is_the_persons():
    """Ten days at 60.00; 40.00 a day count: 400 in scope, 200 above the price."""
    person = stage()
    visit = admitted(person)
    charge_stay(
        person,
        visit,
        [line(BED, "600.00", count_="10", pric="60"), line(METFORMIN, "1400.00")],
    )
    discharged(person, visit)
    told = info(done("2304", stay_bill(person, visit, "2000.00")))
    assert told["overlmt_selfpay"] == Decimal("200.00")
    assert told["inscp_scp_amt"] == Decimal("1800.00")
    # 1,800 - 800 = 1,000 × 84 % = 840
    assert paid(told) == (Decimal("840.00"), Decimal("1160.00"))


def test_what_was_returned_is_not_paid():
    person = stage()
    visit = admitted(person)
    first = line(METFORMIN, "2000.00", count_="10", pric="200")
    back = line(
        METFORMIN,
        "-400.00",
        count_="-2",
        pric="200",
        init_feedetl_sn=first["feedetl_sn"],
    )
    charge_stay(person, visit, [first, back])
    discharged(person, visit)
    # 1,600 - 800 = 800 × 84 % = 672
    told = info(done("2304", stay_bill(person, visit, "1600.00")))
    assert paid(told) == (Decimal("672.00"), Decimal("928.00"))


def test_undoing_a_stay_gives_the_deductible_back():
    person = stage()
    visit = admitted(person)
    charge_stay(person, visit, [line(METFORMIN, "1800.00")])
    discharged(person, visit)
    first = info(done("2304", stay_bill(person, visit, "1800.00")))
    said = {"setl_id": first["setl_id"], "mdtrt_id": visit, "psn_no": person}
    undone = info(done("2305", {"data": said}))
    assert undone["hifp_pay"] == -first["hifp_pay"]
    # Again the first stay of the year: 800 - the same figures.
    again = info(done("2304", stay_bill(person, visit, "1800.00")))
    assert paid(again) == paid(first)


def test_what_somebody_else_has_to_pay_the_fund_does_not():
    person = stage()
    visit = admitted(person, exp_content='{"TRUM_FLAG":"1","REL_TTP_FLAG":"1"}')
    charge_stay(person, visit, [line(METFORMIN, "5000.00")])
    discharged(person, visit)
    told = info(done("2304", stay_bill(person, visit, "5000.00")))
    assert paid(told) == (Decimal(0), Decimal("5000.00"))


def test_two_stays_at_once_are_refused():
    person = stage()
    admitted(person)
    said = {
        "psn_no": person,
        "insutype": "310",
        "begntime": f"{MOMENT:%Y-%m-%d %H:%M:%S}",
        "mdtrt_cert_type": "02",
        "med_type": "21",
        "ipt_no": "Z-second",
        "atddr_no": "D370705000001",
        "chfpdr_name": "钱医生",
        "adm_diag_dscr": "肺炎",
        "adm_dept_codg": "A01",
        "adm_dept_name": "内科",
        "adm_bed": "12",
        "dscg_maindiag_code": "J18.900",
        "dscg_maindiag_name": "肺炎",
    }
    assert send("2401", {"mdtrtinfo": said, "diseinfo": []}).code == -1


def test_a_lost_settlement_is_taken_back():
    """2601 undoes what was answered; the stay can be settled again."""
    person = stage()
    visit = admitted(person)
    charge_stay(person, visit, [line(METFORMIN, "1800.00")])
    discharged(person, visit)
    bill = stay_bill(person, visit, "1800.00")
    first = send("2304", bill, msgid="H37070500001202603021000009999")
    assert first.code == 0, first.words
    lost = {"psn_no": person, "omsgid": "H37070500001202603021000009999"}
    done("2601", {"data": {**lost, "oinfno": "2304"}})
    with as_owner():
        assert Settlement.objects.count() == 2
    again = info(done("2304", bill))
    assert paid(again)[0] == Decimal("840.00")
