"""What accounts hold and how it came about; nothing here changes it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import F, QuerySet, Sum
from django.db.models.functions import ExtractYear

from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import REASON_WORDS, Reason
from tongban.core.money import Fen
from tongban.records.ledger.models import LedgerAccount, Posting
from tongban.services.ledger.operations import area_of

MOVEMENTS_PER_PAGE: Final = 20
MOVEMENTS_MAX: Final = 5_000


@dataclass(frozen=True, slots=True)
class AccountLine:
    """A personal account as it stands."""

    id: int
    party_id: int
    region: str
    balance_fen: Fen
    opened_on: date
    closed_on: date | None
    held: bool


@dataclass(frozen=True, slots=True)
class Movement:
    """One posting with the journal it belongs to."""

    id: int
    journal_id: int
    day: date
    at: datetime
    reason: Reason
    reason_word: str
    words: str
    amount_fen: Fen
    balance_fen: Fen
    case_number: str
    reversed: bool


def personal_account(party_id: int) -> AccountLine | None:
    """Return the person's open account, else the one closed last, else nothing."""
    row = (
        LedgerAccount.objects.filter(owner_id=party_id, kind=AccountKind.PERSONAL.value)
        .order_by(F("closed_on").desc(nulls_first=True), "-pk")
        .first()
    )
    return None if row is None else line_of(row)


def line_of(row: LedgerAccount) -> AccountLine:
    """Return the line of a person's account."""
    return AccountLine(
        id=row.pk,
        party_id=row.owner_id or 0,
        region=row.region,
        balance_fen=Fen(row.balance_fen or 0),
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        held=row.held_for_id is not None,
    )


def years_moved(account_id: int) -> tuple[int, ...]:
    """Return the years in which anything moved, latest first."""
    rows = Posting.objects.filter(account_id=account_id)
    years = rows.values_list(ExtractYear("journal__day"), flat=True).distinct()
    return tuple(sorted(set(years), reverse=True))


def count_movements(account_id: int, *, year: int | None = None) -> int:
    """Return how many movements there are."""
    return _movements(account_id, year).count()


def movements(
    account_id: int, *, year: int | None = None, start: int = 0, count: int = 0
) -> tuple[Movement, ...]:
    """Return movements, latest first, each with the balance after it."""
    end = start + (count or MOVEMENTS_PER_PAGE)
    rows = list(_movements(account_id, year).order_by("-pk")[start:end])
    if not rows:
        return ()
    before = Posting.objects.filter(account_id=account_id, pk__lt=rows[-1].pk)
    balance = before.aggregate(total=Sum("amount_fen"))["total"] or 0
    inside = Posting.objects.filter(account_id=account_id, pk__gte=rows[-1].pk)
    after: dict[int, int] = {}
    for pk, amount in inside.order_by("pk").values_list("pk", "amount_fen"):
        balance += amount
        after[pk] = balance
    return tuple(_movement(row, Fen(after[row.pk])) for row in rows)


def fund_balance(kind: AccountKind, region: str) -> Fen:
    """Return what a fund holds: the sum of its postings."""
    rows = Posting.objects.filter(
        account__kind=kind.value, account__region=area_of(region), account__owner=None
    )
    return Fen(rows.aggregate(total=Sum("amount_fen"))["total"] or 0)


def _movements(account_id: int, year: int | None) -> QuerySet[Posting]:
    rows = Posting.objects.filter(account_id=account_id)
    if year is not None:
        rows = rows.filter(journal__day__year=year)
    return rows.select_related("journal", "journal__case", "journal__reversed_by")


def _movement(row: Posting, balance: Fen) -> Movement:
    journal = row.journal
    reason = Reason(journal.reason)
    return Movement(
        id=row.pk,
        journal_id=journal.pk,
        day=journal.day,
        at=journal.at,
        reason=reason,
        reason_word=REASON_WORDS[reason],
        words=row.words,
        amount_fen=Fen(row.amount_fen),
        balance_fen=balance,
        case_number="" if journal.case is None else journal.case.number,
        reversed=hasattr(journal, "reversed_by"),
    )
