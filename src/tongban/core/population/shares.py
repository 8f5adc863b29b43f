"""What the invented population is made of: shares, bands, names."""

from dataclasses import dataclass
from functools import cached_property

from tongban.core.enrolment.employers import EmployerKind
from tongban.core.population.lots import totals


@dataclass(frozen=True, slots=True)
class County:
    """A county with its weight and the towns known of it."""

    code: str
    name: str
    weight: int
    towns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Ages from first to last: their weight, and who of them is an employee."""

    first: int
    last: int
    weight: int
    employee_bp: int


@dataclass(frozen=True, slots=True)
class Band:
    """Whole numbers from first to last with their weight."""

    first: int
    last: int
    weight: int


@dataclass(frozen=True, slots=True)
class Names:
    """What names are put together from; a surname's weight stands beside it."""

    surnames: tuple[tuple[str, int], ...]
    female: str
    male: str
    single_bp: int


@dataclass(frozen=True, slots=True)
class Trade:
    """A line of business: the end of an employer's name, and its kind."""

    ending: str
    kind: EmployerKind
    weight: int


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely things are, of ten thousand people whom they may befall."""

    flexible: int
    moved: int
    phone: int
    early: int
    high_tier: int
    undergraduate: int


@dataclass(frozen=True)
class Shares:
    """Everything a population of one city is drawn from."""

    region: str
    counties: tuple[County, ...]
    ages: tuple[AgeBand, ...]
    sizes: tuple[Band, ...]
    bases_yuan: tuple[Band, ...]
    identities: tuple[tuple[str, int], ...]
    names: Names
    brands: tuple[str, ...]
    trades: tuple[Trade, ...]
    chances: Chances

    @cached_property
    def county_totals(self) -> tuple[int, ...]:
        """Running totals of the counties' weights."""
        return totals([one.weight for one in self.counties])

    @cached_property
    def age_totals(self) -> tuple[int, ...]:
        """Running totals of the age bands' weights."""
        return totals([one.weight for one in self.ages])

    @cached_property
    def size_totals(self) -> tuple[int, ...]:
        """Running totals of the weights of employers' sizes."""
        return totals([one.weight for one in self.sizes])

    @cached_property
    def base_totals(self) -> tuple[int, ...]:
        """Running totals of the weights of contribution bases."""
        return totals([one.weight for one in self.bases_yuan])

    @cached_property
    def surname_totals(self) -> tuple[int, ...]:
        """Running totals of the surnames' weights."""
        return totals([weight for _, weight in self.names.surnames])

    @cached_property
    def trade_totals(self) -> tuple[int, ...]:
        """Running totals of the trades' weights."""
        return totals([one.weight for one in self.trades])
