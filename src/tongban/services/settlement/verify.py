"""Proving settlements from their rows: parts, lines, ledger, year, mirrors, bills."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from tongban.core.ledger.accounts import AccountKind
from tongban.records.parties.models import Party
from tongban.records.settlement.models import BillUse, Settlement, YearUse
from tongban.services.ledger.verify import ranges_of, rows_of

WORDS: Final = {
    "shares": "各基金支付之和与基金支付合计不符",
    "lines": "明细合计与总费用不符",
    "journal": "账目与各方支付不符",
    "mirror": "撤销与原结算不对应",
    "settled_lines": "明细所属的结算已经撤销",
    "bill": "票据使用记录与结算不符",
    "year": "年度累计与各笔结算之和不符",
}
_SHARES: Final = """
SELECT s.id, s.funds_fen, coalesce(p.total, 0)
  FROM settlement_settlement s LEFT JOIN LATERAL (
    SELECT sum(value::bigint) AS total FROM jsonb_each_text(s.shares)) p ON true
 WHERE s.id BETWEEN %s AND %s AND s.funds_fen <> coalesce(p.total, 0)
 ORDER BY s.id
"""
_LINES: Final = """
SELECT s.id, s.total_fen, coalesce(l.total, 0)
  FROM settlement_settlement s LEFT JOIN LATERAL (
    SELECT sum(f.amount_fen) AS total FROM settlement_feeline f
     WHERE f.id = ANY (s.lines_settled) AND f.visit_id = s.visit_id) l ON true
 WHERE s.id BETWEEN %s AND %s AND s.reverses_id IS NULL
   AND s.total_fen <> coalesce(l.total, 0)
 ORDER BY s.id
"""
# What is owed is what funds and accounts pay; persons' accounts pay their part.
_JOURNAL: Final = f"""
SELECT s.id, s.funds_fen + s.account_fen + s.family_fen, coalesce(p.owed, 0)
  FROM settlement_settlement s LEFT JOIN LATERAL (
    SELECT sum(x.amount_fen) FILTER (WHERE a.kind = '{AccountKind.PAYABLE}') AS owed,
           sum(x.amount_fen) FILTER (WHERE a.owner_id IS NOT NULL) AS personal
      FROM ledger_posting x JOIN ledger_ledgeraccount a ON a.id = x.account_id
     WHERE x.journal_id = s.journal_id) p ON true
 WHERE s.id BETWEEN %s AND %s
   AND (s.funds_fen + s.account_fen + s.family_fen <> coalesce(p.owed, 0)
     OR s.account_fen + s.family_fen <> -coalesce(p.personal, 0))
 ORDER BY s.id
"""  # noqa: S608 - a word of ours
_MIRROR: Final = """
SELECT m.id, -s.total_fen, m.total_fen
  FROM settlement_settlement m JOIN settlement_settlement s ON s.id = m.reverses_id
 WHERE m.id BETWEEN %s AND %s AND (s.reverses_id IS NOT NULL
    OR (m.person_id, m.visit_id, m.year, m.scheme, m.region)
       <> (s.person_id, s.visit_id, s.year, s.scheme, s.region)
    OR (m.total_fen, m.outside_fen, m.over_price_fen, m.first_own_fen, m.scope_fen,
        m.deducted_fen, m.funds_fen, m.account_fen, m.family_fen, m.cash_fen)
       <> (-s.total_fen, -s.outside_fen, -s.over_price_fen, -s.first_own_fen,
           -s.scope_fen, -s.deducted_fen, -s.funds_fen, -s.account_fen,
           -s.family_fen, -s.cash_fen))
 ORDER BY m.id
"""
_SETTLED_LINES: Final = """
SELECT DISTINCT s.id, 0, f.amount_fen
  FROM settlement_settlement s
  JOIN settlement_settlement m ON m.reverses_id = s.id
  JOIN settlement_feeline f ON f.id = ANY (s.lines_settled)
 WHERE s.id BETWEEN %s AND %s AND f.settlement_id = s.id
 ORDER BY s.id
"""
_BILL: Final = """
SELECT u.settlement_id, 0, s.total_fen
  FROM settlement_billuse u JOIN settlement_settlement s ON s.id = u.settlement_id
 WHERE u.id BETWEEN %s AND %s AND (s.receipt <> u.number
    OR (u.released_at IS NULL) = EXISTS (
        SELECT FROM settlement_settlement m WHERE m.reverses_id = s.id))
 ORDER BY u.id
"""
# Persons in a stretch: what their years say beside what their settlements moved.
_YEAR: Final = """
WITH said AS (
    SELECT y.person_id, y.region, y.scheme, y.year, p.key AS code,
           (p.value->>0)::bigint AS deducted, (p.value->>1)::bigint AS counted,
           (p.value->>2)::bigint AS paid
      FROM settlement_yearuse y, jsonb_each(y.purses) p
     WHERE y.person_id BETWEEN %s AND %s),
moved AS (
    SELECT s.person_id, s.region, s.scheme, s.year, p.key AS code,
           sum((p.value->>0)::bigint) AS deducted,
           sum((p.value->>1)::bigint) AS counted, sum((p.value->>2)::bigint) AS paid
      FROM settlement_settlement s, jsonb_each(s.purses) p
     WHERE s.person_id BETWEEN %s AND %s
     GROUP BY 1, 2, 3, 4, 5)
SELECT person_id, coalesce(said.paid, 0), coalesce(moved.paid, 0)::bigint
  FROM said FULL JOIN moved USING (person_id, region, scheme, year, code)
 WHERE (coalesce(said.deducted, 0), coalesce(said.counted, 0), coalesce(said.paid, 0))
    <> (coalesce(moved.deducted, 0), coalesce(moved.counted, 0),
        coalesce(moved.paid, 0))
 ORDER BY person_id
"""
_OF_SETTLEMENTS: Final = {
    "shares": _SHARES,
    "lines": _LINES,
    "journal": _JOURNAL,
    "mirror": _MIRROR,
    "settled_lines": _SETTLED_LINES,
}


@dataclass(frozen=True, slots=True)
class SettlementFault:
    """What does not hold, of which settlement; of a year, of which person.

    ``kept_fen`` is what the row says, ``counted_fen`` what its parts add up to.
    """

    what: str
    row: int
    kept_fen: int
    counted_fen: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is to prove."""

    settlements: int
    years: int


def counts() -> Counts:
    """Return how many settlements and years there are."""
    return Counts(Settlement.objects.count(), YearUse.objects.count())


def verify_settlements() -> Iterator[SettlementFault]:
    """Yield everything that does not hold; nothing is put right here."""
    for first, last in ranges_of(Settlement):
        for what, statement in _OF_SETTLEMENTS.items():
            yield from _faults(what, statement, first, last)
    for first, last in ranges_of(BillUse):
        yield from _faults("bill", _BILL, first, last)
    for first, last in ranges_of(Party):
        yield from _faults("year", _YEAR, first, last)


def _faults(
    what: str, statement: str, first: int, last: int
) -> Iterator[SettlementFault]:
    for row, kept, counted in rows_of(statement, first, last):
        yield SettlementFault(what, row, int(kept), int(counted))
