"""The four classes of handling, so that people know whether to wait."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tongban.core.items.catalogue import LimitLayer, Step, Terms
from tongban.core.queue.rules import QueueRules

_BACK_OFFICE: Final = frozenset(
    {Step.REVIEW, Step.ASSESS, Step.NEGOTIATE, Step.PUBLICISE, Step.SIGN, Step.PAY}
)


class HandlingClass(StrEnum):
    """How an item is handled, derived from its steps and limits (办理方式)."""

    ON_THE_SPOT = "on_the_spot"
    WHILE_YOU_WAIT = "while_you_wait"
    TIMED = "timed"
    NO_APPLICATION = "no_application"


HANDLING_CLASS_WORDS: Final[Mapping[HandlingClass, str]] = {
    HandlingClass.ON_THE_SPOT: "当场办结，办完再走",
    HandlingClass.WHILE_YOU_WAIT: "窗口受理、后台当场办结，请稍候",
    HandlingClass.TIMED: "限时办结，交件后不用等",
    HandlingClass.NO_APPLICATION: "无需申请，持卡直接结算",
}


def handling_class(terms: Terms, rules: QueueRules) -> HandlingClass:
    """Return the class of an item for one audience.

    Who settles with the card where they are treated applies for nothing. An
    item with any limit in days counts as timed: nobody is told to wait in vain.
    """
    if terms.item in rules.no_application:
        return HandlingClass.NO_APPLICATION
    if not terms.limits or not all(limit.immediate for limit in terms.limits):
        return HandlingClass.TIMED
    if _BACK_OFFICE & set(terms.steps):
        return HandlingClass.WHILE_YOU_WAIT
    return HandlingClass.ON_THE_SPOT


def days_promised(terms: Terms) -> int | None:
    """Return within how many working days a timed item is done, if in days.

    The strictest layer runs; within it the longest limit, whatever the facts
    turn out to be, so that nobody is promised too much.
    """
    longest: dict[LimitLayer, int] = {}
    for limit in terms.limits:
        if not limit.immediate and limit.working_days is not None:
            before = longest.get(limit.layer, 0)
            longest[limit.layer] = max(before, limit.working_days)
    return min(longest.values(), default=None)
