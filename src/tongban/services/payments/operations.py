"""Paying (拨付): order, bank file, bank return; paid means the bank confirmed."""

import csv
import hashlib
import io
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from tongban.core.access.rights import Act, check_may
from tongban.core.cases.decisions.handling import decide_finish
from tongban.core.cases.decisions.payment import (
    decide_payment_order,
    decide_payment_return,
)
from tongban.core.cases.events import NewEvent
from tongban.core.cases.lifecycle import next_step
from tongban.core.items.catalogue import Step
from tongban.core.json_values import JsonObject, text_of
from tongban.core.money import fen_from_yuan, plain_yuan
from tongban.core.refusals import Refusal
from tongban.records.payments.models import PaymentBatch, PaymentOrder
from tongban.records.security.row_conditions import below
from tongban.services.cases import engine
from tongban.services.cases.envelope import Envelope, Receipt
from tongban.services.cases.handling import staff_command

ORDERS_PER_BATCH_MAX: Final = 5_000
RETURN_BYTES_MAX: Final = 5_000_000
PAID_WORD: Final = "成功"
FAILED_WORD: Final = "失败"
BANK_COLUMNS: Final = ("付款编号", "收款人", "开户银行", "账号", "金额（元）", "用途")
RETURN_COLUMNS: Final = ("付款编号", "金额（元）", "结果", "原因")


class PayeeMissing(Refusal):
    """The form names no account to pay to."""

    code = "payments.payee_missing"

    def __init__(self) -> None:
        super().__init__("Holder, bank and account number are needed.")


class NothingToSend(Refusal):
    """No open order was chosen for the bank file."""

    code = "payments.nothing_to_send"

    def __init__(self) -> None:
        super().__init__("Choose at least one open order.")


class TooManyOrders(Refusal):
    """One bank file holds at most five thousand orders."""

    code = "payments.too_many_orders"

    def __init__(self) -> None:
        super().__init__(
            f"At most {ORDERS_PER_BATCH_MAX} orders.", most=ORDERS_PER_BATCH_MAX
        )


class BatchUnknown(Refusal):
    """No batch of this number is within reach."""

    code = "payments.batch_unknown"

    def __init__(self, number: str) -> None:
        super().__init__(f"No batch {number}.", number=number)


class ReturnFaulty(Refusal):
    """The bank's file does not match the batch; nothing of it was taken."""

    code = "payments.return_faulty"

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__(f"{faults}", faults="；".join(faults))


@dataclass(frozen=True, slots=True)
class BankAnswer:
    """One line of the bank's return."""

    order: str
    amount_fen: int
    paid: bool
    words: str


def order_payment(envelope: Envelope, *, number: str) -> Receipt:
    """Order the payment of the reviewed amount to the account of the form."""

    def decide(loaded: engine.Loaded) -> tuple[NewEvent, ...]:
        form = loaded.record.forms.get(digest=loaded.view.form_digest).content
        tries = loaded.record.orders.count() + 1
        order = f"{loaded.record.number}-{tries}"
        events = decide_payment_order(loaded.view, loaded.terms, order=order)
        _create_order(loaded, order=order, form=form)
        return events

    return staff_command(
        envelope,
        number=number,
        act=Act.PAY,
        step=Step.PAY,
        payload={},
        decide=decide,
    )


def _create_order(loaded: engine.Loaded, *, order: str, form: JsonObject) -> None:
    account = text_of(form, "account_number")
    payee = text_of(form, "account_holder") or _own_name(loaded)
    if not account or not payee:
        raise PayeeMissing
    PaymentOrder.objects.create(
        number=order,
        case=loaded.record,
        office_path=loaded.record.office_path,
        amount_fen=loaded.view.amount_fen,
        payee=payee,
        bank=text_of(form, "bank_name"),
        account=account,
        state=PaymentOrder.State.ORDERED,
        ordered_at=loaded.envelope.now,
        ordered_by=loaded.envelope.actor.account_id or 0,
    )


def _own_name(loaded: engine.Loaded) -> str:
    return str(loaded.record.party.name)


@transaction.atomic
def make_batch(envelope: Envelope, *, orders: tuple[str, ...]) -> PaymentBatch:
    """Put open orders into one bank file; its total is the sum of its orders."""
    check_may(envelope.actor, Act.PAY, step=Step.PAY)
    if len(orders) > ORDERS_PER_BATCH_MAX:
        raise TooManyOrders
    chosen = list(
        PaymentOrder.objects.select_for_update(of=("self",))
        .filter(
            below("office_path", envelope.actor.office_path),
            number__in=orders,
            state=PaymentOrder.State.ORDERED,
        )
        .order_by("number")
    )
    if not chosen:
        raise NothingToSend
    content = bank_file(chosen)
    batch = PaymentBatch.objects.create(
        number=_batch_number(envelope),
        office_path=envelope.actor.office_path,
        made_at=envelope.now,
        made_by=envelope.actor.account_id or 0,
        count=len(chosen),
        total_fen=sum(order.amount_fen for order in chosen),
        digest=hashlib.sha256(content.encode()).hexdigest(),
    )
    for order in chosen:
        order.state, order.batch = PaymentOrder.State.SENT, batch
    PaymentOrder.objects.bulk_update(chosen, ["state", "batch"])
    return batch


def _batch_number(envelope: Envelope) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('payment_batch_number')")
        (following,) = cursor.fetchone()
    return f"BF{envelope.today:%Y%m%d}{following % 10**6:06d}"


def bank_file(orders: list[PaymentOrder]) -> str:
    """Return the file for the bank as CSV text with a heading line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(BANK_COLUMNS)
    for order in orders:
        writer.writerow(
            (
                order.number,
                order.payee,
                order.bank,
                order.account,
                plain_yuan(order.amount_fen),
                "医保待遇",
            )
        )
    return out.getvalue()


def batch_file(envelope: Envelope, *, number: str) -> str:
    """Return the bank file of a batch again, the same to the byte."""
    check_may(envelope.actor, Act.PAY, step=Step.PAY)
    batch = _batch(envelope, number)
    return bank_file(list(batch.orders.order_by("number")))


def _batch(envelope: Envelope, number: str) -> PaymentBatch:
    mine = below("office_path", envelope.actor.office_path)
    batch = PaymentBatch.objects.filter(mine, number=number).first()
    if batch is None:
        raise BatchUnknown(number)
    return batch


@transaction.atomic
def take_bank_return(envelope: Envelope, *, number: str, text: str) -> tuple[int, int]:
    """Take the bank's answers; returns how many were paid and how many failed.

    The whole file is checked first; a mistake takes nothing of it. The same
    file again changes nothing. A paid case goes on to its close.
    """
    check_may(envelope.actor, Act.PAY, step=Step.PAY)
    batch = _batch(envelope, number)
    answers = read_return(text, batch)
    fresh = [
        entry
        for entry in answers
        if PaymentOrder.objects.filter(
            number=entry.order, state=PaymentOrder.State.SENT
        ).exists()
    ]
    for entry in fresh:
        _take_answer(envelope, entry)
    batch.returned_at = batch.returned_at or envelope.now
    batch.save(update_fields=["returned_at"])
    return (
        sum(entry.paid for entry in answers),
        sum(not entry.paid for entry in answers),
    )


def read_return(text: str, batch: PaymentBatch) -> tuple[BankAnswer, ...]:
    """Read the bank's CSV and check every line against the batch."""
    if len(text.encode()) > RETURN_BYTES_MAX:
        raise ReturnFaulty((f"文件超过{RETURN_BYTES_MAX // 1_000_000}MB",))
    rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    if not rows or tuple(cell.strip() for cell in rows[0]) != RETURN_COLUMNS:
        raise ReturnFaulty((f"第1行应为：{'、'.join(RETURN_COLUMNS)}",))
    amounts = dict(batch.orders.values_list("number", "amount_fen"))
    faults: list[str] = []
    answers: dict[str, BankAnswer] = {}
    for line, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        fault = _fault_of(row, amounts, answers)
        if fault:
            faults.append(f"第{line}行{fault}")
            continue
        entry = _answer_of(row)
        answers[entry.order] = entry
    if faults:
        raise ReturnFaulty(tuple(faults))
    return tuple(answers.values())


def _fault_of(
    row: list[str], amounts: dict[str, int], answers: dict[str, BankAnswer]
) -> str:
    if len(row) != len(RETURN_COLUMNS):
        return f"应有{len(RETURN_COLUMNS)}列"
    order, amount, result, words = (cell.strip() for cell in row)
    if order not in amounts:
        return f"付款编号{order}不在本批次"
    if order in answers:
        return f"付款编号{order}重复"
    if result not in (PAID_WORD, FAILED_WORD):
        return f"结果应为{PAID_WORD}或{FAILED_WORD}"
    if result == FAILED_WORD and not words:
        return "失败应写明原因"
    return "" if _is_amount(amount, amounts[order]) else "金额与批次不符"


def _is_amount(text: str, expected: int) -> bool:
    try:
        return fen_from_yuan(text) == expected
    except ValueError:
        return False


def _answer_of(row: list[str]) -> BankAnswer:
    order, amount, result, words = (cell.strip() for cell in row)
    return BankAnswer(
        order=order,
        amount_fen=fen_from_yuan(amount),
        paid=result == PAID_WORD,
        words=words,
    )


def _take_answer(envelope: Envelope, entry: BankAnswer) -> None:
    order = (
        PaymentOrder.objects.select_for_update(of=("self",))
        .select_related("case")
        .get(number=entry.order)
    )
    order.state = PaymentOrder.State.PAID if entry.paid else PaymentOrder.State.FAILED
    order.answered_at, order.words = envelope.now, entry.words
    order.save(update_fields=["state", "answered_at", "words"])
    loaded = engine.load(order.case.number, envelope)
    engine.append(
        loaded,
        decide_payment_return(
            loaded.view,
            loaded.terms,
            order=entry.order,
            confirmed=entry.paid,
            words=entry.words,
        ),
    )
    if entry.paid:
        _finish_when_last(envelope, order.case.number)


def _finish_when_last(envelope: Envelope, number: str) -> None:
    loaded = engine.load(number, envelope)
    step = next_step(steps=loaded.terms.steps, done=loaded.view.done)
    if step in (Step.CLOSE, None):
        engine.append(loaded, decide_finish(loaded.view, loaded.terms))
