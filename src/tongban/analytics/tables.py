"""The terms of a day as tables: for every cell the numbers each layer works with.

The tables ask ``core.benefits`` itself for every number, so that no rule of choice
(which row, which ceiling, which deductible) is written a second time.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tongban.analytics.arrays import NO_END, Fens
from tongban.analytics.codes import SITUATIONS, Codes
from tongban.core.benefits.rounding import WHOLE_BP, share_of
from tongban.core.benefits.terms import (
    AccountUse,
    Away,
    Bonus,
    Counts,
    Layer,
    Measured,
    Per,
    Plan,
    RateRow,
)
from tongban.core.benefits.vocabulary import Fund, Group, Level, Place
from tongban.core.refusals import Refusal

Flags = NDArray[np.bool_]
Cells = NDArray[np.intp]
Profiles = tuple[frozenset[int], ...]  # numbers of the layers that are in force
KEPT_MAX: Final = 1_000  # sets of cells whose tables are kept
_NOTHING: Final = (0, 0)  # a band that takes nothing


class NotOnArrays(Refusal):
    """The terms say something the tables cannot hold."""

    code = "simulate.not_on_arrays"

    def __init__(self, what: str) -> None:
        super().__init__(f"Not on arrays: {what}.", what=what)


@dataclass(frozen=True, slots=True)
class BandTable:
    """One band: up to where it reaches and what it pays, for every cell.

    A column of one number, made by ``for_cells``, holds for every cell asked for.
    """

    end_fen: Fens
    rate_bp: Fens

    def for_cells(self, some: Cells) -> "BandTable":
        """Return what some cells need: one number where they all have the same."""
        return BandTable(_alike(self.end_fen, some), _alike(self.rate_bp, some))


@dataclass(frozen=True, slots=True)
class BonusTable:
    """What faithful years add to a ceiling, and the most they add in a cell."""

    terms: Bonus
    most_fen: Fens


@dataclass(frozen=True, slots=True)
class LayerTable:
    """One layer; ``due_fen`` has one row for each cell, one column for each stay."""

    code: str
    fund: Fund
    counts: Counts
    measured: Measured
    above: str
    special: str
    active: Flags
    bands: tuple[BandTable, ...]
    due_fen: Fens | None
    per: Per
    exemptions: tuple[tuple[int, int], ...]  # bits of the reason, from which stay
    ceiling_fen: Fens | None
    bonus: BonusTable | None
    quota_fen: Fens | None
    everybody: bool = False  # active in every cell it is asked for

    def narrowed(self, cells: Cells) -> "LayerTable | None":
        """Return what some cells need of it; none when it pays in none of them."""
        some = cells[self.active[cells]]
        if not some.size:
            return None
        ceiling, due = self.ceiling_fen, self.due_fen
        if ceiling is not None and (ceiling[some] == NO_END).all():
            ceiling = None
        if due is not None and not due[some].any():
            due = None
        return replace(
            self,
            bands=tuple(
                band.for_cells(some) for band in self.bands if band.end_fen[some].any()
            ),
            ceiling_fen=ceiling,
            due_fen=due,
            everybody=some.size == cells.size,
        )


@dataclass(frozen=True, slots=True)
class PlanTable:
    """One plan: its layers in order, care elsewhere, and what the account pays."""

    layers: tuple[LayerTable, ...]
    first_own_bp: Fens
    account: AccountUse
    specials: frozenset[str]
    _narrowed: dict[bytes, tuple[LayerTable, ...]] = field(default_factory=dict)

    def narrowed(self, cells: Cells) -> tuple[LayerTable, ...]:
        """Return what some cells need of the layers; the answer is kept."""
        key = cells.tobytes()
        found = self._narrowed.get(key)
        if found is None:
            asked = (layer.narrowed(cells) for layer in self.layers)
            found = tuple(layer for layer in asked if layer is not None)
            if len(self._narrowed) < KEPT_MAX:
                self._narrowed[key] = found
        return found


def layers_in_force(plan: Plan, entitlements: frozenset[str]) -> frozenset[int]:
    """Return the numbers of the layers that are for somebody; one of each code."""
    seen: dict[str, int] = {}
    for at, layer in enumerate(plan.layers):
        if not layer.entitlements or layer.entitlements & entitlements:
            seen.setdefault(layer.code, at)
    return frozenset(seen.values())


def plan_table(plan: Plan, profiles: Profiles, codes: Codes) -> PlanTable:
    """Return a plan as tables, cells in the order of profiles and situations."""
    levels = tuple(_level(plan, *setting[:2]) for _, setting in SITUATIONS)
    away = [_first_own(plan.away, setting[1]) for _, setting in SITUATIONS]
    return PlanTable(
        layers=tuple(
            _Compiler(layer, levels, codes).table([at in one for one in profiles])
            for at, layer in enumerate(plan.layers)
        ),
        first_own_bp=np.array(away * len(profiles), np.int64),
        account=plan.account,
        specials=frozenset(layer.special for layer in plan.layers if layer.special),
    )


def _level(plan: Plan, level: Level, place: Place) -> Level:
    own = plan.as_level or level
    return (plan.away.as_level or own) if place is Place.TEMPORARY else own


def _first_own(away: Away, place: Place) -> int:
    return away.first_own_bp if place is Place.TEMPORARY else 0


@dataclass(frozen=True, slots=True)
class _Compiler:
    """Asks a layer for its numbers, situation by situation."""

    layer: Layer
    levels: tuple[Level, ...]
    codes: Codes

    def table(self, in_force: list[bool]) -> LayerTable:
        layer, times = self.layer, len(in_force)
        rows = [layer.row(group, level) for group, level in self._places()]
        ceilings = [layer.ceiling(group) for group, _ in self._places()]
        years = [NO_END if one is None else one.year_fen for one in ceilings]
        has = np.array([row is not None for row in rows])
        return LayerTable(
            code=layer.code,
            fund=layer.fund,
            counts=layer.counts,
            measured=layer.measured,
            above=layer.above,
            special=layer.special,
            active=np.outer(in_force, has).astype(np.bool_).ravel(),
            bands=tuple(self._bands(rows, times)),
            due_fen=self._due(times),
            per=Per.STAY if layer.deductible is None else layer.deductible.per,
            exemptions=self._exemptions(),
            ceiling_fen=np.tile(_whole(years), times) if layer.ceilings else None,
            bonus=self._bonus(years, times),
            quota_fen=None if layer.quota is None else _whole(layer.quota.by_order_fen),
        )

    def _places(self) -> Iterable[tuple[Group, Level]]:
        groups = (group for group, _ in SITUATIONS)
        return zip(groups, self.levels, strict=True)

    def _bands(self, rows: list[RateRow | None], times: int) -> Iterable[BandTable]:
        longest = max((len(row.bands) for row in rows if row is not None), default=0)
        for at in range(longest):
            said = [
                self._band(row, at, chinese_medicine=setting[2])
                for row, (_, setting) in zip(rows, SITUATIONS, strict=True)
            ]
            ends, rates = (_whole(part) for part in zip(*said, strict=True))
            yield BandTable(np.tile(ends, times), np.tile(rates, times))

    def _band(
        self, row: RateRow | None, at: int, *, chinese_medicine: bool
    ) -> tuple[int, int]:
        if row is None or at >= len(row.bands):
            return _NOTHING
        band = row.bands[at]
        plus = row.chinese_medicine_plus_bp if chinese_medicine else 0
        rate = min(WHOLE_BP, band.rate_bp + plus)
        if rate == 0 and self.layer.measured is Measured.PAID:
            what = f"支付层“{self.layer.name}”按已支付额分段，比例不能是0"
            raise NotOnArrays(what)
        return (NO_END if band.up_to_fen is None else band.up_to_fen), rate

    def _due(self, times: int) -> Fens | None:
        terms = self.layer.deductible
        if terms is None:
            return None
        stays = max((len(row.by_stay_fen) for row in terms.rows), default=1)
        found = []
        for level, (_, setting) in zip(self.levels, SITUATIONS, strict=True):
            due = [terms.of(level, stay) for stay in range(1, stays + 1)]
            off = terms.chinese_medicine_off_bp if setting[2] else 0
            found.append([one - share_of(one, off) for one in due])
        return np.tile(np.array(found, np.int64), (times, 1))

    def _exemptions(self) -> tuple[tuple[int, int], ...]:
        terms = self.layer.deductible
        return tuple(
            (1 << self.codes.reasons.index(one.code), one.from_stay)
            for one in (() if terms is None else terms.exemptions)
            if one.code in self.codes.reasons
        )

    def _bonus(self, years: list[int], times: int) -> BonusTable | None:
        bonus = self.layer.bonus
        if bonus is None:
            return None
        most = [0 if y == NO_END else share_of(y, bonus.share_max_bp) for y in years]
        return BonusTable(bonus, np.tile(_whole(most), times))


def _alike(column: Fens, some: Cells) -> Fens:
    own = column[some]
    return own[:1] if (own == own[0]).all() else column


def _whole(numbers: Iterable[int]) -> Fens:
    return np.array(tuple(numbers), np.int64)
