"""Words of states, steps, events and lights for pages, from the catalogue."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.cases.clock import choose_light
from tongban.core.cases.clock_reading import Light
from tongban.core.cases.lifecycle import State
from tongban.core.days import ONE_DAY
from tongban.core.items.catalogue import STEP_WORDS, Step
from tongban.records.cases.models import Case
from tongban.services.messages.queries import sentences

STAGES: Final = ("accepted", "handling", "closed")


def word(code: str, *, days: int = 0) -> str:
    """Return the word of a code, with its number of working days filled in."""
    return sentences()[code].format(days=days)


def step_word(step: str) -> str:
    """Return the word of a step; empty for none."""
    return STEP_WORDS[Step(step)] if step else ""


def state_word(record: Case) -> str:
    """Return the word a person reads: the outcome once closed, else the state."""
    if record.state == State.CLOSED.value:
        return word(f"outcome.{record.outcome}")
    return word(f"state.{record.state}")


def stage_of(record: Case) -> str:
    """Return the plain stage of a case: received, accepted, handling or closed.

    已受理、业务办理中、业务已办结 are the guides' own words (SD28 指南).
    """
    if record.state == State.CLOSED.value:
        return "closed"
    if record.started_on is None:
        return "received"
    return "accepted" if record.step == Step.REVIEW.value else "handling"


@dataclass(frozen=True, slots=True)
class LightView:
    """A light and its words.

    ``left`` is working days, the due day included; negative when overdue.
    """

    light: str
    words: str
    left: int | None = None


def light_of(record: Case, *, today: date, calendar: WorkCalendar) -> LightView:
    """Return the light of a case from its stored days."""
    if record.state == State.CLOSED.value:
        return LightView("grey", word("light.closed"))
    if record.due_on is None or record.overdue_on is None:
        code = "notice" if record.state == State.WAITING.value else "unstarted"
        return LightView("grey", word(f"light.{code}"))
    light = choose_light(
        today=today,
        overdue_on=record.overdue_on,
        yellow_from=record.yellow_from or record.due_on,
        paused=record.stopped,
        instant=record.instant,
    )
    return _worded(record, light, today=today, calendar=calendar)


def _worded(
    record: Case, light: Light, *, today: date, calendar: WorkCalendar
) -> LightView:
    due = record.due_on or today
    if light is Light.RED:
        over = max(1, calendar.workdays_between(due, today))
        return LightView(light.value, word("light.overdue", days=over), -over)
    if light is Light.GREY:
        code = {State.WAITING.value: "notice", State.SUSPENDED.value: "suspended"}
        return LightView(
            light.value, word(f"light.{code.get(record.state, 'publicity')}")
        )
    if light is Light.INSTANT:
        return LightView(light.value, word("light.instant"), 0)
    if today == due:
        return LightView(light.value, word("light.today"), 1)
    left = calendar.workdays_between(max(today, _start(record)) - ONE_DAY, due)
    if record.started_on is not None and today <= record.started_on:
        left = calendar.workdays_between(record.started_on, due)
    return LightView(light.value, word("light.left", days=left), left)


def _start(record: Case) -> date:
    return record.started_on or record.received_at.date()
