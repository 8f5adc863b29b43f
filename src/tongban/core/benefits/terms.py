"""The terms of one region, scheme and kind of care: layers that pay in order."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tongban.core.access.parties import Scheme
from tongban.core.benefits.vocabulary import CareKind, Fund, Group, Level, Withheld
from tongban.core.days import Period
from tongban.core.refusals import Refusal


class NoBenefits(Refusal):
    """Nothing is laid down for this scheme, kind of care and day."""

    code = "benefits.no_terms"

    def __init__(self, region: str, scheme: str, kind: str, day: date) -> None:
        super().__init__(
            f"No benefit terms: {region} {scheme} {kind} {day}.",
            region=region,
            scheme=scheme,
            kind=kind,
            day=day.isoformat(),
        )


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a figure stands: document, clause, confidence mark."""

    source: str
    clause: str
    mark: str
    verified: bool


class Counts(StrEnum):
    """Which amount a layer looks at."""

    BASE = "base"  # what counts of the bill
    ABOVE = "above"  # what the layer named before left because of its ceiling
    BORNE = "borne"  # what counts and nobody has paid yet
    EVERYTHING = "everything"  # whatever nobody has paid yet
    SPECIAL = "special"  # lines of one list


class Measured(StrEnum):
    """Along which sum of the year the bands are laid."""

    SCOPE = "scope"  # amounts counted in the year, deductible included
    PAID = "paid"  # amounts paid in the year


class Per(StrEnum):
    """How often a deductible is asked for."""

    STAY = "stay"
    YEAR = "year"


class AccountUse(StrEnum):
    """What the personal account may pay of a bill."""

    NOTHING = "nothing"
    IN_SCOPE = "in_scope"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Exemption:
    """A reason that lifts the deductible from some stay on (起付标准减免)."""

    code: str
    from_stay: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class DeductibleRow:
    """Deductibles of some levels: the first stay, the second, the rest."""

    levels: frozenset[Level]
    by_stay_fen: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Deductible:
    """What the person bears before a layer pays (起付标准)."""

    per: Per
    rows: tuple[DeductibleRow, ...]
    chinese_medicine_off_bp: int
    exemptions: tuple[Exemption, ...]
    basis: Basis

    def of(self, level: Level, stay: int) -> int:
        """Return the deductible of a level for the n-th stay, in fen."""
        for row in self.rows:
            if level in row.levels:
                return row.by_stay_fen[min(stay, len(row.by_stay_fen)) - 1]
        return 0


@dataclass(frozen=True, slots=True)
class Band:
    """A rate up to a point of the year's sum; the last band has no end."""

    up_to_fen: int | None
    rate_bp: int


@dataclass(frozen=True, slots=True)
class RateRow:
    """The bands of some groups at some levels.

    ``chinese_medicine_plus_bp`` is added to each rate at an institution of Chinese
    medicine, up to the whole.
    """

    groups: frozenset[Group]
    levels: frozenset[Level]
    bands: tuple[Band, ...]
    basis: Basis
    chinese_medicine_plus_bp: int = 0


@dataclass(frozen=True, slots=True)
class Bonus:
    """A ceiling raised for faithful years (连续参保、零报销激励)."""

    after_straight_years: int
    straight_fen: int
    free_fen: int
    share_max_bp: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most a layer pays for some groups in a year (最高支付限额)."""

    groups: frozenset[Group]
    year_fen: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class Quota:
    """The most a layer pays for one event, by its order (限额、定额)."""

    by_order_fen: tuple[int, ...]
    basis: Basis


@dataclass(frozen=True, slots=True)
class Layer:
    """One payer in the order of computation, with its own purse of the year.

    Of several layers with one code the first that a person is entitled to counts.
    """

    code: str
    name: str
    fund: Fund
    counts: Counts
    measured: Measured
    measured_basis: Basis
    rates: tuple[RateRow, ...]
    deductible: Deductible | None = None
    ceilings: tuple[Ceiling, ...] = ()
    quota: Quota | None = None
    bonus: Bonus | None = None
    entitlements: frozenset[str] = frozenset()
    above: str = ""
    special: str = ""

    def row(self, group: Group, level: Level) -> RateRow | None:
        """Return the rates for somebody somewhere; none when it is not for them."""
        for row in self.rates:
            if group in row.groups and level in row.levels:
                return row
        return None

    def ceiling(self, group: Group) -> Ceiling | None:
        """Return the ceiling of a group, none when there is none."""
        return next((one for one in self.ceilings if group in one.groups), None)


@dataclass(frozen=True, slots=True)
class Away:
    """What is different during temporary care elsewhere (临时外出就医)."""

    first_own_bp: int
    as_level: Level | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that pays for one kind of care of one scheme over some days."""

    version: str
    scheme: Scheme
    kind: CareKind
    disease: str
    in_force: Period
    layers: tuple[Layer, ...]
    away: Away
    account: AccountUse
    account_basis: Basis
    as_level: Level | None = None  # whatever the level of the place is


@dataclass(frozen=True, slots=True)
class RegionBenefits:
    """The plans of one region and what the funds never pay."""

    region: str
    plans: tuple[Plan, ...]
    withheld: dict[Withheld, Basis]

    def plan_for(
        self, scheme: Scheme, kind: CareKind, day: date, disease: str = ""
    ) -> Plan:
        """Return the plan of a day, the disease's own first; refuse when none."""
        fitting = [
            plan
            for plan in self.plans
            if plan.scheme == scheme and plan.kind == kind and day in plan.in_force
        ]
        for plan in sorted(fitting, key=lambda one: one.disease, reverse=True):
            if plan.disease in {disease, ""}:
                return plan
        raise NoBenefits(self.region, scheme.value, kind.value, day)
