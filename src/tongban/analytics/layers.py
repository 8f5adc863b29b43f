"""How one layer pays many claims: ``core.benefits.layers`` on arrays.

Every step is the one of the scalar engine with the same name; claims the scalar
engine would skip have an amount of nought here, which moves nothing.
"""

from dataclasses import dataclass

import numpy as np

from tongban.analytics.arrays import NO_END, Fens, amounts_for, shares_of
from tongban.analytics.claims import Claims, LayerParts, Persons, Purses
from tongban.analytics.tables import BandTable, BonusTable, LayerTable
from tongban.core.benefits.terms import Measured, Per


@dataclass(slots=True)
class _Way:
    """Where the sums of the year stand while the bands are walked."""

    rest: Fens
    position: Fens
    room: Fens | None
    stopped: Fens | None = None  # what is left where the layer paid nothing more


def pay_layer(
    layer: LayerTable, amount: Fens, claims: Claims, persons: Persons, purses: Purses
) -> LayerParts:
    """Let a layer pay of the amounts it counts; the purses move on."""
    deducted = _deducted(layer, amount, claims, purses)
    rest = amount - deducted
    way = _Way(
        rest, _position(layer, deducted, purses), _room(layer, claims, persons, purses)
    )
    paid: Fens | None = None
    for at, band in enumerate(layer.bands, 1):
        share = _band(layer.measured, band, way, claims, last=at == len(layer.bands))
        paid = share if paid is None else paid + share
    if paid is None:
        paid = np.zeros_like(amount)
    over = way.rest if way.stopped is None else way.rest + way.stopped
    _move(purses, LayerParts(deducted, paid, over), amount)
    return LayerParts(deducted, paid, over)


def _move(purses: Purses, done: LayerParts, amount: Fens) -> None:
    purses.deducted_fen += done.deducted_fen
    purses.base_fen += amount
    purses.base_fen -= done.deducted_fen
    purses.base_fen -= done.over_fen
    purses.paid_fen += done.paid_fen
    purses.empty = False


def _deducted(layer: LayerTable, amount: Fens, claims: Claims, purses: Purses) -> Fens:
    if layer.due_fen is None:
        return np.zeros_like(amount)
    stays = layer.due_fen.shape[1]
    if stays == 1:
        due = layer.due_fen.ravel().take(claims.cell)
    else:
        place = np.minimum(claims.stay, stays) + claims.cell * stays
        place -= 1
        due = layer.due_fen.ravel().take(place)
    if claims.reasons is not None and layer.exemptions:
        having = np.flatnonzero(claims.reasons)
        reasons, stay = claims.reasons[having], claims.stay[having]
        for bit, from_stay in layer.exemptions:
            due[having[((reasons & bit) != 0) & (stay >= from_stay)]] = 0
    borne = None if purses.empty else purses.deducted_fen
    if layer.per is Per.STAY:
        borne = claims.credit_fen
    if borne is not None:
        due -= borne
        np.maximum(due, 0, out=due)
    return np.minimum(amount, due, out=due)


def _position(layer: LayerTable, deducted: Fens, purses: Purses) -> Fens:
    if layer.measured is Measured.PAID:
        return purses.paid_fen.copy()
    if purses.empty:
        return deducted.copy()
    found = purses.deducted_fen + purses.base_fen
    found += deducted
    return found


def _room(
    layer: LayerTable, claims: Claims, persons: Persons, purses: Purses
) -> Fens | None:
    """Return what the layer may still pay of each claim; none without a limit."""
    room: Fens | None = None
    if layer.ceiling_fen is not None:
        room = layer.ceiling_fen.take(claims.cell)
        if layer.bonus is not None:
            room += _raised(layer.bonus, claims, persons)
        if not purses.empty:
            room -= purses.paid_fen
            np.maximum(room, 0, out=room)
    if layer.quota_fen is not None:
        steps = layer.quota_fen
        order = 1 if claims.order is None else claims.order
        quota = steps.take(np.minimum(order, steps.size) - 1)
        room = np.minimum(quota, NO_END if room is None else room)
        room = np.broadcast_to(room, claims.cell.shape).copy()
    return room


def _raised(bonus: BonusTable, claims: Claims, persons: Persons) -> Fens:
    """Return by how much faithful years raise each ceiling."""
    terms, earned = bonus.terms, np.zeros(claims.cell.size, np.int64)
    if persons.straight_years is not None:
        years = persons.straight_years.astype(np.int64) - terms.after_straight_years
        earned += np.maximum(years, 0) * terms.straight_fen
    if persons.free_years is not None:
        earned += persons.free_years * np.int64(terms.free_fen)
    return np.minimum(earned, bonus.most_fen.take(claims.cell))


def _band(
    measured: Measured, band: BandTable, way: _Way, claims: Claims, *, last: bool
) -> Fens:
    """Let one band take and pay; return what it paid of each claim."""
    rate, end = _of(band.rate_bp, claims), _of(band.end_fen, claims)
    if measured is Measured.SCOPE:
        left = end - way.position
        np.maximum(left, 0, out=left)
        taken = np.minimum(way.rest, left, out=left)
        paid = shares_of(taken, rate)
    else:
        taken, paid = _within_paid(way, end, rate)
    if way.room is not None:
        _stop_at_room(way, way.room, (taken, paid), rate)
    way.rest -= taken
    if not last:
        way.position += taken if measured is Measured.SCOPE else paid
        if way.room is not None:
            way.room -= paid
    return paid


def _of(table: Fens, claims: Claims) -> Fens:
    return table if table.size == 1 else table.take(claims.cell)


def _within_paid(way: _Way, end: Fens, rate: Fens) -> tuple[Fens, Fens]:
    """Return what a band laid along payments takes of the rest and pays for it."""
    endless = end == NO_END
    left = np.where(endless, 0, np.maximum(end - way.position, 0))
    # A band that is not there for a cell has no rate and no end; any divisor does.
    most = amounts_for(left, np.maximum(rate, 1))
    taken = np.where(endless, way.rest, np.minimum(way.rest, most))
    paid = shares_of(taken, rate)
    return taken, np.where(endless, paid, np.minimum(left, paid))


def _stop_at_room(way: _Way, room: Fens, band: tuple[Fens, Fens], rate: Fens) -> None:
    """Cut what a band takes and pays to the room left; without room stop walking."""
    taken, paid = band
    hit = np.flatnonzero(paid > room)
    if not hit.size:
        return
    limit = room[hit]
    paid[hit] = limit
    least = amounts_for(limit, rate if rate.size == 1 else rate[hit])
    taken[hit] = np.minimum(taken[hit], least)
    full = hit[limit == 0]
    if full.size:
        if way.stopped is None:
            way.stopped = np.zeros_like(way.rest)
        way.stopped[full] += way.rest[full]
        way.rest[full] = 0
