"""The order of computation: split, care elsewhere, layers, account, cash."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tongban.core.benefits.claim import Bill, Claimant, Purse, Used
from tongban.core.benefits.layers import pay_layer
from tongban.core.benefits.quote import Quote, Step
from tongban.core.benefits.rounding import share_of
from tongban.core.benefits.splitting import Split, split_bill
from tongban.core.benefits.terms import AccountUse, Basis, Counts, Layer, Plan
from tongban.core.benefits.vocabulary import Fund, Level, Part, Place, Withheld

CATALOGUE: Final = Basis("就医地医保目录", "", "A", verified=True)


@dataclass(slots=True)
class _Bearing:
    """What of the bill nobody has paid yet, while the layers are walked."""

    base_fen: int
    unpaid_fen: int
    rest_fen: int
    above: dict[str, int] = field(default_factory=dict)
    shares: dict[Fund, int] = field(default_factory=dict)
    purses: dict[str, Purse] = field(default_factory=dict)


def quote(
    bill: Bill,
    standing: Claimant,
    used: Used,
    plan: Plan,
    withheld: Mapping[Withheld, Basis],
) -> Quote:
    """Say who pays what of a bill, and how the year stands afterwards.

    A pure function: the same bill, standing, year and plan give the same answer,
    whether asked as a quote or settled. All amounts in fen; the shares of the funds,
    the account, the family's and cash add up to the bill.
    """
    split = split_bill(bill.lines, lists=_lists(plan))
    steps = list(_split_steps(split))
    first_away, level = 0, plan.as_level or bill.level
    if bill.place is Place.TEMPORARY:
        first_away = share_of(split.scope_fen, plan.away.first_own_bp)
        level = plan.away.as_level or level
        steps.append(
            Step(
                Part.FIRST_AWAY,
                first_away,
                split.scope_fen,
                rate_bp=plan.away.first_own_bp,
                basis=plan.away.basis,
            )
        )
    base = split.scope_fen - first_away
    bearing = _Bearing(base, base, bill.total_fen, purses=dict(used.purses))
    if bill.withheld is not None:
        steps.append(Step(Part.WITHHELD, base, base, basis=withheld[bill.withheld]))
    else:
        for layer in _entitled(plan, standing):
            steps += _pay(
                layer, bearing, split, bill=bill, level=level, person=standing
            )
    in_scope = bearing.unpaid_fen + first_away + split.first_own_fen
    account, family, cash = _own(plan.account, bearing.rest_fen, in_scope, standing)
    steps += _own_steps(account, family, cash, plan.account_basis)
    return Quote(
        version=plan.version,
        total_fen=bill.total_fen,
        split=split,
        steps=tuple(steps),
        shares=bearing.shares,
        account_fen=account,
        family_fen=family,
        cash_fen=cash,
        used=Used(bearing.purses),
    )


def _lists(plan: Plan) -> frozenset[str]:
    return frozenset(layer.special for layer in plan.layers if layer.special)


def _split_steps(split: Split) -> list[Step]:
    found = (
        (Part.OUTSIDE, split.outside_fen),
        (Part.OVER_PRICE, split.over_price_fen),
        (Part.FIRST_OWN, split.first_own_fen),
    )
    return [Step(part, fen, fen, basis=CATALOGUE) for part, fen in found if fen]


def _entitled(plan: Plan, standing: Claimant) -> list[Layer]:
    """Return the layers in order; of one code the first the person may have."""
    seen: dict[str, Layer] = {}
    for layer in plan.layers:
        if not layer.entitlements or layer.entitlements & standing.entitlements:
            seen.setdefault(layer.code, layer)
    return list(seen.values())


def _pay(
    layer: Layer,
    bearing: _Bearing,
    split: Split,
    *,
    bill: Bill,
    level: Level,
    person: Claimant,
) -> tuple[Step, ...]:
    row = layer.row(person.group, level)
    amount = _counted(layer, bearing, split)
    if row is None or amount == 0:
        return ()
    purse = bearing.purses.get(layer.code, Purse())
    done = pay_layer(layer, row, amount, bill=bill, level=level, person=(person, purse))
    bearing.purses[layer.code] = done.purse
    bearing.above[layer.code] = done.over_fen
    bearing.rest_fen -= done.paid_fen
    if layer.counts is not Counts.SPECIAL:
        bearing.unpaid_fen -= min(done.paid_fen, bearing.unpaid_fen)
    if done.paid_fen:
        bearing.shares[layer.fund] = bearing.shares.get(layer.fund, 0) + done.paid_fen
    return done.steps


def _counted(layer: Layer, bearing: _Bearing, split: Split) -> int:
    counted = {
        Counts.BASE: bearing.base_fen,
        Counts.ABOVE: bearing.above.get(layer.above, 0),
        Counts.BORNE: bearing.unpaid_fen,
        Counts.EVERYTHING: bearing.rest_fen,
    }
    if layer.counts is Counts.SPECIAL:
        return split.special_fen(layer.special)
    return counted[layer.counts]


def _own(
    use: AccountUse, rest_fen: int, in_scope_fen: int, standing: Claimant
) -> tuple[int, int, int]:
    """Split what is left: own account first, the family's, then cash."""
    payable = {
        AccountUse.NOTHING: 0,
        AccountUse.IN_SCOPE: min(rest_fen, in_scope_fen),
        AccountUse.EVERYTHING: rest_fen,
    }[use]
    account = min(standing.account_fen, payable)
    family = min(standing.family_fen, payable - account)
    return account, family, rest_fen - account - family


def _own_steps(account: int, family: int, cash: int, basis: Basis) -> list[Step]:
    found = (
        (Part.ACCOUNT, account, basis),
        (Part.FAMILY, family, basis),
        (Part.CASH, cash, None),
    )
    return [Step(part, fen, fen, basis=why) for part, fen, why in found if fen]
