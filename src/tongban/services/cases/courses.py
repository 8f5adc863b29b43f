"""What has happened to the time of a case, for the clock to read."""

from datetime import date

from tongban.core.cases.clock_reading import Course
from tongban.core.cases.clock_rules import ClockRules
from tongban.core.cases.view import CaseView
from tongban.core.items.catalogue import Terms

SERVICE_MONTH = "service_month"


def course_of(view: CaseView, *, terms: Terms, rules: ClockRules) -> Course | None:
    """Return the course of a case whose clock has started, else nothing."""
    if view.started_on is None or not view.limits:
        return None
    chosen = frozenset(view.limits)
    return Course(
        started_on=view.started_on,
        limits=tuple(limit for limit in terms.limits if limit.code in chosen),
        pauses=view.pauses,
        extension_days=view.extension_days,
        collection_ends_on=rules.collection.ends_on(view.started_on),
        latest_on=_latest(view, rules),
    )


def _latest(view: CaseView, rules: ClockRules) -> date | None:
    """Return the month-end bound of a monthly settlement (SD28 25, 26)."""
    month = view.facts.get(SERVICE_MONTH, "")
    if not month:
        return None
    year, number = month.split("-")[:2]
    return rules.settlement.month_end(date(int(year), int(number), 1))
