"""3101, 3102: every registered check is asked."""

import pytest
from tests.services.hsa.stage import ask

from tongban.services.hsa import auditing
from tongban.services.hsa.auditing import audit_hook

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


def test_without_checks_nothing_is_found():
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
