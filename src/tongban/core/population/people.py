"""People with all the register knows of them: cover, months, premium years."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from tongban.core.access.parties import IdKind, Scheme
from tongban.core.days import ONE_DAY
from tongban.core.enrolment.contributions import ContributionTerms, month_shares
from tongban.core.enrolment.kinds import (
    ADULT_FROM,
    PAYS_AS_STUDENT,
    CoverState,
    PersonKind,
    Sex,
    full_years,
    resident_kind,
)
from tongban.core.enrolment.months import add_months, month_of, months_between
from tongban.core.enrolment.premiums import PremiumTerms, Tier, premium, year_days
from tongban.core.enrolment.terms import RegionTerms
from tongban.core.loading.rows import CoverRow, MonthRow, PersonRow, PremiumRow
from tongban.core.population.employers import Employers, is_retired
from tongban.core.population.lots import Lot
from tongban.core.population.numbers import birthday, id_number, person_phone
from tongban.core.population.plan import Plan
from tongban.core.population.shares import Shares

PUPIL_FROM: Final = 6
UNDERGRADUATE_THROUGH: Final = 22
DAYS_OF_YEAR: Final = 365
FEN_PER_YUAN: Final = 100


@dataclass(frozen=True, slots=True)
class Made:
    """One invented person and every row that belongs to them."""

    person: PersonRow
    covers: tuple[CoverRow, ...]
    months: tuple[MonthRow, ...] = ()
    premiums: tuple[PremiumRow, ...] = ()


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Who somebody is, before what they are insured as."""

    person: PersonRow
    county: int
    born_on: date


class Population:
    """The people of a plan; each can be made alone, in any order."""

    def __init__(self, plan: Plan, shares: Shares, terms: RegionTerms) -> None:
        self.plan, self.shares = plan, shares
        self.employers = Employers(plan, shares)
        self.this_month = month_of(plan.on)
        self.first_month = add_months(self.this_month, 1 - plan.months)
        self.costs: ContributionTerms = terms.contribution_on(plan.on)
        years = (plan.on.year - 1, plan.on.year, plan.on.year + 1)
        self.years: tuple[PremiumTerms, ...] = tuple(
            terms.premiums[year]
            for year in years
            if year in terms.premiums
            and terms.premiums[year].collected.start <= plan.on
        )

    def people(self, first: int, last: int) -> Iterator[Made]:
        """Yield the people from one place to another, both in."""
        for place in range(first, last + 1):
            yield self.made(place)

    def made(self, place: int) -> Made:
        """Return the person of a place."""
        lot = Lot(self.plan.seed, "person", place)
        drawn = self._drawn(place, lot)
        if drawn.person.scheme is Scheme.RESIDENT:
            return self._resident(drawn, lot)
        if is_retired(drawn.born_on, self.plan.on):
            return Made(drawn.person, (self._retired(drawn),))
        return self._working(drawn, lot)

    def _drawn(self, place: int, lot: Lot) -> _Drawn:
        shares = self.shares
        county = lot.weighted(shares.county_totals)
        band = shares.ages[lot.weighted(shares.age_totals)]
        age = lot.between(band.first, band.last)
        born_on = birthday(self._day_of(age, lot), place)
        is_male = lot.below(2) == 1
        where = shares.counties[county]
        person = PersonRow(
            id_kind=IdKind.RESIDENT_CARD,
            id_number=id_number(place, born_on=born_on, is_male=is_male),
            name=self._name(lot, is_male=is_male),
            region=lot.pick(where.towns) if where.towns else where.code,
            sex=Sex.MALE if is_male else Sex.FEMALE,
            born_on=born_on,
            scheme=Scheme.EMPLOYEE if lot.chance(band.employee_bp) else Scheme.RESIDENT,
            phone=person_phone(place) if lot.chance(shares.chances.phone) else "",
        )
        return _Drawn(person, county, born_on)

    def _day_of(self, age: int, lot: Lot) -> date:
        """Return a day of birth with which somebody has the age today."""
        year = add_months(self.plan.on, -12 * age)
        return year - timedelta(days=lot.below(DAYS_OF_YEAR))

    def _name(self, lot: Lot, *, is_male: bool) -> str:
        names = self.shares.names
        surname = names.surnames[lot.weighted(self.shares.surname_totals)][0]
        signs = names.male if is_male else names.female
        if lot.chance(names.single_bp):
            return surname + lot.pick(signs)
        return surname + lot.pick(signs) + lot.pick(signs)

    def _retired(self, drawn: _Drawn) -> CoverRow:
        return CoverRow(
            id_number=drawn.person.id_number,
            kind=PersonKind.RETIRED,
            region=drawn.person.region,
            first=self.first_month,
            last=None,
            state=CoverState.IN_FORCE,
        )

    def _working(self, drawn: _Drawn, lot: Lot) -> Made:
        band = self.shares.bases_yuan[lot.weighted(self.shares.base_totals)]
        base_fen = lot.between(band.first, band.last) * FEN_PER_YUAN
        if lot.chance(self.shares.chances.flexible):
            alone = self._cover(drawn, self.first_month, None, "", base_fen)
            covers: tuple[CoverRow, ...] = (alone,)
        else:
            covers = self._employed(drawn, lot, base_fen)
        months = tuple(row for cover in covers for row in self._months(cover))
        return Made(drawn.person, covers, months)

    def _employed(self, drawn: _Drawn, lot: Lot, base_fen: int) -> tuple[CoverRow, ...]:
        """Return the cover with one employer, or with two one after the other."""
        now = self.employers.code(self.employers.pick(drawn.county, lot))
        if self.plan.months > 1 and lot.chance(self.shares.chances.moved):
            before = self.employers.code(self.employers.pick(drawn.county, lot))
            moved = add_months(self.first_month, lot.between(1, self.plan.months - 1))
            if before != now:
                return (
                    self._cover(
                        drawn, self.first_month, moved - ONE_DAY, before, base_fen
                    ),
                    self._cover(drawn, moved, None, now, base_fen),
                )
        return (self._cover(drawn, self.first_month, None, now, base_fen),)

    @staticmethod
    def _cover(
        drawn: _Drawn, first: date, last: date | None, employer: str, base_fen: int
    ) -> CoverRow:
        return CoverRow(
            id_number=drawn.person.id_number,
            kind=PersonKind.ACTIVE if employer else PersonKind.FLEXIBLE,
            region=drawn.person.region,
            first=first,
            last=last,
            state=CoverState.IN_FORCE if last is None else CoverState.ENDED,
            employer=employer,
            base_fen=base_fen,
        )

    def _months(self, cover: CoverRow) -> Iterator[MonthRow]:
        """Yield the months of a cover; that of today is due, not paid."""
        shares = month_shares(
            declared_fen=cover.base_fen, kind=cover.kind, terms=self.costs
        )
        due = months_between(cover.first, cover.last or self.this_month)
        for month, next_month in pairwise((*due, add_months(due[-1], 1))):
            yield MonthRow(
                id_number=cover.id_number,
                month=month,
                base_fen=shares.base_fen,
                unit_fen=shares.unit_fen,
                own_fen=shares.own_fen,
                employer=cover.employer,
                paid_on=next_month if next_month <= self.this_month else None,
            )

    def _resident(self, drawn: _Drawn, lot: Lot) -> Made:
        covers, premiums = [], []
        identity = self._identity(lot)
        is_student = lot.chance(self.shares.chances.undergraduate)
        chosen = Tier.HIGH if lot.chance(self.shares.chances.high_tier) else Tier.LOW
        is_early = lot.chance(self.shares.chances.early)
        for terms in self.years:
            days = year_days(terms.year)
            is_next = days.start > self.plan.on
            if drawn.born_on.year > terms.year or (is_next and not is_early):
                continue
            first = max(days.start, drawn.born_on)
            kind = _kind(drawn.born_on, first, is_student=is_student)
            covers.append(
                CoverRow(
                    id_number=drawn.person.id_number,
                    kind=kind,
                    region=drawn.person.region,
                    first=first,
                    last=date(terms.year, 12, 31),
                    state=CoverState.IN_FORCE,
                )
            )
            tier = Tier.LOW if kind in PAYS_AS_STUDENT else chosen
            premiums.append(_premium(drawn, kind, tier, identity, terms))
        return Made(drawn.person, tuple(covers), (), tuple(premiums))

    def _identity(self, lot: Lot) -> str:
        for code, bp in self.shares.identities:
            if lot.chance(bp):
                return code
        return ""


def _kind(born_on: date, day: date, *, is_student: bool) -> PersonKind:
    age = full_years(born_on, day)
    if age < 1:
        return PersonKind.NEWBORN
    if PUPIL_FROM <= age < ADULT_FROM:
        return PersonKind.PUPIL
    if is_student and ADULT_FROM <= age <= UNDERGRADUATE_THROUGH:
        return PersonKind.UNDERGRADUATE
    return resident_kind(born_on=born_on, day=day)


def _premium(
    drawn: _Drawn, kind: PersonKind, chosen: Tier, identity: str, terms: PremiumTerms
) -> PremiumRow:
    due = premium(kind=kind, chosen=chosen, identity=identity, terms=terms)
    return PremiumRow(
        id_number=drawn.person.id_number,
        year=terms.year,
        paid_tier=due.paid_tier,
        tier=due.tier,
        own_fen=due.own_fen,
        aided_fen=due.aided_fen,
        subsidy_fen=due.subsidy_fen,
        identity=identity,
        paid_on=max(terms.collected.start, drawn.born_on),
    )
