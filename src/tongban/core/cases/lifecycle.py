"""One table says what may follow what in the life of a case (办件)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tongban.core.items.catalogue import Step
from tongban.core.refusals import Refusal


class State(StrEnum):
    """Where a case stands."""

    DRAFT = "draft"
    OPEN = "open"
    WAITING = "waiting"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a case ended."""

    NONE = ""
    GRANTED = "granted"
    REFUSED = "refused"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    HANDED_OVER = "handed_over"


class EventKind(StrEnum):
    """Everything that can happen to a case."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    NOTICE_SENT = "notice_sent"
    MATERIAL_ADDED = "material_added"
    FORM_CORRECTED = "form_corrected"
    NOTICE_ANSWERED = "notice_answered"
    BREACH_RECORDED = "breach_recorded"
    EVALUATED = "evaluated"
    REVIEWED = "reviewed"
    ASSESSED = "assessed"
    NEGOTIATED = "negotiated"
    PUBLICITY_POSTED = "publicity_posted"
    OBJECTION_RAISED = "objection_raised"
    OBJECTION_SETTLED = "objection_settled"
    PUBLICITY_ENDED = "publicity_ended"
    SIGNED = "signed"
    PAYMENT_ORDERED = "payment_ordered"
    PAYMENT_FAILED = "payment_failed"
    PAID = "paid"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"
    EXTENDED = "extended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    PLEDGE_MADE = "pledge_made"
    PLEDGE_TAKEN_BACK = "pledge_taken_back"
    PLEDGE_CHECKED = "pledge_checked"
    DECISION_REVERSED = "decision_reversed"
    OPINION_ASKED = "opinion_asked"
    OPINION_GIVEN = "opinion_given"
    HANDED_OVER = "handed_over"
    DUPLICATE_JOINED = "duplicate_joined"
    RUNG_FIRED = "rung_fired"
    DUE_MOVED = "due_moved"


_ACTIVE = (State.OPEN, State.WAITING, State.SUSPENDED)

NEXT_STATE: Final[Mapping[tuple[State, EventKind], State]] = {
    (State.DRAFT, EventKind.SUBMITTED): State.OPEN,
    (State.OPEN, EventKind.ACCEPTED): State.OPEN,
    (State.OPEN, EventKind.NOT_ACCEPTED): State.CLOSED,
    (State.WAITING, EventKind.NOT_ACCEPTED): State.CLOSED,
    (State.OPEN, EventKind.BREACH_RECORDED): State.OPEN,
    (State.OPEN, EventKind.NOTICE_SENT): State.WAITING,
    (State.OPEN, EventKind.MATERIAL_ADDED): State.OPEN,
    (State.WAITING, EventKind.MATERIAL_ADDED): State.WAITING,
    (State.WAITING, EventKind.FORM_CORRECTED): State.WAITING,
    (State.WAITING, EventKind.NOTICE_ANSWERED): State.OPEN,
    (State.OPEN, EventKind.EVALUATED): State.OPEN,
    (State.OPEN, EventKind.REVIEWED): State.OPEN,
    (State.OPEN, EventKind.ASSESSED): State.OPEN,
    (State.OPEN, EventKind.NEGOTIATED): State.OPEN,
    (State.OPEN, EventKind.PUBLICITY_POSTED): State.OPEN,
    (State.OPEN, EventKind.OBJECTION_RAISED): State.OPEN,
    (State.OPEN, EventKind.OBJECTION_SETTLED): State.OPEN,
    (State.OPEN, EventKind.PUBLICITY_ENDED): State.OPEN,
    (State.OPEN, EventKind.SIGNED): State.OPEN,
    (State.OPEN, EventKind.PAYMENT_ORDERED): State.OPEN,
    (State.OPEN, EventKind.PAYMENT_FAILED): State.OPEN,
    (State.OPEN, EventKind.PAID): State.OPEN,
    (State.OPEN, EventKind.CLOSED): State.CLOSED,
    (State.OPEN, EventKind.SUSPENDED): State.SUSPENDED,
    (State.SUSPENDED, EventKind.RESUMED): State.OPEN,
    (State.OPEN, EventKind.EXTENDED): State.OPEN,
    (State.OPEN, EventKind.PLEDGE_MADE): State.OPEN,
    (State.WAITING, EventKind.PLEDGE_MADE): State.WAITING,
    (State.OPEN, EventKind.PLEDGE_TAKEN_BACK): State.OPEN,
    (State.WAITING, EventKind.PLEDGE_TAKEN_BACK): State.WAITING,
    (State.CLOSED, EventKind.PLEDGE_CHECKED): State.CLOSED,
    (State.CLOSED, EventKind.DECISION_REVERSED): State.CLOSED,
    (State.OPEN, EventKind.RUNG_FIRED): State.OPEN,
    **{(state, EventKind.WITHDRAWN): State.CLOSED for state in _ACTIVE},
    **{(state, EventKind.TRANSFERRED): State.CLOSED for state in _ACTIVE},
    **{(state, EventKind.OPINION_ASKED): state for state in _ACTIVE},
    **{(state, EventKind.OPINION_GIVEN): state for state in _ACTIVE},
    **{(state, EventKind.HANDED_OVER): state for state in _ACTIVE},
    **{(state, EventKind.DUPLICATE_JOINED): state for state in _ACTIVE},
    **{(state, EventKind.DUE_MOVED): state for state in _ACTIVE},
}

COMPLETES: Final[Mapping[EventKind, Step]] = {
    EventKind.SUBMITTED: Step.APPLY,
    EventKind.ACCEPTED: Step.ACCEPT,
    EventKind.REVIEWED: Step.REVIEW,
    EventKind.ASSESSED: Step.ASSESS,
    EventKind.NEGOTIATED: Step.NEGOTIATE,
    EventKind.PUBLICITY_ENDED: Step.PUBLICISE,
    EventKind.SIGNED: Step.SIGN,
    EventKind.PAID: Step.PAY,
    EventKind.CLOSED: Step.CLOSE,
}

DURING: Final[Mapping[EventKind, Step]] = {
    EventKind.PUBLICITY_POSTED: Step.PUBLICISE,
    EventKind.OBJECTION_RAISED: Step.PUBLICISE,
    EventKind.OBJECTION_SETTLED: Step.PUBLICISE,
    EventKind.PAYMENT_ORDERED: Step.PAY,
    EventKind.PAYMENT_FAILED: Step.PAY,
}


class NotNow(Refusal):
    """The case stands where this cannot follow."""

    code = "cases.not_now"

    def __init__(self, *, state: State, kind: EventKind) -> None:
        super().__init__(
            f"{kind.value} cannot follow while the case is {state.value}.",
            state=state.value,
            kind=kind.value,
        )


class WrongStep(Refusal):
    """The item's own steps ask for another one first."""

    code = "cases.wrong_step"

    def __init__(self, *, expected: Step | None, kind: EventKind) -> None:
        super().__init__(
            f"{kind.value} is not the step now due ({expected}).",
            expected="" if expected is None else expected.value,
            kind=kind.value,
        )


def after(state: State, kind: EventKind) -> State:
    """Return the state that follows, or refuse."""
    following = NEXT_STATE.get((state, kind))
    if following is None:
        raise NotNow(state=state, kind=kind)
    return following


def check_step(
    *, steps: tuple[Step, ...], done: tuple[Step, ...], kind: EventKind
) -> None:
    """Refuse an event whose step is not the next of the item's own steps."""
    wanted = COMPLETES.get(kind) or DURING.get(kind)
    if wanted is None:
        return
    expected = next_step(steps=steps, done=done)
    if kind is EventKind.CLOSED and expected is None:
        return
    if wanted is not expected:
        raise WrongStep(expected=expected, kind=kind)


def next_step(*, steps: tuple[Step, ...], done: tuple[Step, ...]) -> Step | None:
    """Return the first of the item's steps that is not done; nothing at the end."""
    return next((step for step in steps if step not in done), None)
