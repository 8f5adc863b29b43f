"""The values of the clock: what goes in, and what it says on one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongban.core.cases.clock_rules import Rung
from tongban.core.cases.pauses import Pause
from tongban.core.days import Period
from tongban.core.items.catalogue import Limit


class Light(StrEnum):
    """The colour of a case; always shown with its word (预警灯)."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"
    INSTANT = "instant"


@dataclass(frozen=True, slots=True)
class Course:
    """What has happened to the time of a case.

    ``limits`` are those that apply to the case (at most one per layer).
    ``extension_days`` are working days granted on top of each limit in working
    days. ``collection_ends_on`` is the last day of the collection period;
    ``latest_on`` a calendar day no limit may pass (items 25 and 26), ignored
    when the case came in after it. Neither day is moved by pauses.
    """

    started_on: date
    limits: tuple[Limit, ...]
    pauses: tuple[Pause, ...] = ()
    extension_days: int = 0
    collection_ends_on: date | None = None
    latest_on: date | None = None


@dataclass(frozen=True, slots=True)
class LayerDue:
    """The due day one layer's limit leads to.

    ``working_days`` is its whole budget, extension included; ``fixed`` marks a
    calendar day that pauses do not move; ``runs`` marks the strictest layer.
    """

    limit: Limit
    due_on: date
    working_days: int
    fixed: bool = False
    runs: bool = False


@dataclass(frozen=True, slots=True)
class ClockLine:
    """One line of the explanation: a code for its text, its span, its blanks."""

    code: str
    first: date
    last: date
    data: Mapping[str, str | int | date]


@dataclass(frozen=True, slots=True)
class ClockReading:
    """The clock of a case as it stands on one day.

    ``used`` counts the working days that are over; today only when a pause
    has begun today. ``left`` are the counted working days from today through
    the due day. Once the due day is over ``left`` is negative: -1 on the first
    day over (even a day off), then one less with every working day.
    ``paused`` counts the working days lost to pauses so far.

    ``due_on`` is the last day on which closing is in time and ``overdue_on``
    the day after it. While a pause is open ``due_on`` is ``projected``: what
    it would be if the case went on tomorrow. ``provisional`` says that a day
    up to it lies in a year whose notice is not published. The days are plain
    dates so that lists can be filtered by them in the database; the rungs
    ``half`` and ``warn`` are missing when no working day is counted.
    """

    course: Course
    today: date
    running: LayerDue
    layers: tuple[LayerDue, ...]
    pauses: tuple[Period, ...]
    rungs: Mapping[Rung, date]
    due_on: date
    overdue_on: date
    yellow_from: date
    provisional: bool
    projected: bool
    paused_now: bool
    used: int
    left: int
    paused: int
    lines: tuple[ClockLine, ...] = ()

    @property
    def working_days(self) -> int:
        """The whole budget of the running limit in working days."""
        return self.running.working_days

    @property
    def instant(self) -> bool:
        """Whether the running limit is due on the spot (即时办结)."""
        return self.running.limit.immediate

    @property
    def overdue(self) -> bool:
        """Whether the due day is over."""
        return self.today >= self.overdue_on

    @property
    def half_on(self) -> date | None:
        """The counted day on which the first share of the ladder is reached."""
        return self.rungs.get(Rung.HALF)

    @property
    def warn_on(self) -> date | None:
        """The counted day on which the second share of the ladder is reached."""
        return self.rungs.get(Rung.WARN)
