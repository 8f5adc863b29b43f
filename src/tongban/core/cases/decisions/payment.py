"""Money leaving (拨付): ordered, returned by the bank, confirmed."""

from typing import TYPE_CHECKING

from tongban.core.cases.events import NewEvent
from tongban.core.cases.lifecycle import EventKind, after, check_step
from tongban.core.cases.view import CaseView
from tongban.core.items.catalogue import Terms
from tongban.core.refusals import Refusal

if TYPE_CHECKING:
    from tongban.core.json_values import Json


class PaymentUnderWay(Refusal):
    """An order is already with the bank."""

    code = "cases.payment_under_way"

    def __init__(self) -> None:
        super().__init__("A payment order is open.")


class NoPaymentOrder(Refusal):
    """There is no open order the bank could answer."""

    code = "cases.no_payment_order"

    def __init__(self) -> None:
        super().__init__("No payment order is open.")


def decide_payment_order(
    view: CaseView, terms: Terms, *, order: str
) -> tuple[NewEvent, ...]:
    """Return the order to pay the reviewed amount (whole fen)."""
    after(view.state, EventKind.PAYMENT_ORDERED)
    check_step(steps=terms.steps, done=view.done, kind=EventKind.PAYMENT_ORDERED)
    if view.payment == "ordered":
        raise PaymentUnderWay
    data: dict[str, Json] = {"order": order, "amount_fen": view.amount_fen}
    return (NewEvent(EventKind.PAYMENT_ORDERED, data),)


def decide_payment_return(
    view: CaseView, terms: Terms, *, order: str, confirmed: bool, words: str
) -> tuple[NewEvent, ...]:
    """Return what the bank said: 'paid' means the bank confirmed it."""
    kind = EventKind.PAID if confirmed else EventKind.PAYMENT_FAILED
    after(view.state, kind)
    check_step(steps=terms.steps, done=view.done, kind=kind)
    if view.payment != "ordered":
        raise NoPaymentOrder
    data: dict[str, Json] = {
        "order": order,
        "amount_fen": view.amount_fen,
        "words": words,
    }
    return (NewEvent(kind, data),)
