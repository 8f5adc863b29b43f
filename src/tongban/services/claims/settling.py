"""A claim counted out, settled when it is approved, paid at its close, undone."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import QuerySet, Sum

from tongban.core.benefits.quote import Quote
from tongban.core.benefits.vocabulary import CareKind, Level
from tongban.core.cases.view import CHINA
from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import Line, Reason
from tongban.core.money import Fen
from tongban.core.settlement.visits import STAYS
from tongban.records.cases.models import Case
from tongban.records.claims.models import ClaimBill
from tongban.records.settlement.models import FeeLine, Settlement
from tongban.services.cases.envelope import Envelope
from tongban.services.claims.bills import bills_of, release
from tongban.services.claims.refusals import AmountDiffers, OwnBill
from tongban.services.ledger.operations import Entry, fund, post
from tongban.services.settlement.computing import (
    Basis,
    Care,
    Purses,
    basis_of,
    counted,
)
from tongban.services.settlement.settling import Order, settle, undo
from tongban.services.settlement.standing import year_of

if TYPE_CHECKING:
    from tongban.core.access.parties import Scheme
    from tongban.core.benefits.claim import Used

PAID_WORDS: Final = "医疗费用手工报销"


@dataclass(frozen=True, slots=True)
class BillQuote:
    """One bill of a claim with how it would be paid now."""

    bill: ClaimBill
    rows: tuple[FeeLine, ...]
    quote: Quote


def has_bills(case: Case) -> bool:
    """Say whether a case is paid by its bills: then no amount is typed."""
    return ClaimBill.objects.filter(visit__case=case, withdrawn_at=None).exists()


def quotes_of(case: Case, *, now: datetime) -> tuple[BillQuote, ...]:
    """Count the bills in order of date, each on the year the one before leaves.

    Nothing is written; settling the claim now gives the same amounts.
    """
    return tuple(_quotes(case, now))


def amount_of(case: Case, *, now: datetime) -> Fen:
    """Return what the funds would pay for all bills of a claim."""
    return Fen(sum(one.quote.funds_fen for one in quotes_of(case, now=now)))


@transaction.atomic
def settle_claim(case: Case, *, typed_fen: int, envelope: Envelope) -> Fen:
    """Settle every bill of a claim and return what the funds pay (ADR 0022).

    Refuses an amount typed that is another one, and who entered a bill that
    stands: who says what was spent does not say what is paid.
    """
    paid, now, account = 0, envelope.now, envelope.actor.account_id
    if any(bill.entered_by == account for bill in bills_of(case)):
        raise OwnBill
    for bill in bills_of(case):
        rows = _rows(bill)
        order = Order(
            key=f"claim {bill.pk}",
            at=now,
            use_account=False,
            receipt=bill.receipt,
            case_id=case.pk,
        )
        paid += settle(_basis(bill, rows, now), rows, order).amounts.funds_fen
    if typed_fen not in (0, paid):
        raise AmountDiffers
    return Fen(paid)


def pay_out(case: Case, *, at: datetime) -> None:
    """Take what was settled out of the bank; the bank has confirmed it."""
    rows = standing(case)
    day = at.astimezone(CHINA).date()
    for region in sorted(set(rows.values_list("region", flat=True))):
        found = rows.filter(region=region).aggregate(paid=Sum("funds_fen"))
        amount = int(found["paid"] or 0)
        if not amount:
            continue
        owed = fund(AccountKind.PAYABLE, region, on=day)
        bank = fund(AccountKind.BANK, region, on=day)
        post(
            Entry(
                reason=Reason.PAID_OUT,
                at=at,
                day=day,
                region=region,
                lines=(
                    Line(owed.pk, Fen(-amount), PAID_WORDS),
                    Line(bank.pk, Fen(amount), PAID_WORDS),
                ),
                key=f"claim paid {case.number} {region}",
                case_id=case.pk,
            )
        )


@transaction.atomic
def take_back(case: Case, *, at: datetime) -> None:
    """Undo what a claim settled and let its bills be used again; once or often.

    What left the bank stays out until it is recovered: the mirror leaves it as a
    claim among the payables.
    """
    for row in standing(case).order_by("-pk"):
        undo(row, key=f"claim undone {row.pk}", at=at)
    for bill in bills_of(case):
        release(bill, at=at)


def standing(case: Case) -> QuerySet[Settlement]:
    """Return the settlements of a claim that stand."""
    return Settlement.objects.filter(case=case, reverses=None, reversed_by=None)


def _quotes(case: Case, now: datetime) -> Iterator[BillQuote]:
    used: dict[tuple[str, Scheme, int], Used] = {}
    stays: dict[int, int] = {}
    for bill in bills_of(case):
        rows = _rows(bill)
        basis = _basis(bill, rows, now)
        place = (basis.standing.region, basis.scheme, basis.year)
        if place not in used:
            used[place] = year_of(case.party_id, *place)
        if CareKind(bill.visit.kind) in STAYS:
            before = stays.get(basis.year, 0)
            stays[basis.year] = before + 1
            basis = replace(basis, stay=basis.stay + before)
        quote = counted(basis, used[place], Purses())
        used[place] = quote.used
        yield BillQuote(bill, rows, quote)


def _rows(bill: ClaimBill) -> tuple[FeeLine, ...]:
    rows = FeeLine.objects.filter(visit=bill.visit, withdrawn_at=None, settlement=None)
    return tuple(rows.order_by("pk"))


def _basis(bill: ClaimBill, rows: tuple[FeeLine, ...], now: datetime) -> Basis:
    visit = bill.visit
    care = Care(
        institution_id=visit.institution_id,
        region=bill.care_region,
        level=Level(bill.level),
        chinese_medicine=bill.chinese_medicine,
    )
    return basis_of(visit, rows, care, moment=now, said_fen=bill.total_fen)
