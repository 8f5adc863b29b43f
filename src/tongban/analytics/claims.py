"""Many claims at once, and what the waterfall says of them, as columns."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tongban.analytics.arrays import Fens
from tongban.core.benefits.vocabulary import Fund

Cells = NDArray[np.intp]
Small = NDArray[np.unsignedinteger]


def noughts(count: int) -> Fens:
    """Return a column of noughts."""
    return np.zeros(count, np.int64)


def small_of(column: Small | None, who: slice | Cells) -> Small | None:
    """Return some rows of a column that may be missing."""
    return None if column is None else column[who]


def fen_of(column: Fens | None, who: slice | Cells) -> Fens | None:
    """Return some rows of amounts that may be missing."""
    return None if column is None else column[who]


@dataclass(frozen=True, slots=True)
class Claims:
    """Claims under one plan, at most one of each person; all amounts in fen.

    The columns are those of ``core.benefits.claim.Bill`` and of its split; none
    stands for a column of noughts (of ones for ``order``).
    """

    cell: Cells
    stay: Small
    total_fen: Fens
    first_own_fen: Fens
    scope_fen: Fens
    order: Small | None = None
    reasons: Small | None = None
    credit_fen: Fens | None = None
    special_fen: dict[str, Fens] = field(default_factory=dict)


@dataclass(slots=True)
class Purses:
    """What one layer counted and paid in the year, for each person in fen."""

    deducted_fen: Fens
    base_fen: Fens
    paid_fen: Fens
    empty: bool = True

    @classmethod
    def none_yet(cls, persons: int) -> "Purses":
        """Return the purses of a new year."""
        return cls(noughts(persons), noughts(persons), noughts(persons))

    def chosen(self, who: slice | Cells, *, first: bool) -> "Purses":
        """Return the purses of some; a slice shares them, numbers copy them.

        ``first`` says that nobody among them had a claim yet.
        """
        return Purses(
            self.deducted_fen[who],
            self.base_fen[who],
            self.paid_fen[who],
            first or self.empty,
        )

    def put(self, who: slice | Cells, after: "Purses") -> None:
        """Keep what the purses of some are afterwards."""
        self.deducted_fen[who] = after.deducted_fen
        self.base_fen[who] = after.base_fen
        self.paid_fen[who] = after.paid_fen
        self.empty = False


@dataclass(slots=True)
class Persons:
    """Standing of each person of a block and how their year stands.

    ``straight_years`` and ``free_years`` are none when no ceiling asks for them,
    the balances when nobody has any.
    """

    purses: dict[str, Purses]
    count: int
    straight_years: Small | None = None
    free_years: Small | None = None
    account_fen: Fens | None = None
    family_fen: Fens | None = None

    def chosen(self, who: slice | Cells, *, first: bool) -> "Persons":
        """Return some of the persons; a slice shares their year, numbers copy it."""
        return Persons(
            {
                code: purses.chosen(who, first=first)
                for code, purses in self.purses.items()
            },
            who.stop - who.start if isinstance(who, slice) else who.size,
            straight_years=small_of(self.straight_years, who),
            free_years=small_of(self.free_years, who),
            account_fen=fen_of(self.account_fen, who),
            family_fen=fen_of(self.family_fen, who),
        )

    def put(self, who: slice | Cells, after: "Persons") -> None:
        """Keep how the year of some stands; a slice has shared it already."""
        for code, purses in after.purses.items():
            if isinstance(who, slice):
                self.purses[code].empty &= purses.empty
            elif not purses.empty:
                self.purses[code].put(who, purses)
        if isinstance(who, slice):
            return
        for column, new in (
            (self.account_fen, after.account_fen),
            (self.family_fen, after.family_fen),
        ):
            if column is not None and new is not None:
                column[who] = new


@dataclass(frozen=True, slots=True)
class LayerParts:
    """What one layer did with each claim, in fen."""

    deducted_fen: Fens
    paid_fen: Fens
    over_fen: Fens

    def plus(self, other: "LayerParts") -> "LayerParts":
        """Return both together: layers of one code, each for other persons."""
        return LayerParts(
            self.deducted_fen + other.deducted_fen,
            self.paid_fen + other.paid_fen,
            self.over_fen + other.over_fen,
        )


@dataclass(slots=True)
class Parts:
    """Who pays what of each claim; shares, account, family, cash give the total.

    ``layers`` lists only layers that looked at some claim, ``shares`` only funds
    that paid.
    """

    first_away_fen: Fens
    account_fen: Fens
    family_fen: Fens
    cash_fen: Fens
    shares: dict[Fund, Fens] = field(default_factory=dict)
    layers: dict[str, LayerParts] = field(default_factory=dict)

    @classmethod
    def nobody(cls, claims: int) -> "Parts":
        """Return the parts of claims before anybody paid."""
        return cls(noughts(claims), noughts(claims), noughts(claims), noughts(claims))

    @property
    def own_fen(self) -> Fens:
        """What the person bears of each claim, by account, family or cash."""
        return self.account_fen + self.family_fen + self.cash_fen
