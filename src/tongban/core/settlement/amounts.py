"""What a settlement writes down: its parts in fen, and how the year moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tongban.core.benefits.claim import Purse, Used
from tongban.core.benefits.quote import Quote
from tongban.core.benefits.vocabulary import Fund, Part
from tongban.core.refusals import Refusal

POOLS: Final = (Fund.EMPLOYEE_POOL, Fund.RESIDENT_POOL)


class AlreadyReversed(Refusal):
    """A settlement is undone once; what undoes another is not undone."""

    code = "settlement.already_reversed"

    def __init__(self) -> None:
        super().__init__("Undone before.")


@dataclass(frozen=True, slots=True)
class Amounts:
    """The parts of one settlement; below zero all of them when it undoes another.

    Outside, over price, first own share and scope add up to the total, and so do
    funds, account, family and cash. ``deducted_fen`` is what was borne of the
    pool's deductible (起付线); ``purses`` is by how much each purse of the year
    moved. All in fen.
    """

    total_fen: int
    outside_fen: int
    over_price_fen: int
    first_own_fen: int
    scope_fen: int
    deducted_fen: int
    funds_fen: int
    account_fen: int
    family_fen: int
    cash_fen: int
    shares: Mapping[Fund, int]
    purses: Mapping[str, Purse]

    @property
    def own_fen(self) -> int:
        """What the person bears, by account, family or cash."""
        return self.account_fen + self.family_fen + self.cash_fen


def amounts_of(quote: Quote, before: Used) -> Amounts:
    """Return what a quote writes down, seen from the year before it."""
    split = quote.split
    special = sum(line.special_fen for line in split.lines)
    return Amounts(
        total_fen=quote.total_fen,
        outside_fen=split.outside_fen,
        over_price_fen=split.over_price_fen,
        first_own_fen=split.first_own_fen,
        scope_fen=split.scope_fen + special,
        deducted_fen=sum(
            step.amount_fen
            for step in quote.steps
            if step.part is Part.DEDUCTED and step.fund in POOLS
        ),
        funds_fen=quote.funds_fen,
        account_fen=quote.account_fen,
        family_fen=quote.family_fen,
        cash_fen=quote.cash_fen,
        shares=dict(quote.shares),
        purses=_moved(before, quote.used),
    )


def mirrored(amounts: Amounts) -> Amounts:
    """Return what undoes a settlement: every part with the sign turned."""
    return Amounts(
        total_fen=-amounts.total_fen,
        outside_fen=-amounts.outside_fen,
        over_price_fen=-amounts.over_price_fen,
        first_own_fen=-amounts.first_own_fen,
        scope_fen=-amounts.scope_fen,
        deducted_fen=-amounts.deducted_fen,
        funds_fen=-amounts.funds_fen,
        account_fen=-amounts.account_fen,
        family_fen=-amounts.family_fen,
        cash_fen=-amounts.cash_fen,
        shares={fund: -fen for fund, fen in amounts.shares.items()},
        purses={code: _minus(Purse(), one) for code, one in amounts.purses.items()},
    )


def moved_by(used: Used, change: Mapping[str, Purse]) -> Used:
    """Return the year after a change of its purses."""
    purses = dict(used.purses)
    for code, one in change.items():
        purses[code] = _plus(used.of(code), one)
    return Used(purses)


def _moved(before: Used, after: Used) -> dict[str, Purse]:
    changes = {
        code: _minus(purse, before.of(code)) for code, purse in after.purses.items()
    }
    return {code: change for code, change in changes.items() if change != Purse()}


def _plus(one: Purse, other: Purse) -> Purse:
    return Purse(
        one.deducted_fen + other.deducted_fen,
        one.base_fen + other.base_fen,
        one.paid_fen + other.paid_fen,
    )


def _minus(one: Purse, other: Purse) -> Purse:
    return Purse(
        one.deducted_fen - other.deducted_fen,
        one.base_fen - other.base_fen,
        one.paid_fen - other.paid_fen,
    )
