"""What finance looks at: cases to pay, orders to send, batches and returns."""

from typing import Final

from django.db.models import QuerySet

from tongban.core.access.actor import Actor
from tongban.records.payments.models import PaymentBatch, PaymentOrder
from tongban.records.security.row_conditions import below

ROWS_MAX: Final = 500


def open_orders(actor: Actor) -> QuerySet[PaymentOrder]:
    """Return orders not yet in a bank file, the oldest first."""
    return _orders(actor).filter(state=PaymentOrder.State.ORDERED)[:ROWS_MAX]


def failed_orders(actor: Actor) -> QuerySet[PaymentOrder]:
    """Return orders the bank sent back while their case still waits for payment."""
    return (
        _orders(actor)
        .filter(state=PaymentOrder.State.FAILED, case__payment="failed")
        .order_by("-answered_at")[:ROWS_MAX]
    )


def batches(actor: Actor) -> QuerySet[PaymentBatch]:
    """Return the bank files of the actor's office and below, the latest first."""
    found = PaymentBatch.objects.filter(below("office_path", actor.office_path))
    return found.order_by("-made_at")[:ROWS_MAX]


def orders_of_batch(actor: Actor, number: str) -> QuerySet[PaymentOrder]:
    """Return the orders of one bank file."""
    return _orders(actor).filter(batch__number=number).order_by("number")


def _orders(actor: Actor) -> QuerySet[PaymentOrder]:
    return (
        PaymentOrder.objects.filter(below("office_path", actor.office_path))
        .select_related("case", "batch")
        .order_by("ordered_at", "pk")
    )
