"""The figures of one region: which apply on a day, where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from tongban.core.days import Period
from tongban.core.enrolment.contributions import ContributionTerms
from tongban.core.enrolment.premiums import PremiumTerms
from tongban.core.enrolment.retirement import RetirementTerms
from tongban.core.enrolment.waiting import WaitingTerms
from tongban.core.refusals import Refusal

T = TypeVar("T")


class NoTerms(Refusal):
    """Nothing is laid down for this region, day or year."""

    code = "enrolment.no_terms"

    def __init__(self, what: str) -> None:
        super().__init__(f"No terms: {what}.", what=what)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as the file gives it, for people who want to check it."""

    place: str
    value: str
    source: str
    clause: str
    mark: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """Terms in force over some days."""

    in_force: Period
    terms: T


@dataclass(frozen=True, slots=True)
class RegionTerms:
    """Everything laid down for one region."""

    region: str
    contributions: tuple[Dated[ContributionTerms], ...]
    premiums: Mapping[int, PremiumTerms]
    waiting: WaitingTerms
    bridge_months: int
    retirements: tuple[Dated[RetirementTerms], ...]
    identities: Mapping[str, str]
    evidence_for: frozenset[str]
    figures: tuple[Figure, ...]

    def contribution_on(self, day: date) -> ContributionTerms:
        """Return what a month costs on a day; refuse a day nothing is known of."""
        return _on(self.contributions, day, "缴费比例")

    def retirement_on(self, day: date) -> RetirementTerms:
        """Return the years required on a day; refuse like ``contribution_on``."""
        return _on(self.retirements, day, "退休年限")

    def premium_of(self, year: int) -> PremiumTerms:
        """Return what a coverage year costs; refuse a year not laid down."""
        found = self.premiums.get(year)
        if found is None:
            raise NoTerms(f"{year}年度居民缴费标准")
        return found


def _on(versions: tuple[Dated[T], ...], day: date, what: str) -> T:
    for version in versions:
        if day in version.in_force:
            return version.terms
    raise NoTerms(f"{day}的{what}")
