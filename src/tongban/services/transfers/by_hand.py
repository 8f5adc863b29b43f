"""Sheets of areas that are not connected, entered from the national platform.

A clerk of the side that joins types the periods and the balance as the table
shows them, once the money has arrived; everything after is as with a message.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from tongban.core.access.parties import Scheme
from tongban.core.access.rights import Act
from tongban.core.cases.view import CHINA
from tongban.core.refusals import Refusal
from tongban.core.transfers.sheet import (
    InformationSheet,
    PaidPeriod,
    SheetFaulty,
    Who,
    digest_of,
    sheet_of,
)
from tongban.core.transfers.stages import Side, Stage
from tongban.core.transfers.typed import LINES_MAX
from tongban.records.cases.models import Case
from tongban.records.transfers.models import Transfer
from tongban.services.cases.engine import CaseUnknown
from tongban.services.cases.envelope import Envelope
from tongban.services.cases.guard import check_staff
from tongban.services.transfers.tracing import locked_of


class NotByHand(Refusal):
    """The other area is connected: its sheet comes by itself."""

    code = "transfers.not_by_hand"

    def __init__(self) -> None:
        super().__init__("The sheet comes by message.")


class NoPeriods(Refusal):
    """A sheet holds at least one paid period, and not more than can be read."""

    code = "transfers.no_periods"

    def __init__(self) -> None:
        super().__init__("No periods, or too many.", most=LINES_MAX)


@dataclass(frozen=True, slots=True)
class TypedSheet:
    """What a clerk reads from the table: periods, stop, and the money that came."""

    stopped_on: date
    periods: tuple[PaidPeriod, ...]
    money_fen: int


@transaction.atomic
def enter_sheet(envelope: Envelope, *, number: str, typed: TypedSheet) -> Transfer:
    """Keep a typed sheet with the case; typing it again replaces it until the close.

    Refuses a connected area, a case that is not accepted, and periods that
    overlap or lie in the future.
    """
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise CaseUnknown(number)
    check_staff(envelope.actor, Act.REVIEW, record=case)
    row = locked_of(case, Side.IN)
    if not row.by_hand or row.stage != Stage.AGREED.value:
        raise NotByHand
    sheet = _sheet(row, typed, at=envelope.now)
    row.sheet = dict(sheet.as_json())
    row.sheet_digest = digest_of(row.sheet)
    row.sheet_made_on, row.sheet_at = sheet.made_on, envelope.now
    row.money_fen, row.money_at = typed.money_fen, envelope.now
    row.save()
    return row


def _sheet(row: Transfer, typed: TypedSheet, *, at: datetime) -> InformationSheet:
    if not 1 <= len(typed.periods) <= LINES_MAX:
        raise NoPeriods
    today = at.astimezone(CHINA).date()
    periods = tuple(sorted(typed.periods, key=lambda one: one.first_month))
    if periods[-1].last_month > today or typed.stopped_on > today:
        raise SheetFaulty("缴费时段")
    sheet = InformationSheet(
        number=row.number,
        who=Who(row.person.name, row.person.identifier, ""),
        from_region=row.from_region,
        to_region=row.to_region,
        scheme=Scheme(row.scheme),
        stopped_on=typed.stopped_on,
        made_on=today,
        periods=periods,
        balance_fen=typed.money_fen,
    )
    return sheet_of(sheet.as_json())
