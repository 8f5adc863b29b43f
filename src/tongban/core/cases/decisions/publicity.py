"""Showing a result to the public (结果公示): days, objections, end."""

from datetime import date
from typing import TYPE_CHECKING

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.cases.clock_steps import publicity_span
from tongban.core.cases.decisions.handling import rejected
from tongban.core.cases.events import NewEvent
from tongban.core.cases.lifecycle import EventKind, after, check_step
from tongban.core.cases.view import CaseView
from tongban.core.items.catalogue import SpecialStep, Step, Terms
from tongban.core.refusals import Refusal

if TYPE_CHECKING:
    from tongban.core.json_values import Json


class NotPosted(Refusal):
    """Nothing hangs out that could be objected to or ended."""

    code = "cases.not_posted"

    def __init__(self) -> None:
        super().__init__("The result has not been posted.")


class AlreadyPosted(Refusal):
    """The result already hangs out."""

    code = "cases.already_posted"

    def __init__(self) -> None:
        super().__init__("The result has been posted before.")


class PublicityRunning(Refusal):
    """The days of publicity are not over."""

    code = "cases.publicity_running"

    def __init__(self, sign_from: date) -> None:
        super().__init__(
            f"Runs until the day before {sign_from}.", sign_from=sign_from.isoformat()
        )


class ObjectionOpen(Refusal):
    """An objection must be settled first."""

    code = "cases.objection_open"

    def __init__(self) -> None:
        super().__init__("An objection is open.")


class ObjectionUnknown(Refusal):
    """No open objection has this number."""

    code = "cases.objection_unknown"

    def __init__(self, objection: str) -> None:
        super().__init__(f"{objection} is not open.", objection=objection)


def publicity_of(terms: Terms) -> SpecialStep:
    """Return the item's own days of publicity; a missing one is a policy fault."""
    for special in terms.special_steps:
        if special.step is Step.PUBLICISE and special.working_days is not None:
            return special
    raise ValueError(f"{terms.item} publicises but its policy names no days.")


def decide_posting(
    view: CaseView, terms: Terms, *, result: str, today: date, calendar: WorkCalendar
) -> tuple[NewEvent, ...]:
    """Return the posting with its first and last day and the first day to sign."""
    after(view.state, EventKind.PUBLICITY_POSTED)
    check_step(steps=terms.steps, done=view.done, kind=EventKind.PUBLICITY_POSTED)
    if view.publicity is not None:
        raise AlreadyPosted
    special = publicity_of(terms)
    span = publicity_span(
        today, working_days=special.working_days or 0, calendar=calendar
    )
    data: dict[str, Json] = {
        "first_on": span.first.isoformat(),
        "last_on": span.last.isoformat(),
        "sign_from": span.sign_from.isoformat(),
        "counted": special.counted,
        "result": result,
    }
    return (NewEvent(EventKind.PUBLICITY_POSTED, data),)


def decide_objection(
    view: CaseView, terms: Terms, *, objection: str, words: str, today: date
) -> tuple[NewEvent, ...]:
    """Return an objection raised while the result hangs out."""
    after(view.state, EventKind.OBJECTION_RAISED)
    check_step(steps=terms.steps, done=view.done, kind=EventKind.OBJECTION_RAISED)
    if view.publicity is None or today >= view.publicity.sign_from:
        raise NotPosted
    data: dict[str, Json] = {"id": objection, "words": words}
    return (NewEvent(EventKind.OBJECTION_RAISED, data),)


def decide_objection_settled(
    view: CaseView, terms: Terms, *, objection: str, upheld: bool, words: str
) -> tuple[NewEvent, ...]:
    """Return how an objection was settled; one upheld ends the case."""
    after(view.state, EventKind.OBJECTION_SETTLED)
    check_step(steps=terms.steps, done=view.done, kind=EventKind.OBJECTION_SETTLED)
    if objection not in view.objections:
        raise ObjectionUnknown(objection)
    data: dict[str, Json] = {"id": objection, "upheld": upheld, "words": words}
    settled = NewEvent(EventKind.OBJECTION_SETTLED, data)
    if not upheld:
        return (settled,)
    clause = f"{terms.source.document} {terms.source.clause}"
    return (settled, rejected(words=words, clause=clause))


def decide_publicity_end(
    view: CaseView, terms: Terms, *, today: date
) -> tuple[NewEvent, ...]:
    """Return the end of publicity, once its days are over and nothing is open."""
    after(view.state, EventKind.PUBLICITY_ENDED)
    check_step(steps=terms.steps, done=view.done, kind=EventKind.PUBLICITY_ENDED)
    if view.publicity is None:
        raise NotPosted
    if view.objections:
        raise ObjectionOpen
    if today < view.publicity.sign_from:
        raise PublicityRunning(view.publicity.sign_from)
    return (NewEvent(EventKind.PUBLICITY_ENDED, {}),)
