"""5201 to 5206: what an institution may ask of a person it treats."""

from datetime import date
from decimal import Decimal

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from tests.services.hsa.care import (
    METFORMIN,
    MOMENT,
    NIFEDIPINE,
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
from tests.services.hsa.stage import PHARMACY, as_owner, party_of
from tests.services.hsa.test_settling import info

from tongban.records.settlement.models import DiseaseRight

BEGIN, END = "2026-03-01 00:00:00", "2026-03-31 23:59:59"


@pytest.fixture
def person() -> str:
    return stage()


@pytest.fixture
def stay(person: str) -> dict[str, object]:
    """A stay of 1,800 that was settled: 1,000 × 84 % = 840."""
    visit = admitted(person)
    charge_stay(person, visit, [line(METFORMIN, "1800.00")])
    discharged(person, visit)
    return info(done("2304", stay_bill(person, visit, "1800.00")))


def visits(person: str, **more: str) -> list[dict[str, object]]:
    said = {"psn_no": person, "begntime": BEGIN, "endtime": END, "med_type": "21"}
    return done("5201", {"data": {**said, **more}})["mdtrtinfo"]


def test_visits_here_of_a_kind_and_time(person, stay):
    (found,) = visits(person)
    assert found["mdtrt_id"] == stay["mdtrt_id"]
    assert (found["adm_bed"], found["inhosp_stas"]) == ("12", "0")
    assert found["ipt_days"] == 1
    assert found["insutype"] == "310"
    assert visits(person, mdtrt_id=str(stay["mdtrt_id"])) == [found]
    assert visits(person, mdtrt_id="000000000000999999") == []
    assert visits(person, med_type="11") == []
    assert visits(person, begntime="2026-03-30 00:00:00") == []
    other = send(
        "5201",
        {
            "data": {
                "psn_no": person,
                "begntime": BEGIN,
                "endtime": END,
                "med_type": "21",
            }
        },
        code=PHARMACY,
    )
    assert other.output["mdtrtinfo"] == []


def test_diagnoses_that_stand(person):
    visit = registered(person)
    said = {
        "mdtrt_id": visit,
        "psn_no": person,
        "med_type": "11",
        "begntime": f"{MOMENT:%Y-%m-%d %H:%M:%S}",
    }
    rows = [
        {
            "diag_type": "1",
            "diag_srt_no": str(place),
            "diag_code": code,
            "diag_name": name,
            "diag_dept": "A01",
            "dise_dor_no": "D370705000001",
            "dise_dor_name": "钱医生",
            "diag_time": f"{MOMENT:%Y-%m-%d %H:%M:%S}",
            "vali_flag": "1",
        }
        for place, code, name in ((1, "I10.x00", "高血压"), (2, "E11.900", "糖尿病"))
    ]
    done("2203", {"mdtrtinfo": said, "diseinfo": rows})
    done("2203", {"mdtrtinfo": said, "diseinfo": [{**rows[1], "vali_flag": "0"}]})
    asked = {"data": {"mdtrt_id": visit, "psn_no": person}}
    (found,) = done("5202", asked)["diseinfo"]
    assert (found["diag_code"], found["inout_diag_type"]) == ("I10.x00", "1")
    assert found["diag_time"] == "2026-03-02 10:00:00"
    assert send("5202", asked, code=PHARMACY).code == -1


def test_a_settlement_as_it_was_told(person, stay):
    asked = {
        "psn_no": person,
        "setl_id": stay["setl_id"],
        "mdtrt_id": stay["mdtrt_id"],
    }
    output = done("5203", {"data": asked})
    found = output["setlinfo"]
    assert found["hifp_pay"] == stay["hifp_pay"] == Decimal("840.00")
    assert found["psn_pay"] == Decimal("960.00")
    assert (found["refd_setl_flag"], found["year"]) == ("0", "2026")
    (fund,) = output["setldetail"]
    assert (fund["fund_pay_type"], fund["fund_payamt"]) == ("310100", Decimal("840.00"))
    assert "0.84" in fund["setl_proc_info"]
    assert send("5203", {"data": {**asked, "setl_id": "1"}}).code == -1
    admitted_with = {"data": {"psn_no": person, "mdtrt_id": stay["mdtrt_id"]}}
    (diagnosis,) = done("5202", admitted_with)["diseinfo"]
    assert (diagnosis["diag_code"], diagnosis["inout_diag_type"]) == ("J18.900", "1")


def test_lines_of_a_visit_and_of_a_settlement(person, stay):
    asked = {"psn_no": person, "mdtrt_id": stay["mdtrt_id"]}
    (found,) = done("5204", {"data": asked})["data"]
    assert found["setl_id"] == stay["setl_id"]
    assert found["det_item_fee_sumamt"] == Decimal("1800.00")
    assert found["med_list_codg"] == METFORMIN
    named = {"data": {**asked, "setl_id": stay["setl_id"]}}
    assert done("5204", named)["data"] == [found]
    assert done("5204", {"data": {**asked, "setl_id": "7"}})["data"] == []


def test_medicine_for_chronic_diseases(person):
    with as_owner():
        DiseaseRight.objects.create(
            person_id=party_of("wangjianguo"),
            code="M03900",
            name="高血压",
            in_force=DateRange(date(2026, 1, 1), None),
        )
    visit = registered(person)
    said = {
        "mdtrt_id": visit,
        "psn_no": person,
        "med_type": "14",
        "dise_codg": "M03900",
        "begntime": f"{MOMENT:%Y-%m-%d %H:%M:%S}",
    }
    done("2203", {"mdtrtinfo": said, "diseinfo": []})
    charge(person, visit, [line(NIFEDIPINE, "200.00", count_="4", prd_days="7")])
    told = {"data": {"psn_no": person, "mdtrt_id": visit}}
    assert done("5204", told)["data"][0]["prd_days"] == Decimal("7.00")
    asked = {"data": {"psn_no": person, "begntime": BEGIN}}
    (found,) = done("5205", asked)["feedetail"]
    assert (found["cnt"], found["pric"]) == (Decimal(4), Decimal(50))
    assert found["hilist_name"] == "硝苯地平控释片"
    late = {"psn_no": person, "begntime": "2026-03-02 11:00:00"}
    assert done("5205", {"data": late})["feedetail"] == []


def test_without_the_right_a_chronic_visit_is_refused(person):
    visit = registered(person)
    said = {
        "mdtrt_id": visit,
        "psn_no": person,
        "med_type": "14",
        "dise_codg": "M03900",
        "begntime": f"{MOMENT:%Y-%m-%d %H:%M:%S}",
    }
    assert send("2203", {"mdtrtinfo": said, "diseinfo": []}).code == -1


def test_the_sums_of_a_year_with_refunds_taken_off(person, stay):
    visit = registered(person)
    charge(person, visit, [line(METFORMIN, "700.00")])
    gone = info(done("2207", bill(person, visit, "700.00")))
    undo = {"setl_id": gone["setl_id"], "mdtrt_id": visit, "psn_no": person}
    done("2208", {"data": undo})
    rows = done("5206", {"data": {"psn_no": person, "cum_ym": "202603"}})["cuminfo"]
    sums = {row["cum_type_code"]: row["cum"] for row in rows}
    assert {row["year"] for row in rows} == {"2026"}
    assert sums == {
        "C0000": Decimal(1),
        "F0000": Decimal("1800.00"),
        "S0000": Decimal("1800.00"),
        "Q0000": Decimal("800.00"),
        "D310101": Decimal("840.00"),
    }
    assert done("5206", {"data": {"psn_no": person, "cum_ym": "2025"}})["cuminfo"] == []
