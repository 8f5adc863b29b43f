"""Finished rows as one statement takes them."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Model

from tongban.core.benefits.claim import Used
from tongban.core.benefits.quote import Quote
from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import Line, Reason
from tongban.core.settlement.amounts import Amounts, amounts_of, moved_by
from tongban.records.ledger.models import Journal
from tongban.records.security.cipher import seal
from tongban.records.settlement.models import FeeLine, Settlement
from tongban.services.ledger.operations import area_of
from tongban.services.settlement.computing import Basis, Purses, counted
from tongban.services.settlement.express.facts import Facts
from tongban.services.settlement.settling import (
    SOURCE,
    Order,
    journal_key,
    movements,
    plain_purses,
    settlement_row,
)

SEALED: Final = {
    "visit": ("details", "settlement.visit.details"),
    "message": ("answer", "hsa.message.answer"),
}


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


def bill_document(
    place: int, done: Counted, facts: Facts, kept: Mapping[str, Iterable[Model]]
) -> Mapping[str, object]:
    """Return a bill as the database function takes it."""
    row, journal = done.settlement, done.journal
    pays = done.amounts.account_fen
    return {
        "place": place,
        "year_id": facts.year_id,
        "year_version": facts.year_version,
        "account_id": facts.account_id if pays else None,
        "balance_fen": facts.balance_fen,
        "person_id": row.person_id,
        "region": row.region,
        "scheme": row.scheme,
        "year": row.year,
        "purses": plain_purses(done.year.purses.items()),
        "settlement": [_plain(row)],
        "journal": [] if journal is None else [_plain(journal)],
        "postings": [
            {
                "journal_id": row.journal_id,
                "account_id": line.account,
                "amount_fen": line.amount_fen,
                "words": line.words,
            }
            for line in done.movements
        ],
        **{
            name: [_sealed(name, _plain(row)) for row in rows]
            for name, rows in kept.items()
        },
    }


def bills_text(bills: Iterable[Mapping[str, object]]) -> str:
    """Return bills as the one value the database function takes."""
    return json.dumps(
        list(bills), default=_iso, ensure_ascii=False, separators=(",", ":")
    )


def _plain(row: Model) -> dict[str, Any]:
    return {name: value for name, value in vars(row).items() if name != "_state"}


def _sealed(name: str, said: dict[str, Any]) -> dict[str, Any]:
    if name in SEALED:
        column, place = SEALED[name]
        said[column] = seal(said[column], place=place)
    return said


def _iso(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a row.")


def _journal(order: Order, area: str, number: int) -> Journal:
    return Journal(
        id=number,
        at=order.at,
        day=order.at.date(),
        region=area,
        reason=Reason.SETTLEMENT.value,
        case_id=order.case_id,
        source=SOURCE,
        request_key=journal_key(order),
    )


def _no_relative(_owner_id: int) -> int:
    raise Unusual
