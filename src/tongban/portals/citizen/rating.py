"""我要评: where to rate, complain and suggest, and how others rated (评价公开)."""

import csv
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tongban.core.access.actor import ActorKind
from tongban.core.ratings.publishing import Counts, Group, months_before
from tongban.portals.citizen.guide_page import QUALITY
from tongban.portals.shared.layout.fields import Option
from tongban.portals.shared.layout.frame import Phone, region_of
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import actor_of_request, public
from tongban.services.items.queries import guides_on, region_phones
from tongban.services.ratings.queries import (
    GROUPING_WORDS,
    ORDER_WORDS,
    Grouping,
    GroupingUnknown,
    ResultOrder,
    Results,
    results,
)
from tongban.services.ratings.rules import grade_book
from tongban.services.ratings.surveys import OpenSurvey, open_surveys
from tongban.services.timekeeping.queries import today

MONTHS_SHOWN: Final = 13
ROWS_PER_PAGE: Final = 20
FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t")


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One line of the results; a hidden one shows its name only."""

    name: str
    hidden: bool
    total: int
    grades: tuple[tuple[str, int], ...]
    bad: int
    settled: int
    late: int


@dataclass(frozen=True, slots=True)
class GroupTab:
    """One way to group the results, the present one marked."""

    words: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class ResultsPart:
    """The results of a month with the choices of what to see."""

    region_name: str
    first: date
    total: ResultLine | None
    lines: tuple[ResultLine, ...]
    grade_names: tuple[str, ...]
    tabs: tuple[GroupTab, ...]
    months: tuple[Option, ...]
    orders: tuple[Option, ...]
    by: str
    by_word: str
    hidden_below: int
    page: int
    pages: int
    csv_url: str


@dataclass(frozen=True, slots=True)
class RatePage:
    """What 我要评 draws."""

    results: ResultsPart
    surveys: tuple[OpenSurvey, ...]
    phones: tuple[Phone, ...]
    quality_lines: tuple[str, ...]
    signed_in: bool
    crumbs: tuple[Crumb, ...] = (Crumb("我要评"),)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What of the results was asked for."""

    month: date
    by: Grouping
    order: ResultOrder
    page: int


@public
@require_safe
def rate(request: HttpRequest) -> HttpResponse:
    """Offer rating, complaining and suggesting; show what others said in counts."""
    region, day, asked = region_of(request), today(), _asked(request)
    found = _found(region.code, asked)
    actor = actor_of_request(request)
    served = actor is not None and actor.kind is not ActorKind.STAFF
    phones = region_phones(region.code).items()
    page = RatePage(
        results=_part(found, asked),
        surveys=open_surveys(actor, today=day) if actor is not None and served else (),
        phones=tuple(Phone(*pair) for pair in phones),
        quality_lines=_quality(region.code, day),
        signed_in=served,
    )
    return render(request, "citizen/rating/rate.html", {"page": page})


@public
@require_safe
def results_csv(request: HttpRequest) -> HttpResponse:
    """Send the results as a table to take away."""
    asked = _asked(request)
    found = _found(region_of(request).code, asked)
    text = StringIO()
    writer = csv.writer(text)
    grades = [grade.name for grade in grade_book().grades]
    writer.writerow(
        [
            GROUPING_WORDS[asked.by],
            "评价次数",
            *grades,
            "差评",
            "差评已结束",
            "差评逾期",
        ]
    )
    for line in _lines(found):
        hidden = [f"少于{found.hidden_below}"] + [""] * (len(grades) + 3)
        counts = [line.total, *(count for _, count in line.grades)]
        shown = [*counts, line.bad, line.settled, line.late]
        writer.writerow([_harmless(line.name), *(hidden if line.hidden else shown)])
    answer = HttpResponse(
        text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8"
    )
    name = f"ratings-{found.region}-{found.first:%Y%m}-{asked.by.value}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _asked(request: HttpRequest) -> _Asked:
    """Read what was asked for; an unknown month is this one."""
    sent = request.GET
    offered = {
        f"{month:%Y-%m}": month for month in months_before(today(), MONTHS_SHOWN)
    }
    page = sent.get("page", "")
    try:
        return _Asked(
            month=offered.get(sent.get("month", ""), today()),
            by=Grouping(sent.get("by") or Grouping.OFFICE.value),
            order=ResultOrder(sent.get("order") or ResultOrder.NAME.value),
            page=int(page) if page.isascii() and page.isdigit() else 1,
        )
    except ValueError as fault:
        raise GroupingUnknown from fault


def _found(region: str, asked: _Asked) -> Results:
    return results(
        region=region,
        month=asked.month,
        today=today(),
        by=asked.by,
        order=asked.order,
    )


def _part(found: Results, asked: _Asked) -> ResultsPart:
    lines = _lines(found)
    pages = max(1, -(-len(lines) // ROWS_PER_PAGE))
    page = min(max(asked.page, 1), pages)
    chosen = f"{found.first:%Y-%m}"
    query = {"month": chosen, "order": asked.order.value}
    return ResultsPart(
        region_name=found.region_name,
        first=found.first,
        total=None if found.total is None else _line("合计", found.total),
        lines=lines[(page - 1) * ROWS_PER_PAGE : page * ROWS_PER_PAGE],
        grade_names=tuple(grade.name for grade in grade_book().grades),
        tabs=tuple(
            GroupTab(
                f"按{words}",
                f"?{urlencode({**query, 'by': by.value})}#results",
                by is asked.by,
            )
            for by, words in GROUPING_WORDS.items()
        ),
        months=tuple(
            Option(
                f"{one:%Y-%m}", f"{one.year}年{one.month}月", chosen=one == found.first
            )
            for one in months_before(today(), MONTHS_SHOWN)
        ),
        orders=tuple(
            Option(order.value, words, chosen=order is asked.order)
            for order, words in ORDER_WORDS.items()
        ),
        by=asked.by.value,
        by_word=GROUPING_WORDS[asked.by],
        hidden_below=found.hidden_below,
        page=page,
        pages=pages,
        csv_url=f"{reverse('rate-csv')}?{urlencode({**query, 'by': asked.by.value})}",
    )


def _lines(found: Results) -> tuple[ResultLine, ...]:
    return tuple(_group_line(group) for group in found.groups)


def _group_line(group: Group) -> ResultLine:
    return _line(group.name, group.counts, hidden=group.hidden)


def _line(name: str, counts: Counts, *, hidden: bool = False) -> ResultLine:
    return ResultLine(
        name=name,
        hidden=hidden,
        total=counts.total,
        grades=tuple(
            (grade.name, counts.by_grade.get(grade.code, 0))
            for grade in grade_book().grades
        ),
        bad=counts.bad,
        settled=counts.settled,
        late=counts.late,
    )


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _quality(region: str, day: date) -> tuple[str, ...]:
    """Return the standard of service, which every guide prints in the same words."""
    return next(
        (
            section.lines
            for guide in guides_on(region, day)
            for section in guide.sections
            if section.heading == QUALITY
        ),
        (),
    )
