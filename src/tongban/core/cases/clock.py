"""The legal clock of a case: when it is due, and why (办理时限)."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.cases.clock_lines import explain_reading
from tongban.core.cases.clock_reading import ClockReading, Course, LayerDue, Light
from tongban.core.cases.clock_rules import (
    WHOLE_BP,
    ClockRules,
    LadderStep,
    LightRule,
    Rung,
)
from tongban.core.cases.pauses import (
    add_counted_days,
    count_paused,
    hold_until,
    merge_pauses,
)
from tongban.core.days import ONE_DAY, Period
from tongban.core.items.catalogue import Limit, LimitLayer
from tongban.core.refusals import Refusal


class NoLimit(Refusal):
    """The terms give no usable time limit, so there is no due day."""

    code = "clock.no_limit"


class CollectionPeriodUnknown(Refusal):
    """A limit runs to the end of the collection period, but none is given."""

    code = "clock.collection_unknown"


def read_clock(
    course: Course, *, calendar: WorkCalendar, rules: ClockRules, today: date
) -> ClockReading:
    """Return when a case is due, how much is used, and the lines that say why.

    The first day is not counted (民法典 art. 201). Refuses ``clock.no_limit``,
    ``clock.collection_unknown`` and ``calendar.year_unknown``.
    """
    track = _Track(course, calendar, merge_pauses(course.pauses, today=today), today)
    layers = track.layers()
    running = next(layer for layer in layers if layer.runs)
    reading = ClockReading(
        course=course,
        today=today,
        running=running,
        layers=layers,
        pauses=track.spans,
        rungs=track.rungs(running, rules.ladder),
        due_on=running.due_on,
        overdue_on=running.due_on + ONE_DAY,
        yellow_from=track.yellow_from(running, rules.light),
        provisional=calendar.touches_provisional(course.started_on, running.due_on),
        projected=track.is_projected(running),
        paused_now=track.is_paused(),
        used=track.counted(course.started_on, track.spent_through()),
        left=track.left(running),
        paused=count_paused(
            track.spans, after=course.started_on, through=today, calendar=calendar
        ),
    )
    return replace(reading, lines=explain_reading(reading, calendar=calendar))


def show_light(reading: ClockReading) -> Light:
    """Return the colour of a case on the day of its reading."""
    return choose_light(
        today=reading.today,
        overdue_on=reading.overdue_on,
        yellow_from=reading.yellow_from,
        paused=reading.paused_now,
        instant=reading.instant,
    )


def choose_light(
    *, today: date, overdue_on: date, yellow_from: date, paused: bool, instant: bool
) -> Light:
    """Return the colour from the stored days, for lists that read no case.

    Red once the due day is over; grey while the clock stands still; an instant
    item has a colour of its own; yellow from the day few days are left.
    """
    if today >= overdue_on:
        return Light.RED
    if paused:
        return Light.GREY
    if instant:
        return Light.INSTANT
    return Light.YELLOW if today >= yellow_from else Light.GREEN


def due_rungs(
    reading: ClockReading, *, fired: AbstractSet[Rung], rules: ClockRules
) -> tuple[Rung, ...]:
    """Return the rungs reached by the day of the reading and not fired before.

    In the order of the ladder; after a jump of days all that were passed. A
    due day that is only held open by a pause is not reached.
    """
    reached = {rung for rung, day in reading.rungs.items() if day <= reading.today}
    if reading.paused_now:
        reached.discard(Rung.DUE)
    return tuple(
        step.rung
        for step in rules.ladder
        if step.rung in reached and step.rung not in fired
    )


@dataclass(frozen=True, slots=True)
class _Track:
    """A course on its calendar, with its pauses merged as of one day."""

    course: Course
    calendar: WorkCalendar
    spans: tuple[Period, ...]
    today: date

    def counted(self, after: date, through: date) -> int:
        """Count the working days on which the clock ran."""
        return self.calendar.workdays_between(after, through) - count_paused(
            self.spans, after=after, through=through, calendar=self.calendar
        )

    def nth_day(self, count: int) -> date:
        """Return the day on which the ``count``-th working day is counted."""
        return add_counted_days(
            self.course.started_on, count, spans=self.spans, calendar=self.calendar
        )

    def spent_through(self) -> date:
        """Return the last day that is used up: yesterday, or the day of a pause."""
        return self.today if self._pause_begins() else self.today - ONE_DAY

    def is_paused(self) -> bool:
        """Say whether the clock stands still today."""
        return self._pause_begins() or any(self.today in span for span in self.spans)

    def left(self, running: LayerDue) -> int:
        """Return the days left, or minus the days over."""
        if self.today > running.due_on:
            return -max(1, self.counted(running.due_on, self.today))
        after = max(self.spent_through(), self.course.started_on)
        return self.counted(after, running.due_on)

    def layers(self) -> tuple[LayerDue, ...]:
        """Return what each limit leads to, the strictest marked as running.

        When two end on the same day the higher authority's is the one shown.
        """
        if not self.course.limits:
            raise NoLimit("The case has no time limit.")
        order = list(LimitLayer)
        layers = sorted(
            (self._layer(limit) for limit in self.course.limits),
            key=lambda layer: order.index(layer.limit.layer),
        )
        strictest = min(layers, key=lambda layer: layer.due_on)
        return tuple(replace(each, runs=each is strictest) for each in layers)

    def rungs(
        self, running: LayerDue, ladder: tuple[LadderStep, ...]
    ) -> Mapping[Rung, date]:
        """Return the day of each rung; part of a limit needs a counted day."""
        days: dict[Rung, date] = {}
        for step in ladder:
            if step.share_bp is None:
                days[step.rung] = running.due_on + timedelta(days=step.days_after)
            elif step.share_bp == WHOLE_BP:
                days[step.rung] = running.due_on
            elif running.working_days:
                count = -(-running.working_days * step.share_bp // WHOLE_BP)
                days[step.rung] = min(self.nth_day(count), running.due_on)
        return days

    def yellow_from(self, running: LayerDue, rule: LightRule) -> date:
        """Return the first day on which few enough days are left."""
        spent = running.working_days - rule.threshold(running.working_days)
        if spent <= 0:
            return self.course.started_on
        return min(self.nth_day(spent) + ONE_DAY, running.due_on)

    def is_projected(self, running: LayerDue) -> bool:
        """Say whether the due day still moves because a pause is open."""
        return not running.fixed and any(
            pause.end_on is None and pause.start_on <= running.due_on
            for pause in self.course.pauses
        )

    def _layer(self, limit: Limit) -> LayerDue:
        start, latest = self.course.started_on, self.course.latest_on
        if limit.immediate:
            return LayerDue(limit, hold_until(start, spans=self.spans), 0)
        if limit.collection_period:
            return self._fixed(limit, self._collection_end())
        if limit.working_days is None:
            raise NoLimit(f"Limit {limit.code} says nothing about time.")
        budget = limit.working_days + self.course.extension_days
        due_on = hold_until(self.nth_day(budget), spans=self.spans)
        if latest is not None and start <= latest < due_on:
            return self._fixed(limit, latest)
        return LayerDue(limit, due_on, budget)

    def _fixed(self, limit: Limit, due_on: date) -> LayerDue:
        days = self.calendar.workdays_between(self.course.started_on, due_on)
        return LayerDue(limit, due_on, days, fixed=True)

    def _collection_end(self) -> date:
        last = self.course.collection_ends_on
        if last is None:
            raise CollectionPeriodUnknown("The end of the collection period is open.")
        return max(last, self.course.started_on)

    def _pause_begins(self) -> bool:
        return any(
            pause.end_on is None and pause.start_on == self.today
            for pause in self.course.pauses
        )
