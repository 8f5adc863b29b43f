"""The four classes of handling, so that people know whether to wait."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tongban.core.items.catalogue import Limit, Step, Terms
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


def days_max(terms: Terms) -> int | None:
    """Return the longest limit in working days, if one is counted in days."""
    days = [days for limit in terms.limits if (days := _days(limit)) is not None]
    return max(days) if days else None


def _days(limit: Limit) -> int | None:
    return None if limit.immediate else limit.working_days
