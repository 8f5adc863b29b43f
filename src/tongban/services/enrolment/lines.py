"""What the register answers with: plain lines, no rows."""

from dataclasses import dataclass
from datetime import date

from tongban.core.access.parties import Scheme
from tongban.core.days import Period
from tongban.core.enrolment.contributions import MonthKind
from tongban.core.enrolment.employers import EmployerKind, EmployerState
from tongban.core.enrolment.kinds import CoverState, PersonKind, Sex
from tongban.core.enrolment.premiums import Tier


@dataclass(frozen=True, slots=True)
class CoverLine:
    """One period of cover of one person; ``employer_id`` is a party id."""

    id: int
    party_id: int
    scheme: Scheme
    kind: PersonKind
    region: str
    days: Period
    state: CoverState
    employer_id: int | None
    base_fen: int


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month: due (``paid_on`` empty), paid, or deemed paid."""

    party_id: int
    month: date
    scheme: Scheme
    employer_id: int | None
    base_fen: int
    unit_fen: int
    own_fen: int
    kind: MonthKind
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class PremiumLine:
    """One coverage year of a resident; ``tier`` is the one enjoyed."""

    year: int
    paid_tier: Tier
    tier: Tier
    own_fen: int
    aided_fen: int
    subsidy_fen: int
    identity: str
    paid_on: date | None


@dataclass(frozen=True, slots=True)
class WaitLine:
    """Days on which the fund pays nothing, and how their number came about."""

    days: Period
    fixed_months: int
    variable_months: int
    bought_months: int
    floor_months: int
    missed_years: int


@dataclass(frozen=True, slots=True)
class YearsPaid:
    """What counts towards retirement and continuity: whole months and years.

    ``brought_months`` are those among the employee months that a transfer
    brought from another area.
    """

    actual_months: int
    deemed_months: int
    resident_years: tuple[int, ...]
    brought_months: int = 0

    @property
    def months(self) -> int:
        """Employee months, paid and deemed."""
        return self.actual_months + self.deemed_months


@dataclass(frozen=True, slots=True)
class PersonLine:
    """What the register knows of a person beside the party's own data."""

    party_id: int
    sex: Sex
    nationality: str
    household_region: str
    deceased_on: date | None
    emigrated_on: date | None
    version: int


@dataclass(frozen=True, slots=True)
class EmployerLine:
    """How an employer is registered."""

    party_id: int
    kind: EmployerKind
    state: EmployerState
    region: str
    registered_on: date
    left_on: date | None
    version: int
