"""The day's bills: the list with its sums, each bill, giving one back, comparing."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tongban.core.refusals import Refusal
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.shared.sending import KEY_FIELD, fresh_key, whole_number
from tongban.services.access.rules import acting, institutions
from tongban.services.messages.queries import sentence_of
from tongban.services.till.counter import Counter, counter_of
from tongban.services.till.queries import (
    Bill,
    Compared,
    Day,
    bill_at,
    compared_at,
    day_at,
)
from tongban.services.till.selling import undo
from tongban.services.timekeeping.queries import now


@dataclass(frozen=True, slots=True)
class DayPage:
    """The day's settlements; ``compared`` is what the platform says of the sums."""

    institution: str
    day: Day
    compared: tuple[Compared, ...] | None
    key: str
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class BillPage:
    """One settlement with every step."""

    bill: Bill
    institution: str
    key: str
    crumbs: tuple[Crumb, ...]


@institutions
@never_cache
@require_safe
def day_page(request: HttpRequest) -> HttpResponse:
    """Show what was settled today."""
    return _day(request, _counter(request), None)


@institutions
@never_cache
@require_POST
def compare(request: HttpRequest) -> HttpResponse:
    """Compare the day's sums with the platform's."""
    counter = _counter(request)
    return _day(request, counter, compared_at(counter))


@institutions
@never_cache
@require_safe
def bill_page(request: HttpRequest, settlement_id: int) -> HttpResponse:
    """Show one settlement, to be printed or given back."""
    counter = _counter(request)
    bill = bill_at(counter, settlement_id)
    page = BillPage(
        bill=bill,
        institution=counter.institution.name,
        key=fresh_key(),
        crumbs=(Crumb("收银台", reverse("till")), Crumb("结算单")),
    )
    return render(request, "till/bill.html", {"page": page})


@institutions
@never_cache
@require_POST
def undo_bill(request: HttpRequest, settlement_id: int) -> HttpResponse:
    """Give a settlement back; sent twice it is given back once."""
    try:
        undo(_counter(request), settlement_id)
        messages.success(request, "已经退费，医保基金和个人账户支付的部分已退回。")
    except Refusal as no:
        messages.error(request, sentence_of(no))
    return redirect("till-bill", settlement_id)


def _counter(request: HttpRequest) -> Counter:
    key = request.POST.get(KEY_FIELD, "") or fresh_key()
    return counter_of(acting(request), now=now(), key=key)


def _day(
    request: HttpRequest, counter: Counter, compared: tuple[Compared, ...] | None
) -> HttpResponse:
    page = DayPage(
        institution=counter.institution.name,
        day=day_at(counter, page=whole_number(request.GET.get("page")) or 1),
        compared=compared,
        key=fresh_key(),
        crumbs=(Crumb("收银台"),),
    )
    return render(request, "till/day.html", {"page": page})
