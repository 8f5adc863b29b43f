"""Chinese sentences of the clock, filled from the lines of a reading."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

import yaml

from tongban.core.cases.clock import show_light
from tongban.core.cases.clock_reading import ClockLine, ClockReading, Light
from tongban.core.cases.clock_rules import Rung
from tongban.core.items.catalogue import LimitLayer

CATALOGUE: Final = "clock.yaml"
WEEKDAYS: Final = "一二三四五六日"
DAYS_NAMED_MAX: Final = 3
OTHER_REASON: Final = "clock.pause_reason.other"
LAYER_CODES: Final[Mapping[str, str]] = {
    LimitLayer.NATION: "clock.layer.nation",
    LimitLayer.PROVINCE: "clock.layer.province",
    LimitLayer.CITY: "clock.layer.city",
    LimitLayer.PROMISE: "clock.layer.promise",
}
RUNS_CODES: Final[Mapping[str, str]] = {
    "runs": "clock.runs.runs",
    "shown": "clock.runs.shown",
}
REASON_CODES: Final[Mapping[str, str]] = {
    "notice": "clock.pause_reason.notice",
    "suspension": "clock.pause_reason.suspension",
    "publicity": "clock.pause_reason.publicity",
}
LIGHT_CODES: Final[Mapping[Light, str]] = {
    Light.GREEN: "clock.light.green",
    Light.YELLOW: "clock.light.yellow",
    Light.RED: "clock.light.red",
    Light.GREY: "clock.light.grey",
    Light.INSTANT: "clock.light.instant",
}
RUNG_CODES: Final[Mapping[Rung, str]] = {
    Rung.HALF: "clock.rung.half",
    Rung.WARN: "clock.rung.warn",
    Rung.DUE: "clock.rung.due",
    Rung.OVERDUE: "clock.rung.overdue",
}


@cache
def sentences() -> Mapping[str, str]:
    """Return the sentences of the clock by their code."""
    source = resources.files("tongban.services.messages").joinpath(CATALOGUE)
    found: dict[str, str] = yaml.load(
        source.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader
    )
    return found


def day_words(day: date) -> str:
    """Return a day as people read it, such as ``2023年10月8日（星期日）``."""
    return f"{day.year}年{day.month}月{day.day}日（星期{WEEKDAYS[day.weekday()]}）"


def span_words(first: date, last: date) -> str:
    """Return a span of days without repeating what both ends share."""
    if first == last:
        return day_words(first)
    start = f"{first.year}年{first.month}月{first.day}日"
    if first.year != last.year:
        return f"{start}至{last.year}年{last.month}月{last.day}日"
    if first.month != last.month:
        return f"{start}至{last.month}月{last.day}日"
    return f"{start}至{last.day}日"


def line_words(line: ClockLine) -> str:
    """Return the sentence of one line of an explanation."""
    catalogue = sentences()
    blanks = {name: str(value) for name, value in line.data.items()}
    blanks["day"] = day_words(line.first)
    blanks["span"] = span_words(line.first, line.last)
    if "layer" in blanks:
        runs = RUNS_CODES.get(blanks["runs"])
        blanks["runs"] = "" if runs is None else catalogue[runs]
        blanks["layer"] = catalogue[LAYER_CODES[blanks["layer"]]]
    if "reason" in blanks:
        blanks["reason"] = catalogue[REASON_CODES.get(blanks["reason"], OTHER_REASON)]
    return catalogue[line.code].format(**blanks)


def light_words(reading: ClockReading) -> str:
    """Return the word that stands beside the light of a case."""
    sentence = sentences()[LIGHT_CODES[show_light(reading)]]
    return sentence.format(left=reading.left, over=-reading.left)


def rung_words(rung: Rung) -> str:
    """Return the name of a rung of the ladder."""
    return sentences()[RUNG_CODES[rung]]


def moved_words(
    started_on: date, last: date, changed: Iterable[tuple[date, str | None]]
) -> str:
    """Return which days between acceptance and due day move a case, in words.

    ``changed`` are days with the name of their festival, nothing for a day worked.
    """
    inside = [one for one in changed if started_on < one[0] <= last]
    words = [
        f"{day.month}月{day.day}日改为{f'放假（{name}）' if name else '上班'}"
        for day, name in inside[:DAYS_NAMED_MAX]
    ]
    more = f"等{len(inside)}天" if len(inside) > DAYS_NAMED_MAX else ""
    return "、".join(words) + more
