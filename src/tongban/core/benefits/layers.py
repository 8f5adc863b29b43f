"""How one layer pays: its deductible, its bands, its ceiling, its purse."""

from collections.abc import Iterator
from dataclasses import dataclass

from tongban.core.benefits.claim import Bill, Claimant, Purse
from tongban.core.benefits.quote import Step
from tongban.core.benefits.rounding import WHOLE_BP, amount_for, share_of
from tongban.core.benefits.terms import (
    Basis,
    Bonus,
    Deductible,
    Layer,
    Measured,
    Per,
    RateRow,
)
from tongban.core.benefits.vocabulary import Level, Part


@dataclass(frozen=True, slots=True)
class LayerResult:
    """What one layer did: its steps, what it left above, its purse afterwards."""

    steps: tuple[Step, ...]
    paid_fen: int
    over_fen: int
    purse: Purse


@dataclass(slots=True)
class _Way:
    """Where the sums of the year stand while the bands are walked."""

    rest_fen: int
    position_fen: int
    room_fen: int | None


def pay_layer(
    layer: Layer,
    row: RateRow,
    amount_fen: int,
    *,
    bill: Bill,
    level: Level,
    person: tuple[Claimant, Purse],
) -> LayerResult:
    """Let a layer pay of an amount it counts; all amounts in fen.

    ``person`` is the standing and what the layer paid before in the year.
    """
    standing, purse = person
    steps = []
    deducted = 0
    if layer.deductible is not None:
        deducted, basis = deducted_of(
            layer.deductible, amount_fen, bill=bill, level=level, purse=purse
        )
        steps.append(
            Step(
                Part.DEDUCTED,
                deducted,
                amount_fen,
                layer.code,
                layer.name,
                layer.fund,
                basis=basis,
            )
        )
    room, room_basis = _room(layer, bill, standing, purse)
    measured_scope = layer.measured is Measured.SCOPE
    spent = purse.deducted_fen + purse.base_fen + deducted
    way = _Way(
        rest_fen=amount_fen - deducted,
        position_fen=spent if measured_scope else purse.paid_fen,
        room_fen=room,
    )
    plus = row.chinese_medicine_plus_bp if bill.chinese_medicine else 0
    steps += _paid(layer, row, way, plus)
    paid = sum(step.amount_fen for step in steps if step.part is Part.PAID)
    if way.rest_fen:
        basis = room_basis if way.room_fen == 0 and room_basis else row.basis
        steps.append(
            Step(
                Part.OVER,
                way.rest_fen,
                way.rest_fen,
                layer.code,
                layer.name,
                basis=basis,
            )
        )
    after = Purse(
        deducted_fen=purse.deducted_fen + deducted,
        base_fen=purse.base_fen + amount_fen - deducted - way.rest_fen,
        paid_fen=purse.paid_fen + paid,
    )
    return LayerResult(tuple(steps), paid, way.rest_fen, after)


def deducted_of(
    terms: Deductible, amount_fen: int, *, bill: Bill, level: Level, purse: Purse
) -> tuple[int, Basis]:
    """Return what of an amount the person bears first, in fen, and by which rule."""
    due, basis = terms.of(level, bill.stay), terms.basis
    if bill.chinese_medicine:
        due -= share_of(due, terms.chinese_medicine_off_bp)
    for reason in terms.exemptions:
        if reason.code in bill.reasons and bill.stay >= reason.from_stay:
            due, basis = 0, reason.basis
            break
    borne = purse.deducted_fen if terms.per is Per.YEAR else bill.credit_fen
    return min(amount_fen, max(0, due - borne)), basis


def raised_by(bonus: Bonus, year_fen: int, standing: Claimant) -> int:
    """Return by how much faithful years raise a ceiling, in fen."""
    years = max(0, standing.straight_years - bonus.after_straight_years)
    earned = years * bonus.straight_fen + standing.free_years * bonus.free_fen
    return min(earned, share_of(year_fen, bonus.share_max_bp))


def _room(
    layer: Layer, bill: Bill, standing: Claimant, purse: Purse
) -> tuple[int | None, Basis | None]:
    """Return what the layer may still pay of this bill and the rule that says so."""
    rooms: list[tuple[int, Basis]] = []
    ceiling = layer.ceiling(standing.group)
    if ceiling is not None:
        year = ceiling.year_fen
        if layer.bonus is not None:
            year += raised_by(layer.bonus, year, standing)
        rooms.append((max(0, year - purse.paid_fen), ceiling.basis))
    if layer.quota is not None:
        steps = layer.quota.by_order_fen
        rooms.append((steps[min(bill.order, len(steps)) - 1], layer.quota.basis))
    return min(rooms, key=lambda one: one[0]) if rooms else (None, None)


def _paid(layer: Layer, row: RateRow, way: _Way, plus_bp: int) -> Iterator[Step]:
    order = layer.measured_basis if len(row.bands) > 1 else None
    for band in row.bands:
        rate = min(WHOLE_BP, band.rate_bp + plus_bp)
        end = None if band.up_to_fen is None else band.up_to_fen - way.position_fen
        if way.rest_fen == 0 or (end is not None and end <= 0):
            continue
        taken, paid = _within(layer.measured, way.rest_fen, end, rate)
        if way.room_fen is not None and paid > way.room_fen:
            paid = way.room_fen
            taken = min(taken, amount_for(paid, rate))
        if taken == 0:
            return
        yield Step(
            part=Part.PAID,
            amount_fen=paid,
            base_fen=taken,
            layer=layer.code,
            name=layer.name,
            fund=layer.fund,
            rate_bp=rate,
            basis=row.basis,
            order=order,
        )
        way.rest_fen -= taken
        way.position_fen += taken if layer.measured is Measured.SCOPE else paid
        if way.room_fen is not None:
            way.room_fen -= paid


def _within(
    measured: Measured, rest_fen: int, end_fen: int | None, rate_bp: int
) -> tuple[int, int]:
    """Return what a band takes of the rest and what it pays for it."""
    if end_fen is None:
        return rest_fen, share_of(rest_fen, rate_bp)
    if measured is Measured.SCOPE:
        taken = min(rest_fen, end_fen)
        return taken, share_of(taken, rate_bp)
    taken = min(rest_fen, amount_for(end_fen, rate_bp))
    return taken, min(end_fen, share_of(taken, rate_bp))
