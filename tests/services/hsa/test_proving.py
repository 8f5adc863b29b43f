"""The proof of settlements finds whatever somebody with the owner's rights changed."""

import logging

import pytest
from click.testing import CliRunner
from django.db import connection
from tests.services.hsa.care import METFORMIN, bill, charge, done, line, registered
from tests.services.hsa.care import stage as staged
from tests.services.hsa.stage import as_owner
from tests.services.hsa.test_settling import info

from tongban.config.commands.settlement import settlement
from tongban.jobs.settlement import prove_settlements
from tongban.records.settlement.models import Settlement
from tongban.services.settlement.verify import counts, verify_settlements

TABLES = (
    "settlement_settlement",
    "settlement_feeline",
    "ledger_posting",
    "ledger_journal",
)
SCOPE_MOVED = (
    "UPDATE settlement_settlement SET scope_fen = scope_fen + 1,"
    " outside_fen = outside_fen - 1 WHERE reverses_id IS NOT NULL"
)
LINES_KEPT = (
    "UPDATE settlement_feeline SET settlement_id ="
    " (SELECT min(id) FROM settlement_settlement)"
)
RECEIPT = "370705000000000001"


@pytest.fixture
def settled() -> dict[str, object]:
    """One settlement with an electronic bill: 600 are borne, 60 of 100 above paid."""
    person = staged()
    visit = registered(person)
    charge(person, visit, [line(METFORMIN, "1000.00")])
    told = info(done("2207", bill(person, visit, "1000.00", invono=RECEIPT)))
    return {"setl_id": told["setl_id"], "mdtrt_id": visit, "psn_no": person}


def tamper(statement: str) -> None:
    """Do what only the owner of the tables can, with the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(statement)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def found() -> set[str]:
    return {fault.what for fault in verify_settlements()}


def test_what_was_settled_and_undone_properly_is_proved(settled):
    with as_owner():
        assert found() == set()
        assert counts().settlements == 1
    done("2208", {"data": settled})
    with as_owner():
        assert found() == set()
        assert counts().settlements == 2


@pytest.mark.parametrize(
    ("what", "statement"),
    [
        ("shares", "UPDATE settlement_settlement SET shares = '{}'"),
        ("lines", "UPDATE settlement_feeline SET amount_fen = amount_fen - 1"),
        ("journal", "DELETE FROM ledger_posting WHERE amount_fen > 0"),
        ("year", "UPDATE settlement_yearuse SET purses = '{}'"),
        ("bill", "UPDATE settlement_billuse SET released_at = now()"),
        ("bill", "UPDATE settlement_billuse SET number = 'other'"),
    ],
)
def test_what_was_changed_is_found(settled, what, statement):
    with as_owner():
        tamper(statement)
        assert what in found()


@pytest.mark.parametrize(
    ("what", "statement"),
    [
        (
            "mirror",
            SCOPE_MOVED,
        ),
        (
            "settled_lines",
            LINES_KEPT,
        ),
    ],
)
def test_a_changed_undoing_is_found(settled, what, statement):
    done("2208", {"data": settled})
    with as_owner():
        tamper(statement)
        assert found() == {what}


def test_the_nightly_run_tells_by_number_only(settled, caplog):
    with as_owner(), caplog.at_level(logging.INFO, "tongban"):
        prove_settlements(0)
        assert "0 faults" in caplog.text
        tamper("UPDATE settlement_yearuse SET purses = '{}'")
        prove_settlements(0)
    assert "settlement year" in caplog.text


def test_the_command_tells_and_ends_with_one(settled, monkeypatch):
    monkeypatch.setattr("tongban.config.postgres.answers", lambda _: True)
    with as_owner():
        told = CliRunner().invoke(settlement, ["verify"])
        assert told.exit_code == 0, told.output
        assert "核验1笔结算、1个年度累计，全部相符。" in told.output
        tamper("UPDATE settlement_yearuse SET purses = '{}'")
        told = CliRunner().invoke(settlement, ["verify"])
        assert told.exit_code == 1
        person = Settlement.objects.get().person_id
    assert f"人员{person}：年度累计与各笔结算之和不符" in told.output
