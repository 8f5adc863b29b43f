"""Settling a bill and undoing it: rows, ledger and year in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from tongban.core.away.rates import Ground
from tongban.core.benefits.claim import Purse, Used
from tongban.core.benefits.quote import Quote
from tongban.core.benefits.vocabulary import CareKind, Fund
from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import Line, Reason
from tongban.core.money import Fen
from tongban.core.personal_accounts.sharing import SharedUse
from tongban.core.settlement.amounts import (
    AlreadyReversed,
    Amounts,
    amounts_of,
    mirrored,
    moved_by,
)
from tongban.records.ledger.models import Journal
from tongban.records.personal_accounts.models import ShareUse
from tongban.records.rows import new_row
from tongban.records.settlement.models import (
    BillUse,
    FeeLine,
    Settlement,
    Visit,
    YearUse,
)
from tongban.services.away.noting import note_emergency
from tongban.services.ledger.operations import (
    Entry,
    area_of,
    fund,
    lock,
    open_personal,
    post,
    reverse,
)
from tongban.services.settlement.computing import (
    Basis,
    Purses,
    Shared,
    counted,
    purses_of,
)
from tongban.services.settlement.opening import ACCOUNT_OF
from tongban.services.settlement.refusals import BillUsed
from tongban.services.settlement.rules import settlement_rules
from tongban.services.settlement.standing import locked_year, used_of, year_of
from tongban.services.settlement.steps import steps_text

ACCOUNT_PAYABLE: Final = AccountKind.PAYABLE
OWN_WORDS: Final = "医疗费用个人账户支付"
FAMILY_WORDS: Final = "医疗费用家庭共济支付"
FUND_WORDS: Final = "医疗费用基金支付"
PAYABLE_WORDS: Final = "应付医疗费用"
SOURCE: Final = "settlement"
Opener = Callable[[Iterable[int]], None]


@dataclass(frozen=True, slots=True)
class Order:
    """How a bill is to be settled; ``key`` makes doing it twice harmless.

    ``message`` is the msgid it came with; ``receipt`` the number of the bill;
    ``opens`` lets the session see the accounts of relatives who share theirs.
    """

    key: str
    at: datetime
    use_account: bool
    receipt: str = ""
    message: str = ""
    case_id: int | None = None
    opens: Opener | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """A settlement with how it was counted."""

    row: Settlement
    quote: Quote
    amounts: Amounts
    balance_fen: int


def quote_bill(basis: Basis, *, use_account: bool) -> tuple[Quote, int]:
    """Count a bill as if it were settled now; return the account's balance after."""
    used = year_of(
        basis.visit.person_id, basis.standing.region, basis.scheme, basis.year
    )
    purses = purses_of(basis.visit.person_id, day=basis.on) if use_account else Purses()
    found = counted(basis, used, purses)
    return found, purses.account_fen - found.account_fen


@transaction.atomic
def settle(basis: Basis, rows: Sequence[FeeLine], order: Order) -> Settled:
    """Settle a bill: lines, shares, ledger and year together, or nothing.

    The year and the accounts are locked first, so what is counted is what is
    written. Refuses an electronic bill that was used before, wherever.
    """
    visit = basis.visit
    year = locked_year(visit.person_id, basis.standing.region, basis.scheme, basis.year)
    purses = _locked_purses(basis, order) if order.use_account else Purses()
    before = used_of(year)
    found = counted(basis, before, purses)
    amounts = amounts_of(found, before)
    journal = _post(basis, amounts, purses, order)
    row = settlement_row(basis, amounts, found, order)
    row.journal = journal
    row.lines_settled = [line.pk for line in rows]
    row.save(force_insert=True)
    FeeLine.objects.filter(pk__in=row.lines_settled).update(settlement=row)
    _note_shares(journal, purses, amounts, order, row)
    if settlement_rules().is_receipt(order.receipt):
        _use_bill(row, order)
    _move_year(year, moved_by(before, amounts.purses))
    _keep_place(basis, order)
    return Settled(row, found, amounts, purses.account_fen - amounts.account_fen)


def _keep_place(basis: Basis, order: Order) -> None:
    """Keep where the care counted, and on whose word an emergency was as if filed."""
    Visit.objects.filter(pk=basis.visit.pk).update(place=basis.visit.place)
    if basis.ground is Ground.EMERGENCY:
        note_emergency(basis.visit, care_region=basis.care.region, at=order.at)


@transaction.atomic
def undo(first: Settlement, *, key: str, at: datetime, message: str = "") -> Settlement:
    """Undo a settlement by its mirror; its lines are free again. Once only."""
    if first.reverses_id is not None:
        raise AlreadyReversed
    region, scheme = first.region, first.scheme
    year = YearUse.objects.select_for_update(of=("self",)).get(
        person_id=first.person_id, region=region, scheme=scheme, year=first.year
    )
    if Settlement.objects.filter(reverses=first).exists():
        raise AlreadyReversed
    amounts = mirrored(amounts_in(first))
    journal = None
    if first.journal is not None:
        journal = reverse(first.journal, at=at, day=at.date())
    row = Settlement(
        **{name: getattr(first, name) for name in _KEPT},
        **_parts(amounts),
        at=at,
        message=message,
        request_key=key,
        steps=[],
        lines_settled=[],
        journal=journal,
        reverses=first,
    )
    row.save(force_insert=True)
    FeeLine.objects.filter(settlement=first).update(settlement=None)
    BillUse.objects.filter(settlement=first, released_at=None).update(released_at=at)
    _move_year(year, moved_by(used_of(year), amounts.purses))
    return row


def amounts_in(row: Settlement) -> Amounts:
    """Return the parts a settlement wrote down."""
    return Amounts(
        **{name: getattr(row, name) for name in _SUMS},
        shares={Fund(code): fen for code, fen in row.shares.items()},
        purses={code: Purse(*said) for code, said in row.purses.items()},
    )


_SUMS: Final = (
    "total_fen",
    "outside_fen",
    "over_price_fen",
    "first_own_fen",
    "scope_fen",
    "deducted_fen",
    "funds_fen",
    "account_fen",
    "family_fen",
    "cash_fen",
)
_KEPT: Final = (
    "visit_id",
    "institution_id",
    "person_id",
    "case_id",
    "region",
    "scheme",
    "kind",
    "clearing",
    "year",
    "on",
    "receipt",
    "stay",
    "terms",
    "verified",
)


def _parts(amounts: Amounts) -> dict[str, object]:
    return {
        **{name: getattr(amounts, name) for name in _SUMS},
        "shares": {fund.value: fen for fund, fen in amounts.shares.items()},
        "purses": plain_purses(amounts.purses.items()),
    }


def plain_purses(purses: Iterable[tuple[str, Purse]]) -> dict[str, list[int]]:
    """Return purses as rows keep them: deducted, counted, paid, in fen."""
    return {
        code: [one.deducted_fen, one.base_fen, one.paid_fen] for code, one in purses
    }


def settlement_row(
    basis: Basis, amounts: Amounts, found: Quote, order: Order
) -> Settlement:
    """Return the row of a settlement, without its journal and lines yet."""
    visit: Visit = basis.visit
    return new_row(
        Settlement,
        {
            "institution_id": visit.institution_id,
            "person_id": visit.person_id,
            "case_id": order.case_id,
            "region": area_of(basis.standing.region),
            "scheme": basis.scheme.value,
            "kind": visit.kind,
            "clearing": settlement_rules().clearing[CareKind(visit.kind)],
            "year": basis.year,
            "on": basis.on,
            "at": order.at,
            "message": order.message,
            "request_key": order.key,
            "receipt": order.receipt,
            "stay": basis.stay,
            "steps": steps_text(found),
            "terms": found.version,
            "verified": found.verified,
            **_parts(amounts),
        },
        {"visit": visit},
    )


def _locked_purses(basis: Basis, order: Order) -> Purses:
    """Lock the accounts that may pay and read them again, in one order for all."""
    person_id, day = basis.visit.person_id, basis.on
    purses = purses_of(person_id, day=day)
    owners = [one.owner_id for one in purses.family]
    if owners and order.opens is not None:
        order.opens(owners)
    accounts = [
        open_personal(owner, region=basis.standing.region, on=day).pk
        for owner in owners
    ]
    if purses.account_id is not None:
        accounts.append(purses.account_id)
    lock(accounts)
    return purses_of(person_id, day=day)


def _post(
    basis: Basis, amounts: Amounts, purses: Purses, order: Order
) -> Journal | None:
    """Move what funds and accounts pay to what is owed; cash is not ours to move."""
    region, day = basis.standing.region, order.at.date()

    def of_fund(kind: AccountKind) -> int:
        return fund(kind, region, on=day).pk

    def of_relative(owner_id: int) -> int:
        return open_personal(owner_id, region=region, on=day).pk

    lines = movements(amounts, purses, of_fund, of_relative)
    if not lines:
        return None
    return post(
        Entry(
            reason=Reason.SETTLEMENT,
            at=order.at,
            day=day,
            region=region,
            lines=lines,
            key=journal_key(order),
            case_id=order.case_id,
            source=SOURCE,
        )
    )


def journal_key(order: Order) -> str:
    """Return the request key of the journal that goes with a settlement."""
    return f"settlement {order.key}"


def movements(
    amounts: Amounts,
    purses: Purses,
    of_fund: Callable[[AccountKind], int],
    of_relative: Callable[[int], int],
) -> tuple[Line, ...]:
    """Return what the ledger moves: one line an account, nothing when all is cash.

    ``of_fund`` and ``of_relative`` tell the row of a fund's and a relative's account.
    """
    lines = [
        Line(of_fund(ACCOUNT_OF[one]), Fen(-fen), FUND_WORDS)
        for one, fen in amounts.shares.items()
        if fen
    ]
    if amounts.account_fen and purses.account_id is not None:
        lines.append(Line(purses.account_id, Fen(-amounts.account_fen), OWN_WORDS))
    lines += [
        Line(of_relative(shared.owner_id), Fen(-fen), FAMILY_WORDS)
        for shared, fen in drawn(purses.family, amounts.family_fen)
    ]
    owed = -sum(line.amount_fen for line in lines)
    if not owed:
        return ()
    lines.append(Line(of_fund(ACCOUNT_PAYABLE), Fen(owed), PAYABLE_WORDS))
    return tuple(_merged(lines))


def drawn(family: Sequence[Shared], amount_fen: int) -> list[tuple[Shared, int]]:
    """Return what each shared account pays of an amount, in their order."""
    found = []
    rest = amount_fen
    for one in family:
        part = min(rest, one.usable_fen)
        if part:
            found.append((one, part))
            rest -= part
    return found


def _merged(lines: Iterable[Line]) -> list[Line]:
    """Return one line for each account: two funds may lie in one."""
    found: dict[int, Line] = {}
    for line in lines:
        first = found.get(line.account)
        amount = line.amount_fen + (0 if first is None else first.amount_fen)
        found[line.account] = Line(line.account, Fen(amount), line.words)
    return list(found.values())


def _note_shares(
    journal: Journal | None,
    purses: Purses,
    amounts: Amounts,
    order: Order,
    row: Settlement,
) -> None:
    if journal is None:
        return
    ShareUse.objects.bulk_create(
        ShareUse(
            share_id=shared.share_id,
            journal=journal,
            use=SharedUse.OUTPATIENT.value,
            amount_fen=fen,
            day=order.at.date(),
            reference=f"settlement {row.pk}",
        )
        for shared, fen in drawn(purses.family, amounts.family_fen)
    )


def _use_bill(row: Settlement, order: Order) -> None:
    try:
        with transaction.atomic():
            BillUse.objects.create(number=order.receipt, settlement=row, at=order.at)
    except IntegrityError as fault:
        if "bill_used_once" in str(fault):
            raise BillUsed from None
        raise


def _move_year(year: YearUse, used: Used) -> None:
    year.purses = plain_purses(used.purses.items())
    year.version += 1
    year.save(update_fields=["purses", "version"])
