"""Figures for supervisors: tables whose numbers open the cases behind them."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.figures.counting import Span, Tally, share_words
from tongban.core.figures.indicators import Indicator
from tongban.portals.desk.doors import figure_readers
from tongban.portals.desk.figures.asked import (
    BY_WORDS,
    SPANS,
    asked_of,
    behind_of,
    list_query,
)
from tongban.portals.desk.figures.charts import trend_chart
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting
from tongban.services.desk.queries import office_name
from tongban.services.figures.dictionary import indicators
from tongban.services.figures.export import COUNTS, XLSX_TYPE, Heading, workbook
from tongban.services.figures.rework import Cause, causes
from tongban.services.figures.tables import (
    By,
    CaseList,
    Line,
    cases_behind,
    table,
    trend,
)
from tongban.services.timekeeping.queries import now

SHARES: Final = ("on_time_share", "instant_share", "online_share", "told_share")
FIGURES: Final = "desk-figures"


@dataclass(frozen=True, slots=True)
class Choice:
    """One way of looking, as a link."""

    words: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """One number; ``url`` opens the cases it counts, empty where it is a share."""

    name: str
    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table."""

    name: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """The table of a span with its total, a chart, and other ways of looking."""

    office: str
    first: str
    last: str
    span: Span
    spans: tuple[Choice, ...]
    ways: tuple[Choice, ...]
    by: str
    first_column: str
    columns: tuple[Indicator, ...]
    rows: tuple[Row, ...]
    total: Row
    chart: str
    export_url: str
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class BehindPage:
    """The cases a number counts."""

    indicator: Indicator
    span: Span
    row: str
    found: CaseList
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class ReworkPage:
    """The commonest causes of one-time notices."""

    span: Span
    spans: tuple[Choice, ...]
    causes: tuple[tuple[Cause, str], ...]
    crumbs: tuple[Crumb, ...]


@dataclass(frozen=True, slots=True)
class MeaningsPage:
    """The indicator dictionary."""

    indicators: tuple[Indicator, ...]
    crumbs: tuple[Crumb, ...]


@figure_readers
@never_cache
@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    """Show the figures of the office and those below."""
    actor, asked = acting(request), asked_of(request)
    found = table(actor, by=asked.by, span=asked.span)
    known = indicators()
    page = FiguresPage(
        office=office_name(actor.office_code),
        first=asked.span.first.isoformat(),
        last=asked.span.last.isoformat(),
        span=asked.span,
        spans=span_choices(asked.name, {"by": asked.by.value}),
        ways=tuple(
            Choice(words, _address({**asked.query(), "by": by.value}), by is asked.by)
            for by, words in BY_WORDS.items()
        ),
        by=asked.by.value,
        first_column=BY_WORDS[asked.by],
        columns=tuple(known[code] for code in (*COUNTS, *SHARES)),
        rows=tuple(_row(line, asked.span, asked.by) for line in found.lines),
        total=_row(Line("", "合计", found.total), asked.span, None),
        chart=trend_chart(trend(actor, asked.span)),
        export_url=f"{reverse('desk-figures-xlsx')}?{urlencode(asked.query())}",
        crumbs=(Crumb("统计"),),
    )
    return render(request, "desk/figures/figures.html", {"page": page})


@figure_readers
@never_cache
@require_safe
def figures_xlsx(request: HttpRequest) -> HttpResponse:
    """Hand out the same table as a spreadsheet with the meaning of each column."""
    actor, asked = acting(request), asked_of(request)
    heading = Heading(
        title=f"经办服务统计表（按{BY_WORDS[asked.by]}）",
        office=office_name(actor.office_code),
        first_column=BY_WORDS[asked.by],
        made_at=now(),
    )
    content = workbook(table(actor, by=asked.by, span=asked.span), heading)
    answer = HttpResponse(content, content_type=XLSX_TYPE)
    name = f"统计-{BY_WORDS[asked.by]}-{asked.span.first}-{asked.span.last}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=name
    )
    return answer


@figure_readers
@never_cache
@require_safe
def behind_page(request: HttpRequest) -> HttpResponse:
    """Show the cases behind a number."""
    behind = behind_of(request)
    number = request.GET.get("page", "")
    found = cases_behind(
        acting(request),
        behind,
        page=int(number) if number.isascii() and number.isdigit() else 1,
    )
    page = BehindPage(
        indicator=indicators()[behind.measure.value],
        span=behind.span,
        row="" if behind.by is None else BY_WORDS[behind.by],
        found=found,
        crumbs=(Crumb("统计", reverse(FIGURES)), Crumb("数字后面的办件")),
    )
    return render(request, "desk/figures/behind.html", {"page": page})


@figure_readers
@never_cache
@require_safe
def rework_page(request: HttpRequest) -> HttpResponse:
    """Show why papers are missing, beside how the guide words them."""
    asked = asked_of(request)
    page = ReworkPage(
        span=asked.span,
        spans=span_choices(asked.name, {}, name="desk-figures-rework"),
        causes=tuple(
            (one, share_words(one.share)) for one in causes(acting(request), asked.span)
        ),
        crumbs=(Crumb("统计", reverse(FIGURES)), Crumb("补正原因")),
    )
    return render(request, "desk/figures/rework.html", {"page": page})


@figure_readers
@require_safe
def meanings_page(request: HttpRequest) -> HttpResponse:
    """Show what every figure means."""
    page = MeaningsPage(
        indicators=tuple(indicators().values()),
        crumbs=(Crumb("统计", reverse(FIGURES)), Crumb("指标口径")),
    )
    return render(request, "desk/figures/meanings.html", {"page": page})


def _row(line: Line, span: Span, by: By | None) -> Row:
    known = indicators()
    counts = tuple(
        Cell(
            known[code].name,
            str(getattr(line.tally, code)),
            _cases_url(code, span, by, line.key) if getattr(line.tally, code) else "",
        )
        for code in COUNTS
    )
    return Row(line.name, (*counts, *_shares(line.tally)))


def _shares(tally: Tally) -> tuple[Cell, ...]:
    known = indicators()
    return tuple(
        Cell(known[code].name, share_words(getattr(tally, code))) for code in SHARES
    )


def _cases_url(code: str, span: Span, by: By | None, key: str) -> str:
    return f"{reverse('desk-figures-cases')}?{list_query(code, span, by, key)}"


def span_choices(
    chosen: str, kept: dict[str, str], *, name: str = FIGURES
) -> tuple[Choice, ...]:
    """Return the usual spans as links to a page of figures."""
    return tuple(
        Choice(
            words,
            f"{reverse(name)}?{urlencode({'span': code, **kept})}",
            code == chosen,
        )
        for code, words in SPANS.items()
    )


def _address(parts: dict[str, str]) -> str:
    return f"{reverse(FIGURES)}?{urlencode(parts)}"
