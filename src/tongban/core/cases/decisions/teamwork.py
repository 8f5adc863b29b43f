"""Other hands and other days: opinions, hand-over, extension, suspension, rungs."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.cases.events import NewEvent
from tongban.core.cases.lifecycle import EventKind, Outcome, after
from tongban.core.cases.rules import CaseRules
from tongban.core.cases.view import CaseView
from tongban.core.items.catalogue import Terms
from tongban.core.refusals import Refusal

if TYPE_CHECKING:
    from tongban.core.json_values import Json


class ExtensionNotAllowed(Refusal):
    """The basis of the item names no extension."""

    code = "cases.extension_not_allowed"

    def __init__(self, item: str) -> None:
        super().__init__(f"{item} cannot be extended.", item=item)


class AlreadyExtended(Refusal):
    """A limit is extended once."""

    code = "cases.already_extended"

    def __init__(self) -> None:
        super().__init__("The limit was extended before.")


class TooLateToExtend(Refusal):
    """The notice of an extension leaves before the old date passes."""

    code = "cases.too_late_to_extend"

    def __init__(self, due_on: date) -> None:
        super().__init__(f"Due on {due_on} already.", due_on=due_on.isoformat())


class OpinionDaysOutOfRange(Refusal):
    """An opinion's own limit lies between one day and the maximum."""

    code = "cases.opinion_days_out_of_range"

    def __init__(self, most: int) -> None:
        super().__init__(f"Between 1 and {most} working days.", most=most)


class OpinionUnknown(Refusal):
    """No open opinion has this number."""

    code = "cases.opinion_unknown"

    def __init__(self, opinion: str) -> None:
        super().__init__(f"{opinion} is not open.", opinion=opinion)


def decide_extension(
    view: CaseView,
    terms: Terms,
    *,
    today: date,
    due_on: date,
    words: str,
    rules: CaseRules,
) -> tuple[NewEvent, ...]:
    """Return the one extension the item's basis allows (working days)."""
    after(view.state, EventKind.EXTENDED)
    allowed = rules.extensions.get(terms.item)
    if allowed is None:
        raise ExtensionNotAllowed(terms.name)
    if view.extension_days:
        raise AlreadyExtended
    if today > due_on:
        raise TooLateToExtend(due_on)
    data: dict[str, Json] = {
        "days": allowed.working_days,
        "words": words,
        "clause": f"{allowed.clause.document} {allowed.clause.clause}",
    }
    return (NewEvent(EventKind.EXTENDED, data),)


def decide_suspension(view: CaseView, *, words: str) -> tuple[NewEvent, ...]:
    """Return a suspension (中止) with its reason; the clock stands still."""
    after(view.state, EventKind.SUSPENDED)
    return (NewEvent(EventKind.SUSPENDED, {"words": words}),)


def decide_resumption(view: CaseView, *, words: str) -> tuple[NewEvent, ...]:
    """Return the end of a suspension."""
    after(view.state, EventKind.RESUMED)
    return (NewEvent(EventKind.RESUMED, {"words": words}),)


@dataclass(frozen=True, slots=True)
class OpinionQuestion:
    """What another desk is asked, with its own limit in working days."""

    id: str
    desk: str
    question: str
    days: int


def decide_opinion_asked(
    view: CaseView,
    asked: OpinionQuestion,
    *,
    today: date,
    rules: CaseRules,
    calendar: WorkCalendar,
) -> tuple[NewEvent, ...]:
    """Return a question to another desk with its own limit in working days."""
    after(view.state, EventKind.OPINION_ASKED)
    if not 1 <= asked.days <= rules.opinion_days_max:
        raise OpinionDaysOutOfRange(rules.opinion_days_max)
    data: dict[str, Json] = {
        "id": asked.id,
        "desk": asked.desk,
        "question": asked.question,
        "due_on": calendar.add_workdays(today, asked.days).isoformat(),
    }
    return (NewEvent(EventKind.OPINION_ASKED, data),)


def decide_opinion_given(
    view: CaseView, *, opinion: str, words: str
) -> tuple[NewEvent, ...]:
    """Return the other desk's answer."""
    after(view.state, EventKind.OPINION_GIVEN)
    asked = view.opinions.get(opinion)
    if asked is None or asked.given_on is not None:
        raise OpinionUnknown(opinion)
    data: dict[str, Json] = {"id": opinion, "words": words}
    return (NewEvent(EventKind.OPINION_GIVEN, data),)


def decide_handover(
    view: CaseView, *, assignee_id: int, assignee: str, words: str
) -> tuple[NewEvent, ...]:
    """Return the hand-over to another person; the first-contact owner stays."""
    after(view.state, EventKind.HANDED_OVER)
    data: dict[str, Json] = {
        "assignee_id": assignee_id,
        "assignee": assignee,
        "words": words,
    }
    return (NewEvent(EventKind.HANDED_OVER, data),)


def decide_return(view: CaseView, *, words: str) -> tuple[NewEvent, ...]:
    """Return the case to the tray of its office: nobody has it in hand."""
    after(view.state, EventKind.HANDED_OVER)
    data: dict[str, Json] = {"assignee_id": 0, "assignee": "", "words": words}
    return (NewEvent(EventKind.HANDED_OVER, data),)


def decide_transfer(view: CaseView, *, office: str, words: str) -> tuple[NewEvent, ...]:
    """Return the passing on to the office in charge (转办): this case ends here."""
    after(view.state, EventKind.TRANSFERRED)
    data: dict[str, Json] = {
        "outcome": Outcome.HANDED_OVER.value,
        "to_office": office,
        "words": words,
    }
    return (NewEvent(EventKind.TRANSFERRED, data),)


def decide_joining(view: CaseView, *, channel: str) -> tuple[NewEvent, ...]:
    """Return the joining of a second application for the same thing."""
    after(view.state, EventKind.DUPLICATE_JOINED)
    return (NewEvent(EventKind.DUPLICATE_JOINED, {"channel": channel}),)


def decide_rung(view: CaseView, *, rung: str, due_on: date) -> tuple[NewEvent, ...]:
    """Return one rung of the escalation ladder; a rung fires once."""
    after(view.state, EventKind.RUNG_FIRED)
    if rung in view.rungs:
        return ()
    data: dict[str, Json] = {"rung": rung, "due_on": due_on.isoformat()}
    return (NewEvent(EventKind.RUNG_FIRED, data),)


def decide_due_moved(
    view: CaseView, *, before: date, now: date, why: str
) -> tuple[NewEvent, ...]:
    """Return the journal entry of a due day the calendar moved."""
    after(view.state, EventKind.DUE_MOVED)
    data: dict[str, Json] = {
        "before": before.isoformat(),
        "now": now.isoformat(),
        "why": why,
    }
    return (NewEvent(EventKind.DUE_MOVED, data),)
