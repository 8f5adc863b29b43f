"""The order of computation for many claims: ``core.benefits.waterfall`` on arrays."""

from dataclasses import dataclass, field

import numpy as np

from tongban.analytics.arrays import Fens, shares_of
from tongban.analytics.claims import Cells, Claims, Parts, Persons, Purses
from tongban.analytics.layers import pay_layer
from tongban.analytics.tables import LayerTable, PlanTable
from tongban.core.benefits.terms import AccountUse, Counts


@dataclass(slots=True)
class _Bearing:
    """What of each bill nobody has paid yet, while the layers are walked."""

    base: Fens
    unpaid: Fens
    rest: Fens
    above: dict[str, Fens] = field(default_factory=dict)


def settle(plan: PlanTable, claims: Claims, persons: Persons) -> Parts:
    """Say who pays what of claims under one plan; the persons' year moves on.

    Claims and persons stand beside each other, one claim of each person. To the fen
    what ``core.benefits.waterfall.quote`` says of each.
    """
    cells = np.flatnonzero(np.bincount(claims.cell, minlength=plan.first_own_bp.size))
    first_away = _first_away(plan, claims, cells)
    base = claims.scope_fen if first_away is None else claims.scope_fen - first_away
    bearing = _Bearing(base, base.copy(), claims.total_fen.copy())
    parts = Parts.nobody(claims.cell.size)
    for layer in plan.narrowed(cells):
        _pay(layer, bearing, claims, persons, parts)
    in_scope = bearing.unpaid + claims.first_own_fen
    if first_away is not None:
        in_scope += first_away
        parts.first_away_fen = first_away
    _own(plan.account, bearing.rest, in_scope, persons, parts)
    return parts


def _first_away(plan: PlanTable, claims: Claims, cells: Cells) -> Fens | None:
    if not plan.first_own_bp[cells].any():
        return None
    return shares_of(claims.scope_fen, plan.first_own_bp.take(claims.cell))


def _pay(
    layer: LayerTable, bearing: _Bearing, claims: Claims, persons: Persons, parts: Parts
) -> None:
    amount = _counted(layer, bearing, claims)
    if amount is None:
        return
    if not layer.everybody:
        amount = amount * layer.active.take(claims.cell)
    purses = persons.purses.get(layer.code)
    if purses is None:
        purses = persons.purses[layer.code] = Purses.none_yet(persons.count)
    done = pay_layer(layer, amount, claims, persons, purses)
    over = bearing.above.get(layer.code)
    bearing.above[layer.code] = done.over_fen if over is None else over + done.over_fen
    bearing.rest -= done.paid_fen
    if layer.counts is Counts.BORNE:
        bearing.unpaid -= done.paid_fen
    elif layer.counts is not Counts.SPECIAL:
        bearing.unpaid -= np.minimum(done.paid_fen, bearing.unpaid)
    share = parts.shares.get(layer.fund)
    paid = done.paid_fen
    parts.shares[layer.fund] = paid if share is None else share + paid
    before = parts.layers.get(layer.code)
    parts.layers[layer.code] = done if before is None else before.plus(done)


def _counted(layer: LayerTable, bearing: _Bearing, claims: Claims) -> Fens | None:
    match layer.counts:
        case Counts.BASE:
            return bearing.base
        case Counts.ABOVE:
            return bearing.above.get(layer.above)
        case Counts.BORNE:
            return bearing.unpaid
        case Counts.EVERYTHING:
            return bearing.rest
        case Counts.SPECIAL:
            return claims.special_fen.get(layer.special)


def _own(
    use: AccountUse, rest: Fens, in_scope: Fens, persons: Persons, parts: Parts
) -> None:
    """Split what is left: own account first, the family's, then cash."""
    payable = rest
    if use is AccountUse.IN_SCOPE:
        payable = np.minimum(rest, in_scope)
    if use is not AccountUse.NOTHING and persons.account_fen is not None:
        parts.account_fen = np.minimum(persons.account_fen, payable)
        persons.account_fen -= parts.account_fen
    if use is not AccountUse.NOTHING and persons.family_fen is not None:
        payable = payable - parts.account_fen
        parts.family_fen = np.minimum(persons.family_fen, payable)
        persons.family_fen -= parts.family_fen
    parts.cash_fen = rest - parts.account_fen - parts.family_fen
