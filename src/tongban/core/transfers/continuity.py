"""Whether benefits go on without a break after a move (待遇衔接, 医保办发〔2021〕43号).

Employee to employee, or two straight years and a change between the schemes:
with a gap of at most three months the gap may be paid up, benefits then begin
in the month of payment and cover the gap. After a longer gap the area may let
people wait, at most six months. Who changes scheme with less than two straight
years falls under the area's own rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.access.parties import Scheme
from tongban.core.days import Period
from tongban.core.enrolment.months import MONTHS_OF_YEAR, add_months, month_of
from tongban.core.transfers.terms import ContinuityTerms


class Bond(StrEnum):
    """How cover in the new area follows that in the old one."""

    STRAIGHT = "straight"
    MAY_PAY_UP = "may_pay_up"
    WAITS = "waits"
    LOCAL_RULE = "local_rule"


BOND_WORDS: Final[Mapping[Bond, str]] = {
    Bond.STRAIGHT: "前后衔接，待遇不中断",
    Bond.MAY_PAY_UP: (
        "中断在规定月数以内，可以补缴，缴费当月起享受待遇，中断期间的费用可以追溯"
    ),
    Bond.WAITS: "中断超过规定月数，按转入地规定执行待遇等待期",
    Bond.LOCAL_RULE: "变换险种前连续参保不足规定年限，按转入地规定执行",
}


@dataclass(frozen=True, slots=True)
class Moving:
    """What the bond depends on: last month paid, first day joined, months straight."""

    from_scheme: Scheme
    to_scheme: Scheme
    last_month: date | None
    joined_on: date
    straight_months: int


@dataclass(frozen=True, slots=True)
class Continuity:
    """How it follows, the months missing in between, and the days of a wait."""

    bond: Bond
    gap_months: int
    wait: Period | None = None
    wait_months: int = 0


def gap_between(last_month: date | None, joined_on: date) -> int:
    """Return the whole months without cover between two months; none is 0."""
    if last_month is None:
        return 0
    first = month_of(joined_on)
    months = (first.year - last_month.year) * MONTHS_OF_YEAR
    return max(0, months + first.month - last_month.month - 1)


def continuity(moving: Moving, terms: ContinuityTerms) -> Continuity:
    """Return how cover goes on, by the measures and the area's own wait."""
    gap = gap_between(moving.last_month, moving.joined_on)
    if moving.last_month is not None and gap > terms.gap_months_max:
        months = terms.waiting_months
        return Continuity(Bond.WAITS, gap, _wait(moving, months), months)
    switching = moving.from_scheme is not moving.to_scheme
    years = terms.straight_years_min * MONTHS_OF_YEAR
    if switching and moving.straight_months < years:
        months = terms.switch_waiting_months
        return Continuity(Bond.LOCAL_RULE, gap, _wait(moving, months), months)
    return Continuity(Bond.MAY_PAY_UP if gap else Bond.STRAIGHT, gap)


def _wait(moving: Moving, months: int) -> Period | None:
    if not months:
        return None
    return Period(moving.joined_on, add_months(moving.joined_on, months))
