"""3101 to 3103: every registered check is asked, and what was done about it kept."""

import copy
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from tests.services.hsa.care import METFORMIN, done, send, stage
from tests.services.hsa.stage import PHARMACY, as_owner, ask

from tongban.core.hsa.tables import Form, Need
from tongban.policy.hsa import load_table
from tongban.records.hsa.models import AuditFinding, AuditReply
from tongban.services.hsa import auditing
from tongban.services.hsa.auditing import audit_hook

PANTOPRAZOLE = "XY99ZZ016XA001010199999"  # limited in the demo's list

CARE = {
    "data": {
        "syscode": "his",
        "rule_ids": ["r1", "r2"],
        "patient_dtos": [
            {
                "patn_id": "1",
                "patn_name": "某人",
                "gend": "1",
                "brdy": "1984-06-17",
                "poolarea": "370700",
                "curr_mdtrt_id": "m1",
                "fsi_encounter_dtos": [],
            }
        ],
    }
}


def test_without_orders_nothing_is_found():
    for infno in ("3101", "3102"):
        given = ask(infno, CARE)
        assert (given.code, given.output) == (0, {"result": []}), given.words


def test_findings_of_all_checks_are_told_in_order(monkeypatch):
    monkeypatch.setattr(auditing, "_HOOKS", {})

    @audit_hook("b")
    def second(call):
        (patient,) = call.nodes.one("data").rows("patient_dtos")
        return [{"rule_id": "b", "rule_name": patient.text("patn_id")}]

    @audit_hook("a")
    def first(call):
        return [{"rule_id": call.nodes.one("data").words["rule_ids"][0]}]

    rows = ask("3101", CARE).output["result"]
    assert [row["rule_id"] for row in rows] == ["r1", "b"]
    assert rows[1]["rule_name"] == "1"
    with pytest.raises(ValueError, match="twice"):
        audit_hook("a")(first)


@cache
def filled(node: str) -> Mapping[str, str]:
    """Something in every field that has to be there."""
    table = load_table(Path("policy"), "3101")
    found = next(one for one in table.inputs if one.name == node)
    values = {Form.DAY: "2026-03-02", Form.NUMBER: "1", Form.TEXT: "1"}
    return {
        one.name: values[one.form]
        for one in found.fields
        if one.need is Need.ALWAYS and one.form in values
    }


def order(code: str, rx: str, *, now: str = "1") -> dict[str, str]:
    said = {"hilist_code": code, "rx_id": rx, "sumamt": "96.50"}
    return {**filled("fsi_order_dtos"), **said, "curr_drord_flag": now}


def care(*orders: dict[str, str]) -> dict[str, object]:
    said = copy.deepcopy(CARE)
    (patient,) = said["data"]["patient_dtos"]
    patient["fsi_encounter_dtos"] = [
        {
            **filled("fsi_encounter_dtos"),
            "mdtrt_id": "m1",
            "fsi_diagnose_dtos": [filled("fsi_diagnose_dtos")],
            "fsi_order_dtos": list(orders),
        }
    ]
    return said


def warn(number: str, way: str = "2", reason: str = "") -> dict[str, str]:
    return {"warn_rslt_id": number, "dspo_way": way, "dspo_way_rea": reason}


def test_items_paid_under_conditions_are_named_and_answered():
    stage()
    said = care(
        order(METFORMIN, "rx1"),
        order(PANTOPRAZOLE, "rx2"),
        order(PANTOPRAZOLE, "rx0", now="0"),
    )
    (found,) = done("3102", said)["result"]
    assert found["vola_cont"].startswith(
        "泮托拉唑钠注射液限定支付范围：限不能口服用药的患者（演示）。"
    )
    assert (found["patn_id"], found["mdtrt_id"]) == ("1", "m1")
    (detail,) = found["judge_result_detail_dtos"]
    assert (detail["rx_id"], float(detail["vola_amt"])) == ("rx2", 96.5)
    number = found["jr_id"]
    goes_on = warn(number, "1", "患者禁食")
    for one in (warn(number), goes_on):
        done("3103", {"data": {"warn_type": "2", "warns": [one]}})
    with as_owner():
        kept = AuditFinding.objects.get(number=number)
        assert kept.rule == "limited-payment"
        assert [row.reason for row in kept.replies.order_by("pk")] == ["", "患者禁食"]


def test_a_reply_is_to_a_finding_of_ones_own_and_says_why_care_goes_on():
    stage()
    (found,) = done("3101", care(order(PANTOPRAZOLE, "rx2")))["result"]
    number = found["jr_id"]
    wrong = [warn("x"), warn(number, "1"), warn(number, "7")]
    given = send("3103", {"data": {"warn_type": "1", "warns": wrong}})
    assert "共3处" in given.words
    assert "没有编号为x的审核提示" in given.words
    assert "处理原因" in given.words
    other = {"data": {"warn_type": "1", "warns": [warn(number)]}}
    assert send("3103", other, code=PHARMACY).code == -1
    stage_unknown = {"data": {"warn_type": "9", "warns": [warn(number)]}}
    assert "warn_type" in send("3103", stage_unknown).words
    with as_owner():
        assert not AuditReply.objects.exists()
