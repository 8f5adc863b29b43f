"""Proving the ledger from its postings alone, as if nothing else were kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import Max, Model

from tongban.records.ledger.models import Journal, LedgerAccount

RANGE: Final = 50_000  # rows looked at in one statement

_UNBALANCED: Final = """
SELECT j.id, count(p.id), coalesce(sum(p.amount_fen), 0)
  FROM ledger_journal j LEFT JOIN ledger_posting p ON p.journal_id = j.id
 WHERE j.id BETWEEN %s AND %s
 GROUP BY j.id HAVING count(p.id) < 2 OR coalesce(sum(p.amount_fen), 0) <> 0
 ORDER BY j.id
"""
_NOT_MIRRORED: Final = """
SELECT j.id FROM ledger_journal j
 WHERE j.id BETWEEN %s AND %s AND j.reverses_id IS NOT NULL AND (
    EXISTS (SELECT FROM ledger_journal f
             WHERE f.id = j.reverses_id AND f.reverses_id IS NOT NULL)
    OR EXISTS (SELECT account_id FROM ledger_posting
                WHERE journal_id IN (j.id, j.reverses_id)
                GROUP BY account_id HAVING sum(amount_fen) <> 0)
    OR (SELECT count(*) FROM ledger_posting WHERE journal_id = j.id)
       <> (SELECT count(*) FROM ledger_posting WHERE journal_id = j.reverses_id))
 ORDER BY j.id
"""
_WRONG_BALANCE: Final = """
SELECT a.id, a.balance_fen, coalesce(sum(p.amount_fen), 0)
  FROM ledger_ledgeraccount a LEFT JOIN ledger_posting p ON p.account_id = a.id
 WHERE a.id BETWEEN %s AND %s AND a.balance_fen IS NOT NULL
 GROUP BY a.id HAVING a.balance_fen <> coalesce(sum(p.amount_fen), 0)
 ORDER BY a.id
"""


@dataclass(frozen=True, slots=True)
class LedgerFault:
    """What does not hold: of which journal or account, with both amounts.

    ``what`` is ``unbalanced``, ``not_mirrored`` or ``balance``; ``kept_fen`` is
    what the row says, ``counted_fen`` what its postings add up to.
    """

    what: str
    row: int
    kept_fen: int = 0
    counted_fen: int = 0


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is to prove."""

    journals: int
    accounts: int


def counts() -> Counts:
    """Return how many journals and accounts there are."""
    return Counts(Journal.objects.count(), LedgerAccount.objects.count())


def verify_ledger() -> Iterator[LedgerFault]:
    """Yield everything that does not hold; nothing means the ledger is proved."""
    for first, last in ranges_of(Journal):
        for row, _, total in rows_of(_UNBALANCED, first, last):
            yield LedgerFault("unbalanced", row, counted_fen=int(total))
        for (row,) in rows_of(_NOT_MIRRORED, first, last):
            yield LedgerFault("not_mirrored", row)
    for first, last in ranges_of(LedgerAccount):
        for row, kept, counted in rows_of(_WRONG_BALANCE, first, last):
            yield LedgerFault("balance", row, kept, int(counted))


def ranges_of(model: type[Model]) -> Iterator[tuple[int, int]]:
    """Yield the first and last row of each stretch of a table."""
    last = model._default_manager.aggregate(last=Max("pk"))["last"] or 0  # noqa: SLF001 - public by Django
    for first in range(1, last + 1, RANGE):
        yield first, first + RANGE - 1


def rows_of(statement: str, first: int, last: int) -> list[tuple[Any, ...]]:
    """Return what a statement finds in a stretch, however often it names its ends."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [first, last] * (statement.count("%s") // 2))
        return list(cursor.fetchall())
