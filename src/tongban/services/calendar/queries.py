"""What is known about days: the calendar in force, the clock, its explanation."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, TypedDict

from django.conf import settings

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.calendar.years import YearDays
from tongban.core.cases.clock import read_clock
from tongban.core.cases.clock_reading import ClockReading, Course
from tongban.core.cases.clock_rules import ClockRules
from tongban.core.items.catalogue import Citation, Limit, LimitLayer
from tongban.core.refusals import Refusal
from tongban.policy.calendar import load_calendar
from tongban.policy.clock import ClockBook, load_clock_book
from tongban.records.calendar.models import CalendarNotice
from tongban.services.calendar.words import line_words

WORKING_DAYS_MIN: Final = 0
WORKING_DAYS_MAX: Final = 400
CALENDARS_KEPT: Final = 4


class WorkingDaysOutOfRange(Refusal):
    """The number of working days asked for is outside what the clock computes."""

    code = "clock.working_days_out_of_range"

    def __init__(self, working_days: int) -> None:
        super().__init__(
            f"{working_days} is not {WORKING_DAYS_MIN}..{WORKING_DAYS_MAX}.",
            least=WORKING_DAYS_MIN,
            most=WORKING_DAYS_MAX,
        )


class ExplainedLine(TypedDict):
    """One line of an explanation, ready for JSON."""

    day: str
    last: str
    kind: str
    text: str


class ClockPayload(TypedDict):
    """A due day with its explanation, ready for JSON."""

    accepted: str
    working_days: int
    due_on: str
    provisional: bool
    explanation: list[ExplainedLine]


def work_calendar() -> WorkCalendar:
    """Return the calendar in force: policy folder and notices loaded since.

    Built once per loaded notice; every call asks the database for the newest.
    """
    newest = (
        CalendarNotice.objects.order_by("-id").values_list("id", "loaded_at").first()
    )
    return _calendar(Path(settings.TONGBAN_POLICY), newest)


def clock_rules(day: date | None = None) -> ClockRules:
    """Return the figures of the clock that hold on a day.

    Without a day: the newest figures. Refuses ``clock.figures_missing``.
    """
    book = clock_book(Path(settings.TONGBAN_POLICY))
    return book.on(book.newest_day() if day is None else day)


@cache
def clock_book(folder: Path) -> ClockBook:
    """Return every version of the figures of the clock with its source."""
    return load_clock_book(folder)


def clock_payload(*, accepted: date, working_days: int) -> ClockPayload:
    """Return the due day of a limit in working days and why it is that day.

    0 working days means on the spot. Refuses
    ``clock.working_days_out_of_range`` and ``calendar.year_unknown``.
    """
    if not WORKING_DAYS_MIN <= working_days <= WORKING_DAYS_MAX:
        raise WorkingDaysOutOfRange(working_days)
    limit = Limit(
        code="asked",
        label="",
        layer=LimitLayer.NATION,
        source=Citation(document="", clause=""),
        immediate=working_days == 0,
        working_days=working_days,
    )
    reading = read_clock(
        Course(started_on=accepted, limits=(limit,)),
        calendar=work_calendar(),
        rules=clock_rules(),
        today=accepted,
    )
    return {
        "accepted": accepted.isoformat(),
        "working_days": working_days,
        "due_on": reading.due_on.isoformat(),
        "provisional": reading.provisional,
        "explanation": explained_lines(reading),
    }


def explained_lines(reading: ClockReading) -> list[ExplainedLine]:
    """Return the explanation of a reading ready for JSON."""
    return [
        {
            "day": line.first.isoformat(),
            "last": line.last.isoformat(),
            "kind": line.code.removeprefix("clock."),
            "text": line_words(line),
        }
        for line in reading.lines
    ]


def explain(reading: ClockReading) -> tuple[str, ...]:
    """Return the explanation of a reading as Chinese lines for pages and papers."""
    return tuple(line_words(line) for line in reading.lines)


def loaded_notices() -> tuple[YearDays, ...]:
    """Return the newest notice of each year that was loaded at run time."""
    newest = CalendarNotice.objects.order_by("year", "-id").distinct("year")
    return tuple(
        YearDays(
            year=notice.year,
            source=notice.number,
            off=_days(notice.days["off"]),
            worked=_days(notice.days["worked"]),
        )
        for notice in newest
    )


@lru_cache(maxsize=CALENDARS_KEPT)
def _calendar(folder: Path, newest: tuple[int, datetime] | None) -> WorkCalendar:
    """Build the calendar; ``newest`` names the state of the loaded notices."""
    return load_calendar(folder, loaded=() if newest is None else loaded_notices())


def _days(table: Mapping[str, str]) -> dict[date, str]:
    return {date.fromisoformat(day): name for day, name in table.items()}
