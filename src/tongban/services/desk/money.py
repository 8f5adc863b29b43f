"""What finance sees: cases to order, orders, bank files; names are masked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import F

from tongban.core.access.actor import Actor
from tongban.core.access.masking import mask_bank_account, mask_name
from tongban.core.cases.lifecycle import State
from tongban.core.items.catalogue import Step
from tongban.records.cases.models import Case
from tongban.records.payments.models import PaymentBatch, PaymentOrder
from tongban.records.security.row_conditions import below
from tongban.services.calendar.queries import work_calendar
from tongban.services.cases.words import LightView, light_of
from tongban.services.payments import queries
from tongban.services.payments.operations import BatchUnknown

ROWS_MAX: Final = 500
UNORDERED: Final = ("", "failed")


@dataclass(frozen=True, slots=True)
class PayLine:
    """A reviewed case that waits for a payment order (whole fen).

    ``again`` says what the bank answered to an earlier order.
    """

    number: str
    item: str
    applicant: str
    amount_fen: int
    due_on: date | None
    light: LightView
    again: str


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One payment order; payee and account are masked."""

    number: str
    case: str
    item: str
    payee: str
    bank: str
    account: str
    amount_fen: int
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One bank file; its total is in whole fen."""

    number: str
    made_at: datetime
    count: int
    total_fen: int
    returned_at: datetime | None


def cases_to_order(actor: Actor, *, today: date) -> tuple[PayLine, ...]:
    """Return the reviewed cases without an order under way, by due day."""
    found = (
        Case.objects.select_related("party")
        .filter(
            below("office_path", actor.office_path),
            state=State.OPEN.value,
            step=Step.PAY.value,
            payment__in=UNORDERED,
        )
        .order_by(F("due_on").asc(nulls_last=True), "pk")[:ROWS_MAX]
    )
    refused = _refused(actor)
    calendar = work_calendar()
    return tuple(
        PayLine(
            number=case.number,
            item=case.item_name,
            applicant=_masked(case.party.name, case.party.kind),
            amount_fen=case.amount_fen,
            due_on=case.due_on,
            light=light_of(case, today=today, calendar=calendar),
            again=refused.get(case.pk, ""),
        )
        for case in found
    )


def _refused(actor: Actor) -> dict[int, str]:
    orders = queries.failed_orders(actor)
    return {order.case_id: order.words or "银行退回" for order in orders}


def _masked(name: str, kind: str) -> str:
    return mask_name(name) if kind == "person" else str(name)


def orders_to_send(actor: Actor) -> tuple[OrderLine, ...]:
    """Return the orders not yet in a bank file, the oldest first."""
    return tuple(_order_line(order) for order in queries.open_orders(actor))


def orders_in(actor: Actor, number: str) -> tuple[OrderLine, ...]:
    """Return the orders of one bank file."""
    return tuple(_order_line(one) for one in queries.orders_of_batch(actor, number))


def bank_files(actor: Actor) -> tuple[BatchLine, ...]:
    """Return the bank files of the actor's office and below, the latest first."""
    return tuple(_batch_line(batch) for batch in queries.batches(actor))


def bank_file_named(actor: Actor, number: str) -> BatchLine:
    """Return one bank file; refuses one out of reach."""
    for line in bank_files(actor):
        if line.number == number:
            return line
    raise BatchUnknown(number)


def _order_line(order: PaymentOrder) -> OrderLine:
    kind = order.case.party.kind
    return OrderLine(
        number=order.number,
        case=order.case.number,
        item=order.case.item_name,
        payee=_masked(order.payee, kind),
        bank=order.bank,
        account=mask_bank_account(order.account),
        amount_fen=order.amount_fen,
        state=order.state,
        words=order.words,
    )


def _batch_line(batch: PaymentBatch) -> BatchLine:
    return BatchLine(
        number=batch.number,
        made_at=batch.made_at,
        count=batch.count,
        total_fen=batch.total_fen,
        returned_at=batch.returned_at,
    )
