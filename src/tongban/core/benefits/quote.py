"""The answer: what everybody pays, each step with its rule and source."""

from collections.abc import Mapping
from dataclasses import dataclass

from tongban.core.benefits.claim import Used
from tongban.core.benefits.splitting import Split
from tongban.core.benefits.terms import Basis
from tongban.core.benefits.vocabulary import Fund, Part


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the order of computation, in the order it was made.

    ``amount_fen`` is what the step paid or left to the person, ``base_fen`` what it
    looked at, ``rate_bp`` the rate if one applied; ``layer`` and ``name`` say whose
    rule it is; ``basis`` is none only for cash; ``order`` is the rule along which the
    bands were laid, where there was more than one.
    """

    part: Part
    amount_fen: int
    base_fen: int
    layer: str = ""
    name: str = ""
    fund: Fund | None = None
    rate_bp: int | None = None
    basis: Basis | None = None
    order: Basis | None = None

    @property
    def verified(self) -> bool:
        """Whether the figures of this step were read where one may rely on them."""
        return all(one is None or one.verified for one in (self.basis, self.order))


@dataclass(frozen=True, slots=True)
class Quote:
    """Who pays what of one bill; shares, account, family and cash add up to it."""

    version: str
    total_fen: int
    split: Split
    steps: tuple[Step, ...]
    shares: Mapping[Fund, int]
    account_fen: int
    family_fen: int
    cash_fen: int
    used: Used

    @property
    def funds_fen(self) -> int:
        """What all funds pay together (基金支付总额)."""
        return sum(self.shares.values())

    @property
    def own_fen(self) -> int:
        """What the person bears (个人负担总金额), by account, family or cash."""
        return self.account_fen + self.family_fen + self.cash_fen

    @property
    def verified(self) -> bool:
        """Whether every figure used was read in a document one may rely on."""
        return all(step.verified for step in self.steps)

    def of(self, part: Part, layer: str = "") -> int:
        """Return the sum of the steps of one part, of one layer when it is named."""
        return sum(
            step.amount_fen
            for step in self.steps
            if step.part == part and layer in {"", step.layer}
        )
