"""The verifier finds what somebody with the owner's rights has changed."""

import pytest
from django.db import connection
from tests.services.ledger.books import AT, DAY, account_of, balance, put

from tongban.records.ledger.models import Journal
from tongban.services.ledger.operations import reverse
from tongban.services.ledger.verify import LedgerFault, counts, verify_ledger


def tamper(statement: str, *values: object) -> None:
    """Do what only the owner of the tables can: change with the triggers off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("journal", "posting"):
            cursor.execute(f"ALTER TABLE ledger_{table} DISABLE TRIGGER USER")
        cursor.execute(statement, values or None)
        for table in ("journal", "posting"):
            cursor.execute(f"ALTER TABLE ledger_{table} ENABLE TRIGGER USER")


def test_what_was_written_properly_is_proved():
    reverse(put("wangjianguo", 500), at=AT, day=DAY)
    put("limin", 700)

    assert list(verify_ledger()) == []
    assert counts().journals == 3


def test_a_changed_balance_is_found():
    put("wangjianguo", 500)
    tamper("UPDATE ledger_ledgeraccount SET balance_fen = 501 WHERE balance_fen = 500")

    assert list(verify_ledger()) == [
        LedgerFault("balance", account_of().pk, kept_fen=501, counted_fen=500)
    ]


def test_a_changed_posting_is_found_in_journal_and_balance():
    journal = put("wangjianguo", 500)
    tamper("UPDATE ledger_posting SET amount_fen = 400 WHERE amount_fen = 500")

    assert {(fault.what, fault.row) for fault in verify_ledger()} == {
        ("unbalanced", journal.pk),
        ("balance", account_of().pk),
    }


def test_a_removed_posting_is_found():
    journal = put("wangjianguo", 500)
    tamper("DELETE FROM ledger_posting WHERE amount_fen = 500")

    assert ("unbalanced", journal.pk) in {(f.what, f.row) for f in verify_ledger()}


@pytest.mark.parametrize("fen", [499, 501])
def test_a_reversal_of_another_amount_is_found(fen):
    journal = put("wangjianguo", 1_000)
    wrong = put("wangjianguo", fen)
    tamper(
        "UPDATE ledger_journal SET reverses_id = %s WHERE id = %s",
        journal.pk,
        wrong.pk,
    )

    assert LedgerFault("not_mirrored", wrong.pk) in list(verify_ledger())
    assert Journal.objects.count() == 2
    assert balance() == 1_000 + fen
