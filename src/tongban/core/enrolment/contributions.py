"""Monthly contributions of employees: base, both shares, months due, late fee."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.days import ONE_DAY, Period
from tongban.core.enrolment.kinds import PersonKind
from tongban.core.enrolment.months import month_of, months_between
from tongban.core.money import Fen
from tongban.core.refusals import Refusal

BASIS: Final = 10_000


class MonthKind(StrEnum):
    """Whether a month was paid for, or counts as if it had been (视同缴费)."""

    ACTUAL = "actual"
    DEEMED = "deemed"


class ArrearsTooLong(Refusal):
    """More months would be due at once than the terms allow without a decision."""

    code = "enrolment.arrears_too_long"

    def __init__(self, *, months: int, most: int) -> None:
        super().__init__(
            f"{months} months due, {most} allowed.", months=months, most=most
        )


@dataclass(frozen=True, slots=True)
class DueAmount:
    """What one month or year costs, in fen, and when it was paid."""

    amount_fen: int
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class ContributionTerms:
    """What a month costs from a day on; rates in basis points of the base."""

    unit_bp: int
    own_bp: int
    flexible_bp: int
    base_floor_fen: int
    base_ceiling_fen: int
    arrears_months_max: int
    late_fee_bp_per_day: int
    verified: bool


@dataclass(frozen=True, slots=True)
class Shares:
    """One month's base and what employer and person pay on it."""

    base_fen: Fen
    unit_fen: Fen
    own_fen: Fen


def held_base(declared_fen: int, terms: ContributionTerms) -> Fen:
    """Return the base held between floor and ceiling."""
    return Fen(max(terms.base_floor_fen, min(declared_fen, terms.base_ceiling_fen)))


def share_half_up(amount_fen: int, rate_bp: int) -> Fen:
    """Return the rate of an amount, rounded half up to the fen."""
    return Fen((amount_fen * rate_bp + BASIS // 2) // BASIS)


def month_shares(
    *, declared_fen: int, kind: PersonKind, terms: ContributionTerms
) -> Shares:
    """Return what one month costs; flexible workers pay both parts, retired none."""
    if kind is PersonKind.RETIRED:
        return Shares(Fen(0), Fen(0), Fen(0))
    base = held_base(declared_fen, terms)
    if kind is PersonKind.FLEXIBLE:
        return Shares(base, Fen(0), share_half_up(base, terms.flexible_bp))
    return Shares(
        base, share_half_up(base, terms.unit_bp), share_half_up(base, terms.own_bp)
    )


def due_months(days: Period, *, through: date, most: int) -> tuple[date, ...]:
    """Return the months due for a cover up to a day; refuse more than ``most``.

    The month of the first day is due; the month in which cover ends is due
    only for days before it.
    """
    last = month_of(through)
    if days.end is not None:
        last = min(last, month_of(max(days.start, days.end - ONE_DAY)))
    due = months_between(days.start, last)
    if len(due) > most:
        raise ArrearsTooLong(months=len(due), most=most)
    return due


def late_fee(amount_fen: int, *, due_on: date, paid_on: date, rate_bp: int) -> Fen:
    """Return the late fee from the day after the due day to the day paid.

    Counted by the day and rounded half up once, at the end.
    """
    days = max(0, (paid_on - due_on).days)
    return Fen((amount_fen * rate_bp * days + BASIS // 2) // BASIS)
