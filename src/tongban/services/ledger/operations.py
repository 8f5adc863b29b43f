"""Moving money between accounts; what is written stays, its mirror undoes it.

Every function joins the caller's transaction: a case closes together with the
money it moves, or neither happens.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection, transaction

from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import (
    Held,
    Line,
    Reason,
    after,
    check_balanced,
    mirror,
)
from tongban.core.money import Fen
from tongban.core.refusals import Refusal
from tongban.records.ledger.models import Journal, LedgerAccount

CITY_DIGITS: Final = 4
_INSERT: Final = """
INSERT INTO ledger_journal
    (at, day, region, reason, case_id, source, request_key, reverses_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (request_key) DO NOTHING RETURNING id
"""
_ADD: Final = """
INSERT INTO ledger_posting (journal_id, account_id, amount_fen, words)
SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[], %s::text[])
"""


class AccountClosed(Refusal):
    """A closed account takes no movement."""

    code = "ledger.account_closed"

    def __init__(self) -> None:
        super().__init__("The account is closed.")


class AccountHeld(Refusal):
    """The balance is promised to a case; only that case may move it."""

    code = "ledger.account_held"

    def __init__(self) -> None:
        super().__init__("The account is held for a case.")


class AlreadyReversed(Refusal):
    """A journal is undone once."""

    code = "ledger.already_reversed"

    def __init__(self) -> None:
        super().__init__("This journal was reversed before.")


class KeyReused(Refusal):
    """The same request key came with other lines."""

    code = "ledger.key_reused"

    def __init__(self) -> None:
        super().__init__("This request key was used for another journal.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A journal to be written; ``key`` makes writing it twice harmless."""

    reason: Reason
    at: datetime
    day: date
    region: str
    lines: tuple[Line, ...]
    key: str
    case_id: int | None = None
    source: str = ""


def area_of(region: str) -> str:
    """Return the pooling area (统筹区) of a region: its city."""
    return f"{region[:CITY_DIGITS]}00"


def fund(kind: AccountKind, region: str, *, on: date) -> LedgerAccount:
    """Return the account of a fund in the area of a region, opened when new."""
    found, _ = LedgerAccount.objects.get_or_create(
        kind=kind.value, region=area_of(region), owner=None, defaults={"opened_on": on}
    )
    return found


def open_personal(party_id: int, *, region: str, on: date) -> LedgerAccount:
    """Return the person's open account, opened when there is none."""
    found, _ = LedgerAccount.objects.get_or_create(
        owner_id=party_id,
        kind=AccountKind.PERSONAL.value,
        closed_on=None,
        defaults={"region": region, "opened_on": on, "balance_fen": 0},
    )
    return found


def lock(account_ids: Iterable[int]) -> dict[int, LedgerAccount]:
    """Lock persons' accounts in one order, so that two writers never deadlock.

    Funds are not locked: their balance is a sum nobody keeps.
    """
    rows = LedgerAccount.objects.filter(pk__in=set(account_ids)).order_by("pk")
    owned = rows.filter(owner__isnull=False).select_for_update(
        of=("self",), no_key=True
    )
    found = {row.pk: row for row in owned}
    return found | {row.pk: row for row in rows.filter(owner=None)}


@transaction.atomic
def post(entry: Entry) -> Journal:
    """Write a journal; the same key and lines again return the first one.

    Refuses what does not add up to nothing, a closed account, one held for
    another case, and a personal account going below zero.
    """
    check_balanced(entry.lines)
    journal = _insert_once(entry, reverses=None)
    if journal is None:
        return _again(Journal.objects.get(request_key=entry.key), entry)
    accounts = lock(line.account for line in entry.lines)
    for account in accounts.values():
        _check_open(account, entry.case_id)
    held = {
        pk: Held(AccountKind(row.kind), Fen(row.balance_fen or 0))
        for pk, row in accounts.items()
    }
    after(held, entry.lines)
    _add_lines(journal, entry.lines)
    return journal


@transaction.atomic
def reverse(journal: Journal, *, at: datetime, day: date) -> Journal:
    """Write the mirror of a journal and return it; refuse a second one."""
    lines = tuple(
        Line(row.account_id, Fen(row.amount_fen), row.words)
        for row in journal.postings.order_by("pk")
    )
    mirrored = mirror(lines, reverses=journal.reverses_id is not None)
    entry = Entry(
        reason=Reason.REVERSAL,
        at=at,
        day=day,
        region=journal.region,
        lines=mirrored,
        key=f"reverse {journal.pk}",
        case_id=journal.case_id,
        source=journal.source,
    )
    undone = _insert_once(entry, reverses=journal)
    if undone is None:
        raise AlreadyReversed
    accounts = lock(line.account for line in mirrored)
    held = {
        pk: Held(AccountKind(row.kind), Fen(row.balance_fen or 0))
        for pk, row in accounts.items()
    }
    after(held, mirrored)
    _add_lines(undone, mirrored)
    return undone


def close(account: LedgerAccount, *, on: date) -> None:
    """Close an emptied account; the database refuses one that holds money."""
    account.closed_on, account.held_for = on, None
    account.save(update_fields=["closed_on", "held_for"])


def reopen(account: LedgerAccount) -> None:
    """Open a closed account again, for the mirror of what closed it."""
    account.closed_on = None
    account.save(update_fields=["closed_on"])


def hold(account: LedgerAccount, *, case_id: int) -> None:
    """Promise the balance to a case; refuse when another has it."""
    if account.held_for_id not in {None, case_id}:
        raise AccountHeld
    account.held_for_id = case_id
    account.save(update_fields=["held_for"])


def release(*, case_id: int) -> None:
    """Take the promise to a case off the account, if it has one."""
    LedgerAccount.objects.filter(held_for_id=case_id).update(held_for=None)


def _check_open(account: LedgerAccount, case_id: int | None) -> None:
    if account.closed_on is not None:
        raise AccountClosed
    if account.held_for_id is not None and account.held_for_id != case_id:
        raise AccountHeld


def _again(first: Journal, entry: Entry) -> Journal:
    written = sorted(first.postings.values_list("account_id", "amount_fen"))
    if written != sorted((line.account, line.amount_fen) for line in entry.lines):
        raise KeyReused
    return first


def _insert_once(entry: Entry, *, reverses: Journal | None) -> Journal | None:
    """Insert the journal in one statement; nothing when its key is taken.

    A key another transaction holds is waited for, so a repeat sees its journal.
    """
    journal = Journal(
        at=entry.at,
        day=entry.day,
        region=area_of(entry.region),
        reason=entry.reason.value,
        case_id=entry.case_id,
        source=entry.source,
        request_key=entry.key,
        reverses=reverses,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            (
                journal.at,
                journal.day,
                journal.region,
                journal.reason,
                journal.case_id,
                journal.source,
                journal.request_key,
                journal.reverses_id,
            ),
        )
        row = cursor.fetchone()
    if row is None:
        return None
    journal.pk = row[0]
    return journal


def _add_lines(journal: Journal, lines: Iterable[Line]) -> None:
    """Add the postings; nothing comes back: who settles does not see the funds'."""
    lines = tuple(lines)
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD,
            (
                journal.pk,
                [line.account for line in lines],
                [line.amount_fen for line in lines],
                [line.words for line in lines],
            ),
        )
