"""Waiting periods of residents who enrol late or come back after a gap (待遇等待期)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tongban.core.days import Period
from tongban.core.enrolment.months import add_months


@dataclass(frozen=True, slots=True)
class WaitingTerms:
    """How long people wait; months as 国办发〔2024〕38号 names them."""

    first_year: int
    fixed_months: int
    months_per_missed_year: int
    months_off_per_year_paid: int
    long_gap_years: int
    least_months_after_long_gap: int
    exempt: frozenset[str]
    verified: bool


@dataclass(frozen=True, slots=True)
class WaitingFacts:
    """What a wait depends on: when and after what the person enrols."""

    year: int
    in_collective_period: bool
    missed_years: int
    years_bought: int
    group: str


@dataclass(frozen=True, slots=True)
class WaitingMonths:
    """The months to wait: fixed, per missed year, taken off, added to the floor."""

    fixed: int
    variable: int
    bought_off: int
    to_floor: int

    @property
    def total(self) -> int:
        """The months to wait in all."""
        return self.fixed + self.variable - self.bought_off + self.to_floor


NO_WAIT = WaitingMonths(0, 0, 0, 0)


def waiting_months(facts: WaitingFacts, terms: WaitingTerms) -> WaitingMonths:
    """Return the months to wait; none in time without a gap, and none if exempt."""
    if facts.year < terms.first_year or facts.group in terms.exempt:
        return NO_WAIT
    if facts.in_collective_period and not facts.missed_years:
        return NO_WAIT
    variable = facts.missed_years * terms.months_per_missed_year
    off = min(variable, facts.years_bought * terms.months_off_per_year_paid)
    waited = terms.fixed_months + variable - off
    floor = (
        terms.least_months_after_long_gap
        if facts.missed_years >= terms.long_gap_years
        else 0
    )
    return WaitingMonths(terms.fixed_months, variable, off, max(0, floor - waited))


def waiting_days(start: date, months: WaitingMonths) -> Period:
    """Return the days of the wait; the fund pays nothing for cost on them."""
    return Period(start, add_months(start, months.total))


def missed_years(covered: Iterable[int], *, year: int, first_counted: int) -> int:
    """Return the whole years missed before a coverage year, back to the last covered.

    Years before the rule counted are never missed, and who was never covered
    misses nothing: that is a first enrolment, not a gap.
    """
    past = [one for one in covered if one < year]
    if not past:
        return 0
    return max(0, year - max(*past, first_counted - 1) - 1)
