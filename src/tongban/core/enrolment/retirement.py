"""Retiring from the employees' scheme: required years, and what is short of them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongban.core.enrolment.contributions import share_half_up
from tongban.core.enrolment.kinds import Sex
from tongban.core.enrolment.months import MONTHS_OF_YEAR
from tongban.core.money import Fen
from tongban.core.refusals import Refusal


class ShortYears(StrEnum):
    """How somebody short of years makes them up (社会保险法 art. 27)."""

    AT_ONCE = "at_once"
    MONTHLY = "monthly"


class YearsShort(Refusal):
    """Months are missing, and nobody has said how they are made up."""

    code = "enrolment.years_short"

    def __init__(self, *, required: int, counted: int, short: int) -> None:
        super().__init__(
            f"{counted} of {required} months.",
            required=required,
            counted=counted,
            short=short,
        )


class SexUnknown(Refusal):
    """The required years depend on the sex, which is not on record."""

    code = "enrolment.sex_unknown"

    def __init__(self) -> None:
        super().__init__("Sex is not on record.")


@dataclass(frozen=True, slots=True)
class RetirementTerms:
    """Years required from a day on; ``actual_years`` must really be paid here."""

    male_years: int
    female_years: int
    actual_years: int
    pay_up_bp: int
    verified: bool


@dataclass(frozen=True, slots=True)
class YearsCounted:
    """Months that count: paid ones and deemed ones."""

    actual: int
    deemed: int

    @property
    def total(self) -> int:
        """Both together."""
        return self.actual + self.deemed


@dataclass(frozen=True, slots=True)
class RetirementCount:
    """Required and counted months, what is short, and paying it up at once."""

    required_months: int
    counted_months: int
    short_months: int
    pay_up_fen: Fen


def required_months(sex: Sex, terms: RetirementTerms) -> int:
    """Return the months required; refuse an unknown sex."""
    if sex is Sex.UNKNOWN:
        raise SexUnknown
    years = terms.male_years if sex is Sex.MALE else terms.female_years
    return years * MONTHS_OF_YEAR


def count_years(
    *, sex: Sex, years: YearsCounted, base_fen: int, terms: RetirementTerms
) -> RetirementCount:
    """Return what is short of all months or of those really paid, if that is more."""
    required = required_months(sex, terms)
    of_all = required - years.total
    of_actual = terms.actual_years * MONTHS_OF_YEAR - years.actual
    short = max(0, of_all, of_actual)
    monthly = share_half_up(base_fen, terms.pay_up_bp)
    return RetirementCount(required, years.total, short, Fen(monthly * short))


def retires_on(
    count: RetirementCount, *, way: ShortYears | None, on: date
) -> date | None:
    """Return the day retired cover starts; nothing while months are paid monthly."""
    if not count.short_months:
        return on
    if way is None:
        raise YearsShort(
            required=count.required_months,
            counted=count.counted_months,
            short=count.short_months,
        )
    return on if way is ShortYears.AT_ONCE else None
