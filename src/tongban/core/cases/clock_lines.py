"""Why a case is due when it is due: the lines every page and paper prints."""

from collections.abc import Iterator
from datetime import date, timedelta

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.cases.clock_reading import ClockLine, ClockReading, LayerDue
from tongban.core.cases.pauses import Pause
from tongban.core.days import ONE_DAY


def explain_reading(
    reading: ClockReading, *, calendar: WorkCalendar
) -> tuple[ClockLine, ...]:
    """Return the lines: start, days in order, extension, layers, result.

    Days not counted are named one span per festival or weekend; days lost to a
    pause stand in the line of the pause.
    """
    days = [*_pause_lines(reading, calendar), *_day_lines(reading, calendar)]
    days.sort(key=lambda line: (line.first, line.last))
    return (
        _start_line(reading),
        *days,
        *_pause_total(reading),
        *_extension_lines(reading),
        *_layer_lines(reading),
        _result_line(reading),
        *_provisional_lines(reading, calendar),
    )


def _start_line(reading: ClockReading) -> ClockLine:
    start = reading.course.started_on
    code = "clock.start_instant" if reading.instant else "clock.start"
    return ClockLine(code, start, start, {})


def _day_lines(reading: ClockReading, calendar: WorkCalendar) -> Iterator[ClockLine]:
    """Yield the days off and the days worked in exchange, spans joined by name."""
    if reading.running.fixed or reading.instant:
        return
    open_line: ClockLine | None = None
    for day in _days_after(reading.course.started_on, reading.due_on):
        line = None
        if not any(day in span for span in reading.pauses):
            line = _day_line(day, calendar)
        if open_line and line and _continues(open_line, line):
            open_line = ClockLine(open_line.code, open_line.first, day, line.data)
            continue
        if open_line:
            yield open_line
        open_line = line
    if open_line:
        yield open_line


def _day_line(day: date, calendar: WorkCalendar) -> ClockLine | None:
    name = calendar.name_of_day_off(day)
    if name is not None:
        return ClockLine("clock.day_off", day, day, {"name": name})
    festival = calendar.name_of_exchange(day)
    if festival is not None:
        return ClockLine("clock.exchange", day, day, {"name": festival})
    return None


def _continues(before: ClockLine, line: ClockLine) -> bool:
    return before.code == line.code and before.data == line.data


def _days_after(after: date, through: date) -> Iterator[date]:
    return (
        after + timedelta(days=step) for step in range(1, (through - after).days + 1)
    )


def _pause_lines(reading: ClockReading, calendar: WorkCalendar) -> Iterator[ClockLine]:
    for pause in reading.course.pauses:
        last = pause.through(reading.today)
        code = "clock.pause_open" if pause.end_on is None else "clock.pause"
        days = calendar.workdays_between(
            max(pause.start_on, reading.course.started_on), last
        )
        data: dict[str, str | int | date] = {"reason": pause.reason, "days": days}
        yield ClockLine(code, _first_paused(pause, last), last, data)


def _first_paused(pause: Pause, last: date) -> date:
    return min(pause.start_on + ONE_DAY, last)


def _pause_total(reading: ClockReading) -> Iterator[ClockLine]:
    if len(reading.course.pauses) > 1:
        day = reading.pauses[-1].start if reading.pauses else reading.today
        yield ClockLine("clock.pause_total", day, day, {"days": reading.paused})


def _extension_lines(reading: ClockReading) -> Iterator[ClockLine]:
    if reading.course.extension_days:
        day = reading.due_on
        data = {"days": reading.course.extension_days}
        yield ClockLine("clock.extension", day, day, data)


def _layer_lines(reading: ClockReading) -> Iterator[ClockLine]:
    """Yield every layer; a single limit in working days is said by the result."""
    if len(reading.layers) > 1 or reading.running.fixed:
        for layer in reading.layers:
            yield _layer_line(layer, reading)


def _layer_line(layer: LayerDue, reading: ClockReading) -> ClockLine:
    if layer.limit.immediate:
        code = "clock.layer_instant"
    elif layer.limit.collection_period:
        code = "clock.layer_collection"
    elif layer.fixed:
        code = "clock.layer_month_end"
    else:
        code = "clock.layer_days"
    runs = "runs" if layer.runs else "shown"
    if len(reading.layers) == 1:
        runs = "only"
    data: dict[str, str | int | date] = {
        "layer": layer.limit.layer.value,
        "label": layer.limit.label,
        "days": layer.working_days,
        "runs": runs,
    }
    return ClockLine(code, layer.due_on, layer.due_on, data)


def _result_line(reading: ClockReading) -> ClockLine:
    if reading.projected:
        code = "clock.result_projected"
    elif reading.instant:
        code = "clock.result_instant"
    else:
        code = "clock.result"
    data = {"days": reading.working_days}
    return ClockLine(code, reading.due_on, reading.due_on, data)


def _provisional_lines(
    reading: ClockReading, calendar: WorkCalendar
) -> Iterator[ClockLine]:
    if not reading.provisional:
        return
    years = range(reading.course.started_on.year, reading.due_on.year + 1)
    for year in years:
        if calendar.is_provisional(date(year, 1, 1)):
            day = reading.due_on
            yield ClockLine("clock.provisional", day, day, {"year": year})
