"""Pages of finance: cases to pay, orders to send, bank files and their returns."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tongban.core.refusals import Refusal
from tongban.portals.desk.doors import finance
from tongban.portals.desk.sending import envelope_of, fresh_key, reading, words
from tongban.portals.shared.layout.parts import Chip, Crumb, Tone
from tongban.portals.shared.refusals import status_of
from tongban.services.access.rules import acting
from tongban.services.cases.envelope import Envelope
from tongban.services.desk.money import (
    BatchLine,
    OrderLine,
    PayLine,
    bank_file_named,
    bank_files,
    cases_to_order,
    orders_in,
    orders_to_send,
)
from tongban.services.messages.queries import sentence_of
from tongban.services.payments.operations import (
    batch_file,
    make_batch,
    order_payment,
    take_bank_return,
)
from tongban.services.timekeeping.queries import today

RETURN_BYTES_MAX: Final = 5_000_000
BYTE_MARK: Final = "\ufeff"
ORDER_CHIPS: Final = {
    "ordered": ("待汇总", Tone.CALM, "clock"),
    "sent": ("已送银行", Tone.INFO, "upload"),
    "paid": ("已到账", Tone.GOOD, "check"),
    "failed": ("银行退回", Tone.BAD, "alert"),
}


class ReturnMissing(Refusal):
    """No file was chosen."""

    code = "desk.return_missing"

    def __init__(self) -> None:
        super().__init__("Choose the bank's file.")


class ReturnUnreadable(Refusal):
    """The bank's file is no text in a known encoding."""

    code = "desk.return_unreadable"

    def __init__(self) -> None:
        super().__init__("Neither UTF-8 nor GB18030.")


@dataclass(frozen=True, slots=True)
class PayPage:
    """Cases to pay and orders to send, with their totals in fen."""

    cases: tuple[PayLine, ...]
    cases_total: int
    orders: tuple[OrderLine, ...]
    orders_total: int
    key: str
    problem: str
    crumbs: tuple[Crumb, ...]


@finance
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pay_page(request: HttpRequest) -> HttpResponse:
    """Show what is to be paid; order payments, or make a bank file of orders."""
    if request.method != "POST":
        return _shown(request)
    try:
        if words(request.POST, "do") == "order":
            return _order(request)
        batch = make_batch(
            envelope_of(request), orders=tuple(request.POST.getlist("order"))
        )
    except Refusal as no:
        return _shown(request, refusal=no)
    messages.success(request, f"银行文件 {batch.number} 已生成，请下载后送交银行。")
    return redirect("desk-pay-batch", batch.number)


def _order(request: HttpRequest) -> HttpResponse:
    """Order the payment of each chosen case; one that is refused stops nobody."""
    done, refused = 0, []
    for number in request.POST.getlist("case"):
        try:
            order_payment(_envelope_for(request, number), number=number)
        except Refusal as no:
            refused.append(f"{number}：{sentence_of(no)}")
        else:
            done += 1
    if done:
        messages.success(request, f"已生成 {done} 笔付款单。")
    for line in refused:
        messages.warning(request, line)
    if not done and not refused:
        messages.warning(request, "请先勾选要发起拨付的办件。")
    return redirect("desk-pay")


def _envelope_for(request: HttpRequest, number: str) -> Envelope:
    return envelope_of(request, part=f"-{number}")


def _shown(request: HttpRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    actor = acting(request)
    cases = cases_to_order(actor, today=today())
    orders = orders_to_send(actor)
    page = PayPage(
        cases=cases,
        cases_total=sum(line.amount_fen for line in cases),
        orders=orders,
        orders_total=sum(line.amount_fen for line in orders),
        key=fresh_key(),
        problem="" if refusal is None else sentence_of(refusal),
        crumbs=(Crumb("待遇拨付"),),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/pay.html", {"page": page}, status=status)


@dataclass(frozen=True, slots=True)
class BatchesPage:
    """The bank files, the latest first."""

    lines: tuple[BatchLine, ...]
    crumbs: tuple[Crumb, ...]


@finance
@never_cache
@require_safe
def batches_page(request: HttpRequest) -> HttpResponse:
    """List the bank files of the office and below."""
    page = BatchesPage(
        lines=bank_files(acting(request)),
        crumbs=(Crumb("待遇拨付", reverse("desk-pay")), Crumb("银行文件")),
    )
    return render(request, "desk/batches.html", {"page": page})


@dataclass(frozen=True, slots=True)
class ShownOrder:
    """One order of a bank file with the chip of its state."""

    order: OrderLine
    chip: Chip


def _shown_order(order: OrderLine) -> ShownOrder:
    words, tone, icon = ORDER_CHIPS[order.state]
    return ShownOrder(order, Chip(words, tone, icon))


@dataclass(frozen=True, slots=True)
class BatchPage:
    """One bank file: its orders, their sum, and what the bank answered."""

    batch: BatchLine
    lines: tuple[ShownOrder, ...]
    lines_total: int
    paid_count: int
    paid_total: int
    failed_count: int
    failed_total: int
    open_count: int
    problem: str
    key: str
    crumbs: tuple[Crumb, ...]

    @property
    def adds_up(self) -> bool:
        """Whether the orders add up to the file's total, to the fen."""
        return self.lines_total == self.batch.total_fen


@finance
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def batch_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show a bank file; take the bank's return."""
    if request.method != "POST":
        return _batch_shown(request, number)
    try:
        text = _returned_text(request)
        paid, failed = take_bank_return(envelope_of(request), number=number, text=text)
    except Refusal as no:
        return _batch_shown(request, number, refusal=no)
    messages.success(request, f"回盘已导入：到账 {paid} 笔，退回 {failed} 笔。")
    return redirect("desk-pay-batch", number)


def _batch_shown(
    request: HttpRequest, number: str, *, refusal: Refusal | None = None
) -> HttpResponse:
    actor = acting(request)
    batch = bank_file_named(actor, number)
    lines = orders_in(actor, number)
    paid = [line.amount_fen for line in lines if line.state == "paid"]
    failed = [line.amount_fen for line in lines if line.state == "failed"]
    page = BatchPage(
        batch=batch,
        lines=tuple(_shown_order(line) for line in lines),
        lines_total=sum(line.amount_fen for line in lines),
        paid_count=len(paid),
        paid_total=sum(paid),
        failed_count=len(failed),
        failed_total=sum(failed),
        open_count=len(lines) - len(paid) - len(failed),
        problem="" if refusal is None else sentence_of(refusal),
        key=fresh_key(),
        crumbs=(
            Crumb("待遇拨付", reverse("desk-pay")),
            Crumb("银行文件", reverse("desk-pay-batches")),
            Crumb(number),
        ),
    )
    status = HTTPStatus.OK if refusal is None else status_of(refusal)
    return render(request, "desk/batch.html", {"page": page}, status=status)


@finance
@never_cache
@require_safe
def batch_csv(request: HttpRequest, number: str) -> HttpResponse:
    """Send the bank file as CSV, readable by spreadsheets (with a byte mark)."""
    content = BYTE_MARK + batch_file(reading(request), number=number)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{number}.csv"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _returned_text(request: HttpRequest) -> str:
    """Return the text of the file the bank sent back; refuses what is no text."""
    sent = request.FILES.get("return")
    if sent is None:
        raise ReturnMissing
    content = sent.read(RETURN_BYTES_MAX + 1)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return str(content.decode(encoding))
        except UnicodeDecodeError:
            continue
    raise ReturnUnreadable
