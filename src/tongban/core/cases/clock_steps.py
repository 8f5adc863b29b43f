"""Spans with days of their own inside the clock: publicity, settlement months."""

from dataclasses import dataclass
from datetime import date

from tongban.core.calendar.workdays import WorkCalendar
from tongban.core.cases.clock_rules import SettlementRule


@dataclass(frozen=True, slots=True)
class PublicitySpan:
    """The days a result is posted (结果公示), both included, and what follows.

    ``sign_from`` is the first working day on which signing is possible.
    """

    first: date
    last: date
    sign_from: date
    provisional: bool


def publicity_span(
    posted_on: date, *, working_days: int, calendar: WorkCalendar
) -> PublicitySpan:
    """Return the span of a posting; the day of posting itself is not counted."""
    last = calendar.add_workdays(posted_on, working_days)
    sign_from = calendar.add_workdays(last, 1)
    return PublicitySpan(
        first=calendar.add_workdays(posted_on, 1),
        last=last,
        sign_from=sign_from,
        provisional=calendar.touches_provisional(posted_on, sign_from),
    )


def latest_posting_day(
    due_on: date, *, working_days: int, calendar: WorkCalendar
) -> date:
    """Return the last working day to post and still sign by the due day."""
    signing = due_on
    if not calendar.is_workday(due_on):
        signing = calendar.add_workdays(due_on, -1)
    return calendar.add_workdays(signing, -(working_days + 1))


def settlement_due(
    service_month: date, thirty_due: date, *, rule: SettlementRule
) -> date:
    """Return the earlier of the limit in working days and the month's end.

    ``service_month`` is any day of the month in which the service was given.
    To let the clock explain it, pass ``rule.month_end(service_month)`` as
    ``Course.latest_on`` instead.
    """
    return min(thirty_due, rule.month_end(service_month))
