"""Employers with a long tail of sizes, drawn until everybody at work has one."""

from array import array
from bisect import bisect_right
from datetime import date
from typing import Final

from tongban.core.enrolment.employers import EmployerKind
from tongban.core.enrolment.kinds import full_years
from tongban.core.enrolment.months import add_months, month_of
from tongban.core.loading.rows import EmployerRow
from tongban.core.population.lots import BASIS, Lot
from tongban.core.population.numbers import credit_code, employer_phone
from tongban.core.population.plan import Plan
from tongban.core.population.shares import AgeBand, Shares

RETIRES_AT: Final = 60  # the shares of age know no sex; the plan draws both alike
AFFILIATIONS: Final = ("县（市、区）属", "市属", "其他")


class Employers:
    """The employers of a plan, county after county, each with its places."""

    def __init__(self, plan: Plan, shares: Shares) -> None:
        self.plan, self.shares = plan, shares
        self._places: list[array[int]] = []
        self._firsts: list[int] = []
        count = 0
        weight = shares.county_totals[-1]
        for county in shares.counties:
            staff = plan.persons * staff_bp(shares) // BASIS * county.weight // weight
            self._firsts.append(count)
            self._places.append(self._drawn(count, staff))
            count += len(self._places[-1])
        self.count = count

    def _drawn(self, first: int, staff: int) -> "array[int]":
        """Return the running total of places of a county's employers."""
        reached = array("q")
        total = 0
        while total < staff or not reached:
            lot = Lot(self.plan.seed, "size", first + len(reached))
            band = self.shares.sizes[lot.weighted(self.shares.size_totals)]
            total += lot.between(band.first, band.last)
            reached.append(total)
        return reached

    def pick(self, county: int, lot: Lot) -> int:
        """Return an employer of a county, as likely as it has places."""
        places = self._places[county]
        return self._firsts[county] + bisect_right(places, lot.below(places[-1]))

    def code(self, number: int) -> str:
        """Return the credit code of an employer."""
        return credit_code(self.shares.counties[self._county(number)].code, number)

    def row(self, number: int) -> EmployerRow:
        """Return an employer's registration."""
        lot = Lot(self.plan.seed, "employer", number)
        county = self.shares.counties[self._county(number)]
        trade = self.shares.trades[lot.weighted(self.shares.trade_totals)]
        name = f"{county.name}{lot.pick(self.shares.brands)}{trade.ending}"
        return EmployerRow(
            credit_code=self.code(number),
            name=name,
            kind=trade.kind,
            region=county.code,
            registered_on=self._registered_on(lot),
            phone=employer_phone(number),
            affiliation=lot.pick(AFFILIATIONS)
            if trade.kind is not EmployerKind.SELF_EMPLOYED
            else "",
        )

    def _registered_on(self, lot: Lot) -> date:
        first = add_months(month_of(self.plan.on), 1 - self.plan.months)
        return add_months(first, -lot.below(self.plan.months * 5))

    def _county(self, number: int) -> int:
        return bisect_right(self._firsts, number) - 1


def staff_bp(shares: Shares) -> int:
    """Return how many of ten thousand people work for an employer."""
    weights = sum(band.weight for band in shares.ages)
    at_work = sum(
        band.weight * band.employee_bp * _working(band) // _width(band)
        for band in shares.ages
    )
    return at_work // weights * (BASIS - shares.chances.flexible) // BASIS


def _working(band: AgeBand) -> int:
    return max(0, min(band.last, RETIRES_AT - 1) - band.first + 1)


def _width(band: AgeBand) -> int:
    return band.last - band.first + 1


def is_retired(born_on: date, day: date) -> bool:
    """Say whether somebody of this day of birth no longer works."""
    return full_years(born_on, day) >= RETIRES_AT
