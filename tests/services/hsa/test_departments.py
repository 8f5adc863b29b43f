"""3401 to 3403, 5101, 5102: departments and staff, and codes nobody registered."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.services.hsa.care import MOMENT, SERIALS, done, send, stage
from tests.services.hsa.stage import HOSPITAL, PHARMACY, as_owner

from tongban.core.hsa.envelope import Answer
from tongban.core.settlement.rules import Unregistered
from tongban.records.departments.models import HospitalDepartment, Practitioner
from tongban.services.departments.practitioners import keep_staff
from tongban.services.departments.refusals import StaffFaulty
from tongban.services.hsa import departments
from tongban.services.hsa.keys import InstitutionUnknown
from tongban.services.settlement.rules import settlement_rules

HEADING = "执业人员代码,姓名,执业人员分类,执业证书编号,证件号码,开始日期,结束日期"
DOCTOR = "D370705000001,钱医生,1,110370700000001,990000198001010019,2026-01-01,"


def department(code: str = "A01", **more: str) -> dict[str, str]:
    return {
        "hosp_dept_codg": code,
        "caty": "A03",
        "hosp_dept_name": "内科",
        "begntime": "2026-01-01 00:00:00",
        "dept_resper_name": "李主任",
        "dept_resper_tel": "0536-1234567",
        "aprv_bed_cnt": "40",
        **more,
    }


def told(code: str = HOSPITAL) -> list[dict[str, object]]:
    return done("5101", {}, code=code)["feedetail"]


def table(folder: Path, *lines: str) -> Path:
    file = folder / "staff.csv"
    file.write_text("\n".join([HEADING, *lines]), encoding="utf-8")
    return file


def kept(folder: Path, *lines: str) -> tuple[int, int]:
    with as_owner():
        key = f"staff-{next(SERIALS)}"
        found = keep_staff(HOSPITAL, table(folder, *lines), at=MOMENT, key=key)
    return found.written, found.stood


def registering(person: str, dept: str = "A01", doctor: str = "") -> Answer:
    said = {
        "psn_no": person,
        "insutype": "310",
        "begntime": "2026-03-02 10:00:00",
        "mdtrt_cert_type": "02",
        "mdtrt_cert_no": "x",
        "ipt_otp_no": f"R{next(SERIALS)}",
        "dept_code": dept,
        "dept_name": "内科",
        "caty": "A03",
        "atddr_no": doctor,
        "dr_name": "钱医生",
    }
    return send("2201", {"data": said})


def test_departments_entered_changed_and_taken_back():
    done("3401", {"deptinfo": department()})
    (row,) = told()
    assert (row["hosp_dept_name"], row["caty"]) == ("内科", "A03")
    assert (row["begntime"], row["endtime"]) == ("2026-01-01 00:00:00", "")
    assert row["dept_resper_name"] == "李主任"
    assert told(PHARMACY) == []
    changed = department(hosp_dept_name="呼吸内科", dept_resper_name="王主任")
    done("3402", {"deptinfo": changed})
    (row,) = told()
    assert (row["hosp_dept_name"], row["dept_resper_name"]) == ("呼吸内科", "王主任")
    done("3403", {"data": department()})
    assert told() == []
    assert "A01" in send("3403", {"data": department()}).words
    assert send("3402", {"deptinfo": department()}).code == -1
    done("3401", {"deptinfo": department()})
    with as_owner():
        assert list(
            HospitalDepartment.objects.order_by("seq").values_list("name", "void")
        ) == [
            ("内科", False),
            ("呼吸内科", False),
            ("呼吸内科", True),
            ("内科", False),
        ]


def test_many_departments_all_or_none():
    done("3401A", {"deptinfo": [department("A01"), department("B02")]})
    again = [department("B02"), department("C03"), department("A01")]
    refused = send("3401A", {"deptinfo": again})
    assert "B02、A01" in refused.words
    assert [row["hosp_dept_codg"] for row in told()] == ["A01", "B02"]
    twice = send("3401A", {"deptinfo": [department("D04"), department("D04")]})
    assert "写了两次" in twice.words
    backwards = department("D04", endtime="2025-12-31 00:00:00")
    assert "结束时间" in send("3401", {"deptinfo": backwards}).words


def test_staff_of_a_kind_by_code_name_and_paper(tmp_path):
    nurse = "N370705000001,孙护士,2,,,2026-01-01,2026-12-31"
    assert kept(tmp_path, DOCTOR, nurse) == (2, 0)
    assert kept(tmp_path, DOCTOR, nurse.replace("孙", "周")) == (1, 1)
    (row,) = done("5102", {"data": {"prac_psn_type": "1"}})["feedetail"]
    assert (row["prac_psn_code"], row["prac_regn_no"]) == (
        "D370705000001",
        "110370700000001",
    )
    assert (row["fixmedins_name"], row["enddate"]) == ("潍坊示例市立医院", "")
    (row,) = done("5102", {"data": {"prac_psn_type": "2"}})["feedetail"]
    assert (row["prac_psn_name"], row["enddate"]) == ("周护士", "2026-12-31")
    for name, value, found in (
        ("certno", "990000198001010019", 1),
        ("certno", "990000198001010027", 0),
        ("prac_psn_name", "钱医生", 1),
        ("prac_psn_code", "D370705000009", 0),
    ):
        asked = {"data": {"prac_psn_type": "1", name: value}}
        assert len(done("5102", asked)["feedetail"]) == found
    with as_owner():
        assert Practitioner.objects.count() == 3


def test_a_table_of_staff_is_kept_whole_or_not_at_all(tmp_path):
    wrong = DOCTOR.replace("2026-01-01", "1月")
    with as_owner(), pytest.raises(StaffFaulty) as no:
        keep_staff(HOSPITAL, table(tmp_path, DOCTOR, DOCTOR, wrong), at=MOMENT, key="k")
    assert no.value.data["words"] == (
        "A3（执业人员代码）写了两次；F4（开始日期）要写成2026-01-01的样子"
    )
    short = tmp_path / "short.csv"
    short.write_text("姓名,开始日期\n")
    with as_owner(), pytest.raises(StaffFaulty) as no:
        keep_staff(HOSPITAL, short, at=MOMENT, key="k")
    assert "执业人员代码、执业人员分类" in str(no.value.data["words"])
    with as_owner(), pytest.raises(InstitutionUnknown):
        keep_staff("H99999999999", table(tmp_path, DOCTOR), at=MOMENT, key="k")
    with as_owner():
        assert not Practitioner.objects.exists()


def test_codes_nobody_registered_are_told_and_do_not_stop_care(tmp_path):
    person = stage()
    assert registering(person, "Z09", "D370705000009").warning == ""
    done("3401", {"deptinfo": department()})
    kept(tmp_path, DOCTOR)
    good = registering(person, "A01", "D370705000001")
    assert (good.code, good.warning) == (0, "")
    odd = registering(person, "Z09", "D370705000009")
    assert odd.code == 0
    assert odd.warning == "科室Z09没有登记；医师D370705000009没有登记"
    ended = DOCTOR + "2026-02-28"
    kept(tmp_path, ended)
    assert "医师" in registering(person, "A01", "D370705000001").warning


@pytest.mark.parametrize(
    ("rule", "code"), [(Unregistered.REFUSE, -1), (Unregistered.IGNORE, 0)]
)
def test_a_region_may_refuse_or_not_ask(monkeypatch, rule, code):
    person = stage()
    done("3401", {"deptinfo": department()})
    rules = replace(settlement_rules(), unregistered=rule)
    monkeypatch.setattr(departments, "settlement_rules", lambda: rules)
    given = registering(person, "Z09")
    assert (given.code, given.warning) == (code, "")
    assert ("Z09" in given.words) is (code == -1)


def test_the_same_message_again_enters_nothing_twice():
    said = {"deptinfo": department()}
    first = send("3401", said, msgid=f"{HOSPITAL}202603021000009001")
    again = send("3401", said, msgid=f"{HOSPITAL}202603021000009001")
    assert (first.code, again.reference) == (0, first.reference)
    with as_owner():
        assert HospitalDepartment.objects.count() == 1
