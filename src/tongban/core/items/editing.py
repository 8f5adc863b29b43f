"""How a region's change to the catalogue becomes law there: draft to publication.

One person drafts and submits, another with the right for the same or a higher
office publishes it from a day that has not passed, or sends it back with words
(草稿、复核、发布). What was published is never edited: until its day it can be
withdrawn, later only a new version changes it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tongban.core.refusals import Refusal

ONE_DAY: Final = timedelta(days=1)


class ChangeState(StrEnum):
    """Where a change stands."""

    DRAFT = "draft"
    WAITING = "waiting"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


class ChangeAct(StrEnum):
    """What can happen to a change."""

    START = "start"
    EDIT = "edit"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    DISCARD = "discard"


ACT_WORDS: Final[Mapping[ChangeAct, str]] = {
    ChangeAct.START: "起草",
    ChangeAct.EDIT: "修改",
    ChangeAct.SUBMIT: "提交复核",
    ChangeAct.SEND_BACK: "退回修改",
    ChangeAct.PUBLISH: "复核通过并发布",
    ChangeAct.WITHDRAW: "施行前撤回",
    ChangeAct.DISCARD: "放弃草稿",
}
_AFTER: Final[Mapping[tuple[ChangeState, ChangeAct], ChangeState]] = {
    (ChangeState.DRAFT, ChangeAct.EDIT): ChangeState.DRAFT,
    (ChangeState.DRAFT, ChangeAct.SUBMIT): ChangeState.WAITING,
    (ChangeState.DRAFT, ChangeAct.DISCARD): ChangeState.DISCARDED,
    (ChangeState.WAITING, ChangeAct.SEND_BACK): ChangeState.DRAFT,
    (ChangeState.WAITING, ChangeAct.PUBLISH): ChangeState.PUBLISHED,
    (ChangeState.PUBLISHED, ChangeAct.WITHDRAW): ChangeState.WITHDRAWN,
}
_WRITING: Final = frozenset({ChangeAct.START, ChangeAct.EDIT, ChangeAct.SUBMIT})


class ChangeNotPossible(Refusal):
    """The change stands where this cannot be done to it."""

    code = "catalogue.not_possible"

    def __init__(self, act: ChangeAct, state: ChangeState) -> None:
        super().__init__(
            f"A change that is {state} cannot be {act}.", act_word=ACT_WORDS[act]
        )


class DayPassed(Refusal):
    """A change begins on a day that has not passed: the past is never edited."""

    code = "catalogue.day_passed"

    def __init__(self, effective_on: date) -> None:
        super().__init__(f"{effective_on} has passed.", on=effective_on.isoformat())


class InForceAlready(Refusal):
    """What is in force changes only through a new version."""

    code = "catalogue.in_force"

    def __init__(self, effective_on: date) -> None:
        super().__init__(f"In force since {effective_on}.", on=effective_on.isoformat())


class SecondPersonNeeded(Refusal):
    """Nobody publishes a change they wrote themselves."""

    code = "catalogue.second_person"

    def __init__(self) -> None:
        super().__init__("Somebody who did not write the change publishes it.")


class ReasonNeeded(Refusal):
    """A change says why it is made."""

    code = "catalogue.reason_needed"

    def __init__(self) -> None:
        super().__init__("Say why.")


@dataclass(frozen=True, slots=True)
class Done:
    """One thing that happened to a change, and which account did it."""

    act: ChangeAct
    account_id: int | None


def state_of(history: Iterable[Done]) -> ChangeState:
    """Return where a change stands after everything that happened to it."""
    state = ChangeState.DRAFT
    for done in history:
        if done.act is not ChangeAct.START:
            state = after(state, done.act)
    return state


def after(state: ChangeState, act: ChangeAct) -> ChangeState:
    """Return the state an act leads to, or refuse."""
    found = _AFTER.get((state, act))
    if found is None:
        raise ChangeNotPossible(act, state)
    return found


def check_day(effective_on: date, *, today: date) -> None:
    """Refuse a first day that has passed."""
    if effective_on < today:
        raise DayPassed(effective_on)


def check_before(effective_on: date, *, today: date) -> None:
    """Refuse to take back what is in force from today or longer."""
    if effective_on <= today:
        raise InForceAlready(effective_on)


def check_second_person(history: Iterable[Done], *, account_id: int | None) -> None:
    """Refuse a publication by somebody who wrote any part of the change."""
    if any(done.account_id == account_id for done in history if done.act in _WRITING):
        raise SecondPersonNeeded


def check_reason(words: str) -> None:
    """Refuse a change, or a no, without words."""
    if not words.strip():
        raise ReasonNeeded


def first_day_offered(today: date) -> date:
    """Return the day a new draft begins on until somebody chooses another."""
    return today + ONE_DAY
