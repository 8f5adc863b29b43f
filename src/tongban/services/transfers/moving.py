"""What finishing items 10 and 11 moves: records and money, in one transaction.

The side that leaves makes the table, takes the months along, empties the
account into what is in transit and sends both; the side that joins loads the
table and credits the account once both have met (医保办发〔2021〕43号).
"""

from datetime import datetime
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange

from tongban.core.access.parties import Scheme
from tongban.core.cases.view import CHINA
from tongban.core.enrolment.months import add_months
from tongban.core.exchange.kinds import MessageKind
from tongban.core.json_values import Json
from tongban.core.ledger.accounts import AccountKind
from tongban.core.ledger.journals import Line, Reason
from tongban.core.money import Fen
from tongban.core.transfers.checks import CheckFailed
from tongban.core.transfers.continuity import Continuity, Moving, continuity
from tongban.core.transfers.legs import Legs, met
from tongban.core.transfers.sheet import (
    InformationSheet,
    SheetFaulty,
    digest_of,
    sheet_of,
    straight_months,
)
from tongban.core.transfers.stages import Happening, Side, Stage, after
from tongban.gateways.signing import sign
from tongban.records.cases.models import Case
from tongban.records.enrolment.models import Waiting
from tongban.records.ledger.models import Journal, LedgerAccount
from tongban.records.transfers.models import PriorPeriod, Transfer
from tongban.services.enrolment.people import locked_person
from tongban.services.enrolment.queries import cover_on
from tongban.services.enrolment.writing import Occasion, Subject, made
from tongban.services.exchange.sending import send
from tongban.services.ledger.operations import (
    Entry,
    close,
    fund,
    lock,
    open_personal,
    post,
    reopen,
    reverse,
)
from tongban.services.transfers.facts import joined_on, stands_against
from tongban.services.transfers.making import (
    bring_back,
    move_of,
    sheet_for,
    take_along,
)
from tongban.services.transfers.terms import transfer_terms
from tongban.services.transfers.tracing import locked_of

WORDS_OUT: Final = "医保关系转移转出"
WORDS_IN: Final = "医保关系转移转入"


def send_out(case: Case, *, at: datetime) -> None:
    """Send the table and the money of a case that closes (SD28 10).

    Refuses when the check no longer holds, or the other side has not agreed.
    """
    row = locked_of(case, Side.OUT)
    today = at.astimezone(CHINA).date()
    stage = after(Side.OUT, Stage(row.stage), Happening.SENT)
    locked_person(row.person_id)
    against = stands_against(
        row.person_id, move_of(row), Side.OUT, day=today, number=row.number
    )
    if against:
        raise CheckFailed(against)
    account = _account(row)
    amount = 0 if account is None else account.balance_fen or 0
    sheet = sheet_for(row, balance_fen=amount, on=today)
    _seal(row, sheet)
    take_along(row)
    if account is not None:
        row.journal = _empty(row, account, amount, case=case, at=at)
    row.stage, row.sheet_made_on, row.sheet_at = stage.value, today, at
    row.money_fen, row.money_at = amount, at
    row.through_month = sheet.last_month
    row.save()
    if row.by_hand:
        clear(row, at=at)
    else:
        _tell_legs(row, at=at)


def clear(row: Transfer, *, at: datetime) -> None:
    """End the side that left: what was in transit is owed to the other area."""
    row.stage = after(Side.OUT, Stage(row.stage), Happening.SETTLED).value
    row.ended_at = at
    row.save(update_fields=["stage", "ended_at"])
    if row.money_fen:
        today = at.astimezone(CHINA).date()
        _post(
            row,
            fund(AccountKind.TRANSIT, row.from_region, on=today),
            fund(AccountKind.CLEARING, row.from_region, on=today),
            reason=Reason.CLEARED,
            at=at,
        )


def come_back(row: Transfer, happening: Happening, *, words: str, at: datetime) -> None:
    """Take records and money back that the other side did not take over."""
    row.stage = after(Side.OUT, Stage(row.stage), happening).value
    row.words, row.ended_at = words, at
    row.save(update_fields=["stage", "words", "ended_at"])
    if Stage(row.stage) is not Stage.RETURNED:
        return
    bring_back(row)
    if row.journal is not None:
        account = row.journal.postings.get(account__owner_id=row.person_id).account
        if account.closed_on is not None:
            reopen(account)
        reverse(row.journal, at=at, day=at.astimezone(CHINA).date())


def take_in(case: Case, *, at: datetime) -> None:
    """Load the table and credit the account of a case that closes (SD28 11).

    Refuses while sheet or money is missing, when they differ by a fen, and a
    table that its digest does not fit.
    """
    row = locked_of(case, Side.IN)
    stage = after(Side.IN, Stage(row.stage), Happening.SETTLED)
    sheet = sheet_in(row)
    amount = met(
        Legs(None if sheet is None else sheet.balance_fen, row.money_fen),
    )
    if sheet is None:  # met() has refused; this tells the type checker so
        raise SheetFaulty("信息表")
    locked_person(row.person_id)
    _load(row, sheet)
    if amount:
        row.journal = _credit(row, case=case, at=at)
    bond = _bond(row, sheet, case=case, at=at)
    row.bond, row.gap_months = bond.bond.value, bond.gap_months
    row.through_month = sheet.last_month
    row.stage, row.ended_at = stage.value, at
    row.save()
    if not row.by_hand:
        body: dict[str, Json] = {
            "sheet_digest": row.sheet_digest,
            "money_fen": amount,
        }
        tell(row, MessageKind.TRANSFER_SETTLED, body, at=at)


def sheet_in(row: Transfer) -> InformationSheet | None:
    """Return the table that has arrived, or nothing; refuse one that was changed."""
    if not row.sheet:
        return None
    if digest_of(row.sheet) != row.sheet_digest:
        raise SheetFaulty("摘要")
    return sheet_of(row.sheet)


def tell(
    row: Transfer, kind: MessageKind, body: dict[str, Json], *, at: datetime
) -> None:
    """Send a message about a transfer to its other side."""
    own, other = row.from_region, row.to_region
    if row.side == Side.IN.value:
        own, other = other, own
    send(kind, to_region=other, from_region=own, subject=row.number, body=body, at=at)


def _tell_legs(row: Transfer, *, at: datetime) -> None:
    """Send sheet and money as two messages: either may wait for the other."""
    tell(
        row,
        MessageKind.TRANSFER_SHEET,
        {"sheet": row.sheet, "digest": row.sheet_digest, "seal": row.sheet_seal},
        at=at,
    )
    tell(
        row,
        MessageKind.TRANSFER_MONEY,
        {"money_fen": row.money_fen, "sheet_digest": row.sheet_digest},
        at=at,
    )


def _seal(row: Transfer, sheet: InformationSheet) -> None:
    row.sheet = dict(sheet.as_json())
    row.sheet_digest = digest_of(row.sheet)
    row.sheet_seal = sign(row.sheet_digest)


def _account(row: Transfer) -> LedgerAccount | None:
    """Return the open account that moves, locked; nothing when none does."""
    if not row.moves_account or row.scheme != Scheme.EMPLOYEE.value:
        return None
    found = LedgerAccount.objects.filter(
        owner_id=row.person_id, kind=AccountKind.PERSONAL.value, closed_on=None
    ).first()
    return None if found is None else lock([found.pk])[found.pk]


def _empty(
    row: Transfer,
    account: LedgerAccount,
    amount: int,
    *,
    case: Case,
    at: datetime,
) -> Journal | None:
    today = at.astimezone(CHINA).date()
    journal = None
    if amount:
        row.money_fen = amount
        transit = fund(AccountKind.TRANSIT, row.from_region, on=today)
        journal = _post(
            row, account, transit, reason=Reason.MOVED_OUT, at=at, case_id=case.pk
        )
        account.refresh_from_db()
    close(account, on=today)
    return journal


def _credit(row: Transfer, *, case: Case, at: datetime) -> Journal:
    today = at.astimezone(CHINA).date()
    account = open_personal(row.person_id, region=row.to_region, on=today)
    clearing = fund(AccountKind.CLEARING, row.to_region, on=today)
    return _post(row, clearing, account, reason=Reason.MOVED_IN, at=at, case_id=case.pk)


def _post(
    row: Transfer,
    source: LedgerAccount,
    target: LedgerAccount,
    *,
    reason: Reason,
    at: datetime,
    case_id: int | None = None,
) -> Journal:
    words = WORDS_OUT if row.side == Side.OUT.value else WORDS_IN
    amount = row.money_fen or 0
    return post(
        Entry(
            reason=reason,
            at=at,
            day=at.astimezone(CHINA).date(),
            region=row.region,
            lines=(
                Line(source.pk, Fen(-amount), words),
                Line(target.pk, Fen(amount), words),
            ),
            key=f"{reason.value} {row.number}",
            case_id=case_id,
            source=row.number,
        )
    )


def _load(row: Transfer, sheet: InformationSheet) -> None:
    PriorPeriod.objects.bulk_create(
        PriorPeriod(
            transfer=row,
            person_id=row.person_id,
            region=one.region,
            scheme=one.scheme.value,
            kind=one.kind.value,
            months=DateRange(one.first_month, add_months(one.last_month, 1)),
            base_fen=one.base_fen,
        )
        for one in sheet.periods
    )


def _bond(
    row: Transfer, sheet: InformationSheet, *, case: Case, at: datetime
) -> Continuity:
    """Say how benefits go on, and let the person wait where the area does."""
    today, move = at.astimezone(CHINA).date(), move_of(row)
    cover = cover_on(row.person_id, today)
    joined = joined_on(row.person_id, move, day=today) or today
    last = sheet.last_month
    found = continuity(
        Moving(
            from_scheme=sheet.scheme,
            to_scheme=sheet.scheme if cover is None else cover.scheme,
            last_month=last,
            joined_on=joined,
            straight_months=(
                0 if last is None else straight_months(sheet.periods, until=last)
            ),
        ),
        transfer_terms(row.to_region).continuity,
    )
    if cover is not None:
        _keep_wait(row, cover.id, found, case=case, at=at)
    return found


def _keep_wait(
    row: Transfer, cover_id: int, found: Continuity, *, case: Case, at: datetime
) -> None:
    """Keep the wait of an area; a cover that waits already waits as it did."""
    if found.wait is None or Waiting.objects.filter(cover=cover_id, void=False):
        return
    wait = Waiting(
        person_id=row.person_id,
        cover_id=cover_id,
        days=DateRange(found.wait.start, found.wait.end),
        fixed_months=found.wait_months,
        variable_months=0,
        bought_months=0,
        floor_months=0,
        missed_years=0,
        case_id=case.pk,
    )
    made(
        wait,
        subject=Subject(person_id=row.person_id),
        cause=Occasion(at=at, case_id=case.pk),
    )
