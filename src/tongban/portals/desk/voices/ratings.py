"""Every rating of a month (评价列表), what looks arranged, and the list as a file."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.ratings.giving import WAY_NAMES
from tongban.portals.desk.doors import supervisors
from tongban.portals.desk.notices.tabs import page_number
from tongban.portals.desk.voices.tabs import (
    RATINGS,
    Tab,
    chosen_month,
    month_options,
    voice_tabs,
)
from tongban.portals.desk.watch.narrowing import Narrowing, narrowing_of
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting
from tongban.services.figures.export import XLSX_TYPE
from tongban.services.ratings.export import workbook
from tongban.services.ratings.lists import (
    ORDER_WORDS,
    BurstLine,
    Lines,
    RatingFilter,
    RatingLine,
    RatingOrder,
    bursts_of,
    every_rating,
    ratings_of,
)
from tongban.services.ratings.rules import grade_book
from tongban.services.timekeeping.queries import today

FILE_NAME: Final = "评价列表.xlsx"
SUSPECTED: Final = "yes"
ASKED: Final = ("month", "grade", "way", "office", "item", "suspected", "order")


@dataclass(frozen=True, slots=True)
class RatingsPage:
    """The ratings of a month as they were asked for."""

    tabs: tuple[Tab, ...]
    months: tuple[Option, ...]
    grades: tuple[Option, ...]
    ways: tuple[Option, ...]
    suspicions: tuple[Option, ...]
    orders: tuple[Option, ...]
    narrowing: Narrowing
    found: Lines[RatingLine]
    bursts: tuple[BurstLine, ...]
    export_url: str
    crumbs: tuple[Crumb, ...]


@supervisors
@never_cache
@require_safe
def ratings_page(request: HttpRequest) -> HttpResponse:
    """Show the ratings of a month as asked for, and those that look arranged."""
    actor, day = acting(request), today()
    asked = _asked(request)
    grades = {"": "全部等级", **{one.code: one.name for one in grade_book().grades}}
    ways = {"": "全部方式", **{way.value: said for way, said in WAY_NAMES.items()}}
    orders = {order.value: said for order, said in ORDER_WORDS.items()}
    query = {name: request.GET[name] for name in ASKED if request.GET.get(name)}
    page = RatingsPage(
        tabs=voice_tabs(actor, RATINGS, today=day),
        months=month_options(asked.month, day),
        grades=_options(grades, asked.grade),
        ways=_options(ways, asked.way),
        suspicions=_options(
            {"": "全部", SUSPECTED: "只看连续好评"},
            SUSPECTED if asked.suspected else "",
        ),
        orders=_options(orders, asked.order.value),
        narrowing=narrowing_of(request),
        found=ratings_of(actor, asked, today=day),
        bursts=bursts_of(actor, asked.month),
        export_url=f"{reverse('desk-voices-ratings-xlsx')}?{urlencode(query)}",
        crumbs=(Crumb("评价和意见", reverse("desk-voices")), Crumb("评价列表")),
    )
    return render(request, "desk/voices/ratings.html", {"page": page})


@supervisors
@never_cache
@require_safe
def ratings_xlsx(request: HttpRequest) -> HttpResponse:
    """Send the whole filtered list with the definition of each column."""
    rows = every_rating(acting(request), _asked(request), today=today())
    answer = HttpResponse(workbook(rows), content_type=XLSX_TYPE)
    header = content_disposition_header(as_attachment=True, filename=FILE_NAME)
    answer["Content-Disposition"] = header or "attachment"
    return answer


def _asked(request: HttpRequest) -> RatingFilter:
    sent = request.GET
    order = sent.get("order", "")
    return RatingFilter(
        month=chosen_month(request, today()),
        grade=sent.get("grade", ""),
        way=sent.get("way", ""),
        office=sent.get("office", ""),
        item=sent.get("item", ""),
        suspected=sent.get("suspected") == SUSPECTED,
        order=RatingOrder(order) if order in set(RatingOrder) else RatingOrder.LATEST,
        page=page_number(request),
    )


def _options(known: dict[str, str], chosen: str) -> tuple[Option, ...]:
    return tuple(
        Option(value, said, chosen=value == chosen) for value, said in known.items()
    )
