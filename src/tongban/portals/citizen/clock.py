"""The clock page: a day and a number of working days in, a due day and why out."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.refusals import Refusal
from tongban.portals.shared.layout.fields import (
    Field,
    Problem,
    fields_of,
    form_problems,
)
from tongban.portals.shared.layout.parts import Crumb
from tongban.services.access.rules import public
from tongban.services.calendar.queries import (
    WORKING_DAYS_MAX,
    WORKING_DAYS_MIN,
    ExplainedLine,
    clock_payload,
    work_calendar,
)
from tongban.services.messages.queries import sentence_of
from tongban.services.timekeeping.queries import today

MONTHS_SHOWN_MAX: Final = 6
DAYS_OF_WEEK: Final = 7
DAYS_LOOKED_AT: Final = 90
_LINE_KINDS: Final = {"day_off": "off", "start": "start", "start_instant": "start"}
PROVISIONAL_WORDS: Final = (
    "这中间有的年份还没有公布放假安排，日期先按法律规定的节日推算；公布后会重新算。"
)


class ClockForm(forms.Form):
    """The day of acceptance and the limit in working days."""

    accepted = forms.DateField(label="受理日期")
    working_days = forms.IntegerField(
        label="办理时限（工作日）",
        min_value=WORKING_DAYS_MIN,
        max_value=WORKING_DAYS_MAX,
        help_text="例如住院费用报销是 10，填 0 表示即时办结",
    )


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of a month."""

    number: str
    kind: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Month:
    """One month as weeks of seven days."""

    name: str
    weeks: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the explanation."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The due day with everything that explains it."""

    due_on: date
    provisional: bool
    lines: tuple[Line, ...]
    months: tuple[Month, ...]
    provisional_words: str = PROVISIONAL_WORDS


@dataclass(frozen=True, slots=True)
class ClockPage:
    """What the page draws."""

    fields: tuple[Field, ...]
    problems: tuple[Problem, ...]
    answer: Answer | None
    crumbs: tuple[Crumb, ...] = (Crumb("办结日期怎么算"),)


@public
@require_safe
def clock(request: HttpRequest) -> HttpResponse:
    """Explain a due day to a person."""
    asked = bool(request.GET.get("accepted") or request.GET.get("working_days"))
    form = ClockForm(request.GET if asked else None, initial={"accepted": today()})
    problems: tuple[Problem, ...] = ()
    answer = None
    if asked and form.is_valid():
        try:
            answer = answer_for(
                accepted=form.cleaned_data["accepted"],
                working_days=form.cleaned_data["working_days"],
            )
        except Refusal as no:
            problems = (Problem(sentence_of(no)),)
    elif asked:
        problems = form_problems(form)
    widths = {"accepted": "short", "working_days": "tiny"}
    page = ClockPage(fields_of(form, widths=widths), problems, answer)
    return render(request, "citizen/clock.html", {"page": page})


def answer_for(*, accepted: date, working_days: int) -> Answer:
    """Return the due day, its explanation and the months between."""
    payload = clock_payload(accepted=accepted, working_days=working_days)
    due_on = date.fromisoformat(payload["due_on"])
    return Answer(
        due_on=due_on,
        provisional=payload["provisional"],
        lines=tuple(
            line_of(line)
            for line in payload["explanation"]
            if not line["kind"].startswith("layer_")
        ),
        months=tuple(_months(accepted, due_on, work_calendar())),
    )


def line_of(line: ExplainedLine) -> Line:
    """Return one line of an explanation as the pages draw it."""
    kind = _LINE_KINDS.get(line["kind"], "")
    if line["kind"].startswith("pause"):
        kind = "pause"
    if line["kind"].startswith("result"):
        kind = "result"
    return Line(kind=kind, text=line["text"])


def _months(first: date, due_on: date, calendar: WorkCalendar) -> Iterator[Month]:
    year, month = first.year, first.month
    for _ in range(MONTHS_SHOWN_MAX):
        start = date(year, month, 1)
        if start > due_on:
            return
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)  # noqa: PLR2004 -- December
        days = (date(year, month, 1) - start).days
        yield Month(
            name=f"{start.year}年{start.month}月",
            weeks=tuple(_weeks(start, days, first, due_on, calendar)),
        )


def _weeks(
    start: date, days: int, first: date, due_on: date, calendar: WorkCalendar
) -> Iterator[tuple[Cell, ...]]:
    cells = [Cell("")] * start.weekday()
    for step in range(days):
        cells.append(_cell(start + timedelta(days=step), first, due_on, calendar))
    cells += [Cell("")] * (-len(cells) % DAYS_OF_WEEK)
    for index in range(0, len(cells), DAYS_OF_WEEK):
        yield tuple(cells[index : index + DAYS_OF_WEEK])


def _cell(day: date, first: date, due_on: date, calendar: WorkCalendar) -> Cell:
    number = str(day.day)
    if day == due_on:
        return Cell(number, "due", "办结")
    if day == first:
        return Cell(number, "start", "受理")
    name = calendar.name_of_day_off(day)
    if name is not None:
        return Cell(number, "off", "" if name == _plain_weekend(calendar) else name)
    return Cell(number, "", "班" if calendar.name_of_exchange(day) else "")


def _plain_weekend(calendar: WorkCalendar) -> str:
    """Return the word the calendar has for an ordinary Saturday or Sunday."""
    year = (calendar.first_day + timedelta(days=step) for step in range(DAYS_LOOKED_AT))
    names = (calendar.name_of_day_off(day) for day in year)
    return Counter(name for name in names if name).most_common(1)[0][0]
