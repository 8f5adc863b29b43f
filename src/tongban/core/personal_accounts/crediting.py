"""What one month puts into an account, by status, age, base and day (按月划入)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from tongban.core.enrolment.contributions import share_half_up
from tongban.core.enrolment.kinds import PersonKind, full_years
from tongban.core.enrolment.months import month_of
from tongban.core.money import Fen
from tongban.core.personal_accounts.terms import (
    Basis,
    CreditTerms,
    NoAccountTerms,
    Rate,
)


class CreditPart(StrEnum):
    """Which part of a credit a line is."""

    OWN = "own"
    UNIT = "unit"
    RETIRED = "retired"


CREDIT_PART_WORDS: Final[Mapping[CreditPart, str]] = {
    CreditPart.OWN: "个人缴费部分",
    CreditPart.UNIT: "单位缴费划入部分",
    CreditPart.RETIRED: "退休人员定额",
}


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """Who is credited for which month: kind of person in it, birthday, base."""

    month: date
    kind: PersonKind
    born_on: date
    base_fen: Fen


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One part of a credit: the rate of an amount, and where the rate stands."""

    part: CreditPart
    of_fen: Fen
    rate_bp: int
    amount_fen: Fen
    basis: Basis


def kind_in_month(
    kind: PersonKind, *, retired_on: date | None, month: date
) -> PersonKind:
    """Return as what somebody counts in a month: retired from the next month on."""
    if retired_on is None:
        return kind
    retired = month_of(month) > month_of(retired_on)
    if retired:
        return PersonKind.RETIRED
    return PersonKind.ACTIVE if kind is PersonKind.RETIRED else kind


def credit_lines(facts: MonthFacts, terms: CreditTerms) -> tuple[CreditLine, ...]:
    """Return what the month puts in, part by part; parts of nothing are left out.

    Age counts in full years on the first day of the month. Each part is
    rounded half up to the fen. Refuses a retired person in months for which
    their amount is not known.
    """
    years = full_years(facts.born_on, facts.month)
    if facts.kind is PersonKind.RETIRED:
        lines: tuple[CreditLine, ...] = (_retired(years, facts, terms),)
    elif facts.kind is PersonKind.FLEXIBLE:
        lines = (_line(CreditPart.OWN, facts.base_fen, terms.flexible),)
    else:
        lines = (
            _line(CreditPart.OWN, facts.base_fen, terms.own),
            _line(CreditPart.UNIT, facts.base_fen, terms.unit.at(years)),
        )
    return tuple(line for line in lines if line.amount_fen)


def line_words(month: date, part: CreditPart) -> str:
    """Return the words of a credit's line: its month and its part."""
    return f"{month:%Y年%m月}{CREDIT_PART_WORDS[part]}"


def credited(lines: tuple[CreditLine, ...]) -> Fen:
    """Return the sum of the parts."""
    return Fen(sum(line.amount_fen for line in lines))


def _retired(years: int, facts: MonthFacts, terms: CreditTerms) -> CreditLine:
    if terms.retired is None:
        raise NoAccountTerms(f"{facts.month:%Y年%m月}退休人员的划入金额")
    rate = terms.retired.rates.at(years)
    line = _line(CreditPart.RETIRED, terms.retired.pension_fen, rate)
    weakest = min(
        (rate.basis, terms.retired.pension_basis), key=lambda basis: basis.verified
    )
    return CreditLine(line.part, line.of_fen, line.rate_bp, line.amount_fen, weakest)


def _line(part: CreditPart, of_fen: Fen, rate: Rate) -> CreditLine:
    amount = share_half_up(of_fen, rate.bp)
    return CreditLine(part, of_fen, rate.bp, amount, rate.basis)
