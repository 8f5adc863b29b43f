"""What is asked of the engine: a bill, the person's standing, the year so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tongban.core.access.parties import Scheme
from tongban.core.benefits.rounding import WHOLE_BP
from tongban.core.benefits.vocabulary import CareKind, Group, Level, Place, Withheld
from tongban.core.refusals import Refusal


class BadBill(Refusal):
    """A line of a bill says something no bill can say."""

    code = "benefits.bad_bill"

    def __init__(self, number: int, what: str) -> None:
        super().__init__(f"Line {number}: {what}.", line=number, what=what)


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line of a bill (费用明细), after returns were netted.

    ``own_share_bp`` is the first own share of the catalogue in basis points, 10 000
    for what lies outside it; ``allowed_fen`` the most that counts (payment standard
    times quantity), none when there is no standard; ``special`` the code of a list
    whose items have a layer of their own.
    """

    number: int
    amount_fen: int
    own_share_bp: int
    allowed_fen: int | None = None
    special: str = ""

    def __post_init__(self) -> None:
        if self.amount_fen < 0:
            raise BadBill(self.number, "金额不能小于0")
        if not 0 <= self.own_share_bp <= WHOLE_BP:
            raise BadBill(self.number, "先行自付比例应当在0到100%之间")
        if self.allowed_fen is not None and self.allowed_fen < 0:
            raise BadBill(self.number, "支付标准不能小于0")


@dataclass(frozen=True, slots=True)
class Bill:
    """One visit or stay to be paid (一次就诊).

    ``on`` is the day whose terms apply; ``stay`` counts the stays of the year with
    this one (1 for the first; of no meaning outside hospital); ``reasons`` are codes
    of the terms that lift the deductible; ``credit_fen`` is a deductible already
    borne in the same episode; ``order`` the birth order for quotas.
    """

    kind: CareKind
    level: Level
    on: date
    lines: tuple[BillLine, ...]
    place: Place = Place.HOME
    stay: int = 1
    chinese_medicine: bool = False
    disease: str = ""
    reasons: frozenset[str] = frozenset()
    credit_fen: int = 0
    order: int = 1
    withheld: Withheld | None = None

    @property
    def total_fen(self) -> int:
        """The whole bill."""
        return sum(line.amount_fen for line in self.lines)


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who the person is on the day of care and what they may draw on, in fen.

    ``entitlements`` are codes: identities for aid, civil servant, products of
    commercial insurers. ``straight_years`` are years of unbroken cover,
    ``free_years`` years without a claim, both for the raised ceiling.
    """

    scheme: Scheme
    group: Group
    entitlements: frozenset[str] = frozenset()
    straight_years: int = 0
    free_years: int = 0
    account_fen: int = 0
    family_fen: int = 0


@dataclass(frozen=True, slots=True)
class Purse:
    """What one layer counted and paid for one person in one year, in fen."""

    deducted_fen: int = 0
    base_fen: int = 0
    paid_fen: int = 0


EMPTY: Purse = Purse()


@dataclass(frozen=True, slots=True)
class Used:
    """The year so far (年度累计): a purse for each layer that ever counted."""

    purses: Mapping[str, Purse] = field(default_factory=dict)

    def of(self, code: str) -> Purse:
        """Return the purse of a layer; an empty one when it never counted."""
        return self.purses.get(code, EMPTY)
