"""The figures behind a personal account, each with where it comes from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tongban.core.days import Period
from tongban.core.money import Fen
from tongban.core.personal_accounts.sharing import SharingTerms
from tongban.core.personal_accounts.withdrawal import WithdrawalReason
from tongban.core.refusals import Refusal


class NoAccountTerms(Refusal):
    """Nothing is laid down about accounts of this region or day."""

    code = "personal_accounts.no_terms"

    def __init__(self, what: str) -> None:
        super().__init__(f"No terms: {what}.", what=what)


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a figure stands, and whether it was verified."""

    source: str
    clause: str
    mark: str
    verified: bool

    @property
    def words(self) -> str:
        """Source and clause as pages print them; unverified ones say so."""
        said = f"{self.source}{f'（{self.clause}）' if self.clause else ''}"
        return said if self.verified else f"{said}，未核实"


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate in basis points."""

    bp: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class ByAge:
    """Two rates and the full years from which the second holds."""

    under: Rate
    from_age: Rate
    age: int

    def at(self, years: int) -> Rate:
        """Return the rate at an age in full years."""
        return self.from_age if years >= self.age else self.under


@dataclass(frozen=True, slots=True)
class RetiredTerms:
    """The fixed amount of retired people: a rate of an average pension."""

    rates: ByAge
    pension_fen: Fen
    pension_basis: Basis


@dataclass(frozen=True, slots=True)
class CreditTerms:
    """What is credited in the months of a span; ``retired`` empty: not known."""

    in_force: Period
    own: Rate
    flexible: Rate
    unit: ByAge
    retired: RetiredTerms | None


@dataclass(frozen=True, slots=True)
class AccountTerms:
    """Everything laid down about the accounts of one region."""

    region: str
    credits: tuple[CreditTerms, ...]
    interest: Rate
    sharing: SharingTerms
    reasons: Mapping[str, WithdrawalReason]

    def credit_on(self, month: date) -> CreditTerms:
        """Return what is credited in a month; refuse one nothing is known of."""
        for terms in self.credits:
            if month in terms.in_force:
                return terms
        raise NoAccountTerms(f"{month:%Y年%m月}的个人账户划入办法")
