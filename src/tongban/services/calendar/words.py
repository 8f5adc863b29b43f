"""Chinese sentences of the clock, filled from the lines of a reading."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

import yaml

from tongban.core.cases.clock import show_light
from tongban.core.cases.clock_reading import ClockLine, ClockReading
from tongban.core.cases.clock_rules import Rung

CATALOGUE: Final = "clock.yaml"
WEEKDAYS: Final = "一二三四五六日"


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
        blanks["layer"] = catalogue[f"clock.layer.{blanks['layer']}"]
        blanks["runs"] = catalogue[f"clock.runs.{blanks['runs']}"]
    if "reason" in blanks:
        blanks["reason"] = catalogue.get(
            f"clock.pause_reason.{blanks['reason']}",
            catalogue["clock.pause_reason.other"],
        )
    return catalogue[line.code].format(**blanks)


def light_words(reading: ClockReading) -> str:
    """Return the word that stands beside the light of a case."""
    sentence = sentences()[f"clock.light.{show_light(reading).value}"]
    return sentence.format(left=reading.left, over=-reading.left)


def rung_words(rung: Rung) -> str:
    """Return the name of a rung of the ladder."""
    return sentences()[f"clock.rung.{rung.value}"]
