"""Yearly premiums of residents: tiers, subsidies, and which days a year covers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from tongban.core.days import Period
from tongban.core.enrolment.contributions import share_half_up
from tongban.core.enrolment.kinds import PAYS_AS_STUDENT, PersonKind
from tongban.core.money import Fen
from tongban.core.refusals import Refusal


class Tier(StrEnum):
    """The tier an adult chooses (缴费档次, national table clctgrde)."""

    LOW = "low"
    HIGH = "high"


TIER_WORDS: Final[Mapping[Tier, str]] = {Tier.LOW: "一档", Tier.HIGH: "二档"}
CLCTGRDE: Final[Mapping[Tier, str]] = {Tier.LOW: "1", Tier.HIGH: "2"}


class YearNotOpen(Refusal):
    """A coverage year can be registered for when its collection has begun."""

    code = "enrolment.year_not_open"

    def __init__(self, *, year: int, opens_on: date) -> None:
        super().__init__(
            f"{year} opens on {opens_on}.", year=year, opens_on=opens_on.isoformat()
        )


class YearOver(Refusal):
    """The coverage year is over; nobody can be insured in the past."""

    code = "enrolment.year_over"

    def __init__(self, *, year: int) -> None:
        super().__init__(f"{year} is over.", year=year)


class BornLater(Refusal):
    """A newborn is registered for the year of birth, not before it."""

    code = "enrolment.born_later"

    def __init__(self) -> None:
        super().__init__("The day of birth lies after the coverage year or today.")


@dataclass(frozen=True, slots=True)
class PremiumTerms:
    """What a coverage year costs; ``aided_bp`` is the part aid pays, by identity."""

    year: int
    low_fen: int
    high_fen: int
    student_fen: int
    subsidy_fen: int
    collected: Period
    newborn_days: int
    aided_bp: Mapping[str, int]
    verified: bool


@dataclass(frozen=True, slots=True)
class Premium:
    """What is paid for one person and year, and the tier it opens."""

    paid_tier: Tier
    tier: Tier
    own_fen: Fen
    aided_fen: Fen
    subsidy_fen: Fen


def premium(
    *, kind: PersonKind, chosen: Tier, identity: str, terms: PremiumTerms
) -> Premium:
    """Return what a year costs; students and children pay low and get high.

    What aid pays and what the person pays add up to the premium.
    """
    full = terms.high_fen if chosen is Tier.HIGH else terms.low_fen
    paid_tier, tier = chosen, chosen
    if kind in PAYS_AS_STUDENT:
        full, paid_tier, tier = terms.student_fen, Tier.LOW, Tier.HIGH
    aided = share_half_up(full, terms.aided_bp.get(identity, 0))
    return Premium(
        paid_tier=paid_tier,
        tier=tier,
        own_fen=Fen(full - aided),
        aided_fen=aided,
        subsidy_fen=Fen(terms.subsidy_fen),
    )


def year_days(year: int) -> Period:
    """Return the days of a coverage year."""
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


def days_of_cover(
    *, terms: PremiumTerms, registered_on: date, born_on: date | None
) -> Period:
    """Return the days a registration covers, before any waiting period.

    In the collective period the whole year; later from the day of registration;
    a newborn registered in time (``born_on`` given) from birth.
    """
    year = year_days(terms.year)
    is_over = year.end is not None and registered_on >= year.end
    in_time = born_on is not None and _newborn_in_time(terms, registered_on, born_on)
    if is_over and not in_time:
        raise YearOver(year=terms.year)
    if born_on is not None:
        return _newborn_days(terms, registered_on, born_on)
    if registered_on < terms.collected.start:
        raise YearNotOpen(year=terms.year, opens_on=terms.collected.start)
    return Period(max(year.start, registered_on), year.end)


def in_collective_period(terms: PremiumTerms, registered_on: date) -> bool:
    """Say whether a day lies in the collective period of a coverage year."""
    return registered_on in terms.collected


def _newborn_in_time(terms: PremiumTerms, registered_on: date, born_on: date) -> bool:
    return registered_on <= born_on + timedelta(days=terms.newborn_days)


def _newborn_days(terms: PremiumTerms, registered_on: date, born_on: date) -> Period:
    year = year_days(terms.year)
    if born_on > registered_on or (year.end is not None and born_on >= year.end):
        raise BornLater
    if _newborn_in_time(terms, registered_on, born_on):
        return Period(max(year.start, born_on), year.end)
    return Period(max(year.start, registered_on), year.end)
