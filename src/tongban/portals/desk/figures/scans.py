"""Where the 医保码 is scanned, and at which step it is not (扫码率)."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tongban.core.credentials.purposes import PURPOSE_WORDS
from tongban.core.figures.counting import Span, share_words
from tongban.core.figures.scans import ScanLine, shown_steps
from tongban.portals.desk.doors import figure_readers
from tongban.portals.desk.figures.asked import asked_of
from tongban.portals.desk.figures.views import FIGURES, Choice, span_choices
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import acting
from tongban.services.figures.dictionary import indicators
from tongban.services.figures.scans import scan_rates


@dataclass(frozen=True, slots=True)
class StepCell:
    """One step of a place: how many scan there, and their share."""

    name: str
    count: int
    share: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place with its steps; ``lowest`` names the step to look at."""

    place: str
    visitors: int
    steps: tuple[StepCell, ...]
    lowest: str


@dataclass(frozen=True, slots=True)
class ScansPage:
    """What the page draws."""

    span: Span
    spans: tuple[Choice, ...]
    meaning: str
    rows: tuple[PlaceRow, ...]
    crumbs: tuple[Crumb, ...]


@figure_readers
@never_cache
@require_safe
def scans_page(request: HttpRequest) -> HttpResponse:
    """Show the places by how many scan there, and the step where fewest do."""
    asked = asked_of(request)
    page = ScansPage(
        span=asked.span,
        spans=span_choices(asked.name, {}, name="desk-figures-scans"),
        meaning=indicators()["scan_share"].formula,
        rows=tuple(_row(line) for line in scan_rates(acting(request), asked.span)),
        crumbs=(Crumb("统计", reverse(FIGURES)), Crumb("医保码扫码率")),
    )
    return render(request, "desk/figures/scans.html", {"page": page})


def _row(line: ScanLine) -> PlaceRow:
    lowest = line.lowest
    return PlaceRow(
        place=line.place,
        visitors=line.visitors,
        steps=tuple(
            StepCell(
                PURPOSE_WORDS[step],
                line.steps.get(step, 0),
                share_words(line.share_of(step)),
            )
            for step in shown_steps(line)
        ),
        lowest="" if lowest is None else PURPOSE_WORDS[lowest],
    )
