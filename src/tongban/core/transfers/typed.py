"""Reading the periods of an information table as a clerk types or pastes them."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.money import fen_from_yuan
from tongban.core.refusals import Refusal
from tongban.core.transfers.sheet import PaidPeriod

LINES_MAX: Final = 200
WORDS_OF_KIND: Final = {"实际": MonthKind.ACTUAL, "视同": MonthKind.DEEMED}
_LINE: Final = re.compile(
    r"(?P<first>\d{4}[-./年]?\d{1,2})月?\s*(?:至|到|-|—|～|~|\s)\s*"
    r"(?P<last>\d{4}[-./年]?\d{1,2})月?"
    r"(?:\s+(?P<kind>实际|视同)(?:缴费)?)?(?:\s+(?P<base>\d{1,7}(?:\.\d{1,2})?)元?)?"
)
_MONTH: Final = re.compile(r"(\d{4})\D?(\d{1,2})")


class PeriodsUnreadable(Refusal):
    """Lines that are no periods, each by its number."""

    code = "transfers.periods_unreadable"

    def __init__(self, lines: tuple[int, ...]) -> None:
        super().__init__(
            "Lines cannot be read.", lines="、".join(str(line) for line in lines)
        )


def read_periods(text: str, *, region: str, scheme: Scheme) -> tuple[PaidPeriod, ...]:
    """Read one period a line: first month, last month, kind, base in yuan.

    ``2021-09 至 2023-08 实际 5000`` and what reads alike; the kind is actual
    unless it is said, the base nothing. Every line that cannot be read is named
    in one refusal.
    """
    found, faults = [], []
    for number, line in _lines(text):
        period = _period(line, region, scheme)
        if period is None:
            faults.append(number)
        else:
            found.append(period)
    if faults or len(found) > LINES_MAX:
        raise PeriodsUnreadable(tuple(faults) or (LINES_MAX + 1,))
    return tuple(found)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), start=1):
        plain = re.sub(r"[,，、\t]+", " ", line).strip()
        if plain:
            yield number, plain


def _period(line: str, region: str, scheme: Scheme) -> PaidPeriod | None:
    said = _LINE.fullmatch(line)
    if said is None:
        return None
    first, last = _month(said["first"]), _month(said["last"])
    if first is None or last is None or last < first:
        return None
    return PaidPeriod(
        region=region,
        scheme=scheme,
        kind=WORDS_OF_KIND[said["kind"] or "实际"],
        first_month=first,
        last_month=last,
        base_fen=fen_from_yuan(said["base"] or "0"),
    )


def _month(text: str) -> date | None:
    said = _MONTH.fullmatch(text)
    try:
        return date(int(said[1]), int(said[2]), 1) if said else None
    except ValueError:
        return None
