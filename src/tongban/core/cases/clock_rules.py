"""The figures the clock works with; they come from policy/clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.items.catalogue import Channel, ItemCode

WHOLE_BP: Final = 10_000


class Rung(StrEnum):
    """One step of the ladder of warnings (预警督办)."""

    HALF = "half"
    WARN = "warn"
    DUE = "due"
    OVERDUE = "overdue"


class Told(StrEnum):
    """Who is told at a rung."""

    HANDLER = "handler"
    FIRST_CONTACT = "first_contact"
    SUPERVISOR = "supervisor"


@dataclass(frozen=True, slots=True)
class LadderStep:
    """When a rung is reached and who is told.

    ``share_bp`` is the share of the limit that is used up (1/10 000). Without
    it the rung lies ``days_after`` calendar days after the due day.
    """

    rung: Rung
    told: tuple[Told, ...]
    share_bp: int | None = None
    days_after: int = 0


@dataclass(frozen=True, slots=True)
class LightRule:
    """From which number of working days left the light is yellow.

    The larger of ``days_left`` and ``share_left_bp`` (1/10 000) of the limit,
    rounded down to whole days.
    """

    days_left: int
    share_left_bp: int

    def threshold(self, working_days: int) -> int:
        """Return the most working days left that still show yellow."""
        return max(self.days_left, working_days * self.share_left_bp // WHOLE_BP)


@dataclass(frozen=True, slots=True)
class ReceiptRule:
    """Which channels keep office hours, and when the office closes.

    What comes in after ``closes_at``, or on a day off, over one of
    ``office_hours_channels`` is received on the next working day; over any
    other channel it is received the same day at any hour.
    """

    closes_at: time
    office_hours_channels: frozenset[Channel]

    def received_on(
        self, day: date, at: time, *, channel: Channel, calendar: WorkCalendar
    ) -> date:
        """Return the day on which something counts as received."""
        if channel not in self.office_hours_channels:
            return day
        if at > self.closes_at:
            return calendar.add_workdays(day, 1)
        return calendar.next_workday(day)


@dataclass(frozen=True, slots=True)
class CollectionRule:
    """The yearly collection period (集中参保缴费期), ends included.

    It may begin in the calendar year before the year of cover it serves.
    """

    first_month: int
    first_day: int
    last_month: int
    last_day: int

    def ends_on(self, day: date) -> date | None:
        """Return the last day of the collection period a day lies in, if any."""
        crosses = (self.last_month, self.last_day) < (self.first_month, self.first_day)
        for start_year in (day.year - 1, day.year):
            first = date(start_year, self.first_month, self.first_day)
            last = date(
                start_year + 1 if crosses else start_year,
                self.last_month,
                self.last_day,
            )
            if first <= day <= last:
                return last
        return None


@dataclass(frozen=True, slots=True)
class SettlementRule:
    """How many months after the month of service a settlement must end."""

    months_after: int
    items: frozenset[ItemCode] = frozenset()

    def month_end(self, service_month: date) -> date:
        """Return the last day of the month by which a service month is settled."""
        months = service_month.year * 12 + service_month.month - 1
        following = months + self.months_after + 1
        return date.fromordinal(
            date(following // 12, following % 12 + 1, 1).toordinal() - 1
        )


@dataclass(frozen=True, slots=True)
class ClockRules:
    """All figures of the clock, as they hold on one day.

    ``verified`` names each parameter file and whether its figures stand in a
    published text; what is not verified is shown so.
    """

    light: LightRule
    ladder: tuple[LadderStep, ...]
    receipt: ReceiptRule
    collection: CollectionRule
    settlement: SettlementRule
    verified: Mapping[str, bool]

    def step(self, rung: Rung) -> LadderStep:
        """Return the ladder step of a rung."""
        return next(each for each in self.ladder if each.rung is rung)
