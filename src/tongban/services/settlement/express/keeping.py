"""Finished rows as one statement takes them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import attrgetter
from typing import Any, Final

from tongban.core.benefits.claim import Used
from tongban.core.benefits.quote import Quote
from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import Line, Reason
from tongban.core.settlement.amounts import Amounts, amounts_of, moved_by
from tongban.records.hsa.models import Message
from tongban.records.ledger.models import Journal
from tongban.records.rows import new_row
from tongban.records.security.cipher import seal
from tongban.records.settlement.express import SHEETS
from tongban.records.settlement.models import FeeLine, Settlement, Visit
from tongban.services.ledger.operations import area_of
from tongban.services.settlement.computing import Basis, Purses, counted
from tongban.services.settlement.express.facts import Facts
from tongban.services.settlement.express.literals import OF_TYPE, numbers
from tongban.services.settlement.settling import (
    SOURCE,
    Order,
    journal_key,
    movements,
    plain_purses,
    settlement_row,
)


class Unusual(Exception):
    """A bill the lane leaves alone."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A bill counted out: its rows, ready to be kept."""

    settlement: Settlement
    journal: Journal | None
    movements: tuple[Line, ...]
    quote: Quote
    amounts: Amounts
    balance_fen: int
    year: Used


def count_out(
    basis: Basis,
    rows: tuple[FeeLine, ...],
    order: Order,
    facts: Facts,
    of_fund: Callable[[AccountKind], int],
) -> Counted:
    """Count a bill by what was read and give every row its number."""
    purses = Purses()
    if order.use_account:
        purses = Purses(facts.account_id, facts.balance_fen)
    found = counted(basis, facts.used, purses)
    amounts = amounts_of(found, facts.used)
    moved = movements(amounts, purses, of_fund, _no_relative)
    numbers, area = facts.numbers, area_of(basis.standing.region)
    journal = _journal(order, area, numbers.journal) if moved else None
    row = settlement_row(basis, amounts, found, order)
    row.pk = numbers.settlement
    row.visit_id = numbers.visit
    row.journal_id = None if journal is None else journal.pk
    row.lines_settled = list(numbers.lines)
    for line, number in zip(rows, numbers.lines, strict=True):
        line.pk, line.visit_id, line.settlement_id = number, numbers.visit, row.pk
    return Counted(
        settlement=row,
        journal=journal,
        movements=moved,
        quote=found,
        amounts=amounts,
        balance_fen=purses.account_fen - amounts.account_fen,
        year=moved_by(facts.used, amounts.purses),
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """All rows of one bill; ``place`` is where it stands among those asked."""

    place: int
    facts: Facts
    done: Counted
    message: Message
    visit: Visit
    lines: Sequence[FeeLine]


def columns_of(bills: Sequence[Kept]) -> list[str]:
    """Return bills as the database function takes them: one array a column."""
    sheets: Mapping[str, list[tuple[Any, ...]]] = {
        "bill": [_control(one) for one in bills],
        "message": [_message(one.message) for one in bills],
        "visit": [_visit(one.visit) for one in bills],
        "journal": [_journal_of(one.done.journal) for one in bills],
        "settlement": [_settlement(one.done.settlement) for one in bills],
        "line": [(one.place, *_LINE(row)) for one in bills for row in one.lines],
        "posting": [
            (one.place, journal.pk, line.account, line.amount_fen, line.words)
            for one in bills
            if (journal := one.done.journal) is not None
            for line in one.done.movements
        ],
    }
    return [text for name, rows in sheets.items() for text in _columns(name, rows)]


_LITERALS: Final = {
    sheet: tuple(OF_TYPE[kind] for kind in columns.values())
    for sheet, columns in SHEETS.items()
}
_VISIT: Final = attrgetter(*SHEETS["visit"])
_DETAILS: Final = tuple(SHEETS["visit"]).index("details")
_JOURNAL: Final = attrgetter(*SHEETS["journal"])
_NO_JOURNAL: Final = (None,) * len(SHEETS["journal"])
_SETTLEMENT: Final = attrgetter(*SHEETS["settlement"])
_LINES: Final = tuple(SHEETS["settlement"]).index("lines_settled")
_LINE: Final = attrgetter(*tuple(SHEETS["line"])[1:])
_EMPTY: Final = "{}"


def _columns(sheet: str, rows: Sequence[tuple[Any, ...]]) -> Iterator[str]:
    literals = _LITERALS[sheet]
    if not rows:
        yield from repeat(_EMPTY, len(literals))
        return
    for literal, column in zip(literals, zip(*rows, strict=True), strict=True):
        yield literal(column)


def _control(one: Kept) -> tuple[object, ...]:
    facts, done = one.facts, one.done
    return (
        one.place,
        facts.year_id,
        facts.year_version,
        facts.account_id if done.amounts.account_fen else None,
        facts.balance_fen,
        plain_purses(done.year.purses.items()),
    )


def _message(row: Message) -> tuple[str, ...]:
    answer = seal(row.answer, place=_ANSWER_PLACE)
    return row.infno, row.digest, row.operator, answer


def _visit(row: Visit) -> tuple[object, ...]:
    values = list(_VISIT(row))
    values[_DETAILS] = seal(row.details, place=_DETAILS_PLACE)
    return tuple(values)


def _journal_of(row: Journal | None) -> tuple[object, ...]:
    return _NO_JOURNAL if row is None else _JOURNAL(row)


def _settlement(row: Settlement) -> tuple[object, ...]:
    values = list(_SETTLEMENT(row))
    values[_LINES] = numbers(row.lines_settled)
    return tuple(values)


_ANSWER_PLACE: Final = "hsa.message.answer"
_DETAILS_PLACE: Final = "settlement.visit.details"


def _journal(order: Order, area: str, number: int) -> Journal:
    return new_row(
        Journal,
        {
            "id": number,
            "at": order.at,
            "day": order.at.date(),
            "region": area,
            "reason": Reason.SETTLEMENT.value,
            "case_id": order.case_id,
            "source": SOURCE,
            "request_key": journal_key(order),
        },
    )


def _no_relative(_owner_id: int) -> int:
    raise Unusual
