"""One sale: find the person, add items, count it out, settle."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from tongban.core.hsa.values import CHINA
from tongban.core.refusals import Refusal
from tongban.portals.shared.layout.fields import Field, FieldKind, Option, Problem
from tongban.portals.shared.layout.parts import Crumb
from tongban.portals.till.basket import (
    Row,
    problems_in,
    rows_of,
    with_one_more,
    without,
)
from tongban.portals.till.state import FIELD, State, new_state, read_state
from tongban.services.access.rules import acting, institutions
from tongban.services.demo.queries import demo_papers
from tongban.services.medical_catalogue.searching import EntryLine, Search, search
from tongban.services.messages.queries import sentence_of
from tongban.services.till.counter import Counter, counter_of
from tongban.services.till.selling import (
    PHARMACY_CARE,
    VISIT_CARE,
    Buyer,
    Counted,
    Sale,
    give_up,
    quote,
    recognise,
    settle,
)
from tongban.services.timekeeping.queries import now

FOUND_MAX: Final = 10
PAPER_MAX: Final = 20
TEXT_MAX: Final = 60
_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class SalePage:
    """What the page draws; ``counted`` is the last quote, as long as it holds."""

    institution: str
    sells: bool
    state: str
    buyer: Buyer | None
    paper: Field
    text: Field
    care: Field | None
    account: Field
    found: tuple[EntryLine, ...]
    asked: str
    rows: tuple[Row, ...]
    total: str
    counted: Counted | None
    visit: str
    problems: tuple[Problem, ...]
    demo: tuple[tuple[str, str], ...]
    crumbs: tuple[Crumb, ...]


@dataclass
class Desk:
    """The sale while one request works on it."""

    request: HttpRequest
    counter: Counter
    state: State
    rows: tuple[Row, ...]
    problems: tuple[Problem, ...] = ()
    counted: Counted | None = None
    found: tuple[EntryLine, ...] = ()

    def said(self, name: str, length: int = TEXT_MAX) -> str:
        """Return a field of the form."""
        return self.request.POST.get(name, "").strip()[:length]

    @property
    def care(self) -> str:
        """The kind of care chosen."""
        if self.counter.sells:
            return PHARMACY_CARE
        said = self.said("care")
        return said if said in VISIT_CARE else next(iter(VISIT_CARE))

    @property
    def use_account(self) -> bool:
        """Whether the personal account may pay; so it is until somebody says no."""
        first = FIELD not in self.request.POST or "find" in self.request.POST
        return first or self.said("account") == "yes"

    def sale(self) -> Sale | None:
        """Return the sale, or nothing and say what it lacks."""
        self.problems = problems_in(self.rows)
        items = tuple(row.item for row in self.rows if row.item is not None)
        if self.problems or self.state.buyer is None:
            return None
        return Sale(
            self.state.buyer, items, self.care, self.use_account, self.state.visit
        )


@institutions
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sale_page(request: HttpRequest) -> HttpResponse:
    """Work on a sale; what is sent twice happens once."""
    desk = _desk(request)
    if request.method == "POST":
        for name, work in _WORKS.items():
            if name in request.POST:
                try:
                    done = work(desk)
                except Refusal as no:
                    desk.problems = (Problem(sentence_of(no)),)
                    done = None
                if done is not None:
                    return done
                break
    status = HTTPStatus.UNPROCESSABLE_ENTITY if desk.problems else HTTPStatus.OK
    return render(request, "till/sale.html", {"page": _page(desk)}, status=status)


def _desk(request: HttpRequest) -> Desk:
    moment = now()
    state = new_state(moment)
    if FIELD in request.POST:
        state = read_state(request.POST[FIELD], moment)
    counter = counter_of(
        acting(request), now=moment, key=state.key, drawn_at=state.drawn_at
    )
    day = moment.astimezone(CHINA).date()
    rows = rows_of(request.POST, counter.institution.region, day)
    return Desk(request, counter, state, rows)


def _find(desk: Desk) -> None:
    paper = desk.said("paper", PAPER_MAX).upper()
    if not paper:
        desk.problems = (Problem("请输入证件号码。", "f-paper"),)
        return
    desk.state = replace(desk.state, buyer=recognise(desk.counter, paper))


def _search(desk: Desk) -> None:
    text = desk.said("q")
    if not text:
        desk.problems = (Problem("请输入名称、编码或者拼音首字母。", "f-q"),)
        return
    counter = desk.counter
    found = search(Search(text=text), region=counter.institution.region, on=_day(desk))
    desk.found = found.lines(0, FOUND_MAX)
    if not desk.found:
        desk.problems = (Problem(f"目录里没有“{text}”，可以少输几个字再查。", "f-q"),)


def _add(desk: Desk) -> None:
    code = desk.request.POST.get("add", "")
    region = desk.counter.institution.region
    desk.rows = with_one_more(desk.rows, code, region, _day(desk))


def _drop(desk: Desk) -> None:
    desk.rows = without(desk.rows, desk.request.POST.get("drop", ""))


def _quote(desk: Desk) -> None:
    sale = desk.sale()
    if sale is not None:
        desk.counted = quote(desk.counter, sale)
        desk.state = replace(desk.state, visit=desk.counted.visit)


def _settle(desk: Desk) -> HttpResponse | None:
    sale = desk.sale()
    if sale is None:
        return None
    done = settle(desk.counter, sale)
    messages.success(desk.request, "已经结算，请打印结算单交给本人。")
    return redirect("till-bill", done.settlement)


def _leave(desk: Desk) -> HttpResponse:
    sale = desk.state.buyer and Sale(
        desk.state.buyer, (), desk.care, use_account=False, visit=desk.state.visit
    )
    if sale:
        give_up(desk.counter, sale)
    messages.info(desk.request, "这一单没有结算，已经取消。")
    return redirect("till")


_WORKS: Final[dict[str, Callable[[Desk], HttpResponse | None]]] = {
    "find": _find,
    "search": _search,
    "add": _add,
    "drop": _drop,
    "quote": _quote,
    "settle": _settle,
    "leave": _leave,
}


def _day(desk: Desk) -> date:
    return desk.counter.now.astimezone(CHINA).date()


def _page(desk: Desk) -> SalePage:
    items = [row.item for row in desk.rows]
    whole = all(items) and bool(items)
    total = sum((one.amount for one in items if one), start=_NOTHING)
    return SalePage(
        institution=desk.counter.institution.name,
        sells=desk.counter.sells,
        state=desk.state.drawn_again(desk.counter.now).text,
        buyer=desk.state.buyer,
        paper=Field(
            "paper",
            "证件号码",
            value=desk.said("paper", PAPER_MAX),
            length_max=PAPER_MAX,
            listed="till-demo",
        ),
        text=Field(
            "q",
            "加项目：名称、编码或者拼音首字母",
            value="" if desk.found == () else desk.said("q"),
            required=False,
            length_max=TEXT_MAX,
        ),
        care=None if desk.counter.sells else _care_field(desk.care),
        account=Field(
            "account",
            "个人账户可以支付自付部分",
            FieldKind.YES_NO,
            "yes" if desk.use_account else "",
            required=False,
        ),
        found=desk.found,
        asked=desk.said("q"),
        rows=desk.rows,
        total=f"{total:.2f}" if whole else "",
        counted=desk.counted,
        visit=desk.state.visit,
        problems=desk.problems,
        demo=demo_papers(),
        crumbs=(Crumb("收银台", reverse("till")), Crumb("新的一单")),
    )


def _care_field(care: str) -> Field:
    options = tuple(
        Option(code, words, chosen=code == care) for code, words in VISIT_CARE.items()
    )
    return Field("care", "医疗类别", FieldKind.SELECT, care, options=options)
