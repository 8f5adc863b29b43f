"""Whether a member of staff may sign in: agreement and training (PT25 3, 4)."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tongban.core.days import ONE_DAY, Period
from tongban.core.staff.rules import StaffRules


class Paper(StrEnum):
    """What has to be in force before somebody sees anybody's data."""

    AGREEMENT = "agreement"
    TRAINING = "training"


MONTHS: Final = 12
PAPER_WORDS: Final = {Paper.AGREEMENT: "保密协议", Paper.TRAINING: "上岗培训"}


@dataclass(frozen=True, slots=True)
class Papers:
    """The newest agreement and training of a member of staff; ``None``: never."""

    agreement: Period | None
    training: Period | None


@dataclass(frozen=True, slots=True)
class RunningOut:
    """A paper in force today whose last day is near."""

    paper: Paper
    last_day: date


def lacking(papers: Papers, today: date, rules: StaffRules) -> tuple[Paper, ...]:
    """Return the papers that keep the account asleep today; empty: awake."""
    return tuple(
        paper
        for paper, period in _needed(papers, rules)
        if period is None or today not in period
    )


def running_out(papers: Papers, today: date, rules: StaffRules) -> list[RunningOut]:
    """Return the papers in force today that end within the warning days."""
    horizon = today + timedelta(days=rules.warning_days)
    return [
        RunningOut(paper, period.end - ONE_DAY)
        for paper, period in _needed(papers, rules)
        if period is not None
        and today in period
        and period.end is not None
        and period.end - ONE_DAY <= horizon
    ]


def _needed(papers: Papers, rules: StaffRules) -> Iterator[tuple[Paper, Period | None]]:
    yield Paper.AGREEMENT, papers.agreement
    if rules.training_needed:
        yield Paper.TRAINING, papers.training


def training_days(finished_on: date, rules: StaffRules) -> Period:
    """Return the days a training counts: the months of the parameters.

    A month that lacks the day ends on its last one.
    """
    months = finished_on.year * MONTHS + finished_on.month - 1
    months += rules.training_valid_months
    year, month = divmod(months, MONTHS)
    last = monthrange(year, month + 1)[1]
    return Period(finished_on, date(year, month + 1, min(finished_on.day, last)))
