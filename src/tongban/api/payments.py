"""Paying (拨付): orders, bank files, and the bank's return."""

from dataclasses import asdict
from typing import Final

from django.http import HttpRequest, HttpResponse
from ninja import Header, Router

from tongban.api.schemas.cases import ReceiptOut
from tongban.api.schemas.payments import (
    BatchDetailOut,
    BatchesOut,
    BatchIn,
    BatchOut,
    OrderIn,
    PaymentsOut,
    ReturnOut,
)
from tongban.api.schemas.values import Code
from tongban.api.sending import (
    CommandHeaders,
    KeyHeader,
    answered,
    envelope_of,
    reading_envelope,
)
from tongban.core.access.actor import Role
from tongban.core.refusals import Refusal
from tongban.services.access.rules import acting, api_staff
from tongban.services.cases.envelope import Receipt
from tongban.services.desk import money
from tongban.services.desk.money import BatchLine
from tongban.services.payments.operations import (
    batch_file,
    make_batch,
    order_payment,
    take_bank_return,
)
from tongban.services.timekeeping.queries import today

router = Router(tags=["拨付"])
ENCODINGS: Final = ("utf-8-sig", "gb18030")
finance = api_staff(Role.FINANCE)
RETURN_BODY: Final = {
    "requestBody": {
        "required": True,
        "description": "银行回盘文件（CSV，UTF-8或GB18030）",
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}


class ReturnUnreadable(Refusal):
    """The bank's file is no text in an encoding banks use."""

    code = "api.return_unreadable"

    def __init__(self) -> None:
        super().__init__("Neither UTF-8 nor GB18030.")


@router.get("/payments", response=PaymentsOut, summary="待拨付的办件和付款")
@finance
def waiting(request: HttpRequest) -> dict[str, object]:
    """Return the cases to order and the orders not yet in a bank file."""
    actor = acting(request)
    return {
        "cases": money.cases_to_order(actor, today=today()),
        "orders": money.orders_to_send(actor),
    }


@router.post("/payments/orders", response=ReceiptOut, summary="发起拨付")
@finance
def order(
    request: HttpRequest,
    response: HttpResponse,
    sent: Header[CommandHeaders],
    body: OrderIn,
) -> Receipt:
    """Order the payment of the reviewed amount to the account of the form."""
    envelope = envelope_of(request, sent)
    return answered(response, order_payment(envelope, number=body.number))


@router.get("/payments/batches", response=BatchesOut, summary="付款批次")
@finance
def batches(request: HttpRequest) -> dict[str, object]:
    """Return the bank files of the office and below."""
    return {"batches": money.bank_files(acting(request))}


@router.post("/payments/batches", response=BatchOut, summary="生成银行文件")
@finance
def batch(request: HttpRequest, sent: Header[KeyHeader], body: BatchIn) -> BatchLine:
    """Put open orders into one bank file; an order goes into one file only."""
    envelope = envelope_of(request, sent)
    envelope.check()
    made = make_batch(envelope, orders=tuple(body.orders))
    return money.bank_file_named(envelope.actor, made.number)


@router.get(
    "/payments/batches/{number}", response=BatchDetailOut, summary="一个付款批次"
)
@finance
def batch_detail(request: HttpRequest, number: Code) -> dict[str, object]:
    """Return one bank file with its orders."""
    actor = acting(request)
    found = asdict(money.bank_file_named(actor, number))
    return {**found, "orders": money.orders_in(actor, number)}


@router.get(
    "/payments/batches/{number}/file",
    summary="下载银行文件",
    openapi_extra={
        "responses": {200: {"description": "CSV", "content": {"text/csv": {}}}}
    },
)
@finance
def file_of_batch(request: HttpRequest, number: Code) -> HttpResponse:
    """Return the bank file, the same to the byte every time."""
    text = batch_file(reading_envelope(request), number=number)
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{number}.csv"'
    return answer


@router.post(
    "/payments/batches/{number}/return",
    response=ReturnOut,
    summary="导入银行回盘",
    openapi_extra=RETURN_BODY,
)
@finance
def bank_return(
    request: HttpRequest, number: Code, sent: Header[KeyHeader]
) -> dict[str, int]:
    """Take the bank's answers; a mistake takes nothing, the same file again nothing."""
    envelope = envelope_of(request, sent)
    envelope.check()
    text = _text_of(request.body)
    paid, failed = take_bank_return(envelope, number=number, text=text)
    return {"paid": paid, "failed": failed}


def _text_of(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise ReturnUnreadable
