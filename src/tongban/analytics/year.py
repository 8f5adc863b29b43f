"""A year of claims of many persons, settled in rounds.

The first claims of all persons are settled together, then the second ones, and so
on, so that each claim meets the purses its forerunner left. Persons with many claims
come first in a block of rounds; whoever still has claims is then a mere beginning
of it, and the year is shared instead of copied.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tongban.analytics.arrays import Fens
from tongban.analytics.claims import (
    Cells,
    Claims,
    Parts,
    Persons,
    Purses,
    Small,
    fen_of,
    small_of,
)
from tongban.analytics.codes import SETTINGS, SITUATIONS
from tongban.analytics.terms import TermTables
from tongban.analytics.waterfall import settle

BLOCK: Final = 1 << 14  # claims settled at once: their columns stay in the cache


@dataclass(frozen=True, slots=True)
class PersonColumns:
    """Persons of a chunk; ``claims`` is how many each has, ``entitled`` a mask."""

    claims: Small
    scheme: Small
    group: Small
    entitled: Small
    straight_years: Small | None = None
    free_years: Small | None = None
    account_fen: Fens | None = None
    family_fen: Fens | None = None


@dataclass(frozen=True, slots=True)
class ClaimColumns:
    """Claims of a chunk, person by person in the order of the year.

    ``setting`` is the place in ``codes.SETTINGS``; ``withheld`` says whether funds
    pay nothing; none stands for a column of noughts (of ones for ``order``).
    """

    kind: Small
    setting: Small
    stay: Small
    total_fen: Fens
    first_own_fen: Fens
    scope_fen: Fens
    disease: Small | None = None
    order: Small | None = None
    reasons: Small | None = None
    withheld: Small | None = None
    credit_fen: Fens | None = None
    special_fen: dict[str, Fens] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settled:
    """Claims that were settled together: their places in the chunk, who pays what."""

    claims: Cells
    persons: Cells
    parts: Parts


class Year:
    """One chunk of persons and claims on the way through the rounds."""

    def __init__(
        self, terms: TermTables, persons: PersonColumns, claims: ClaimColumns
    ) -> None:
        self.terms = terms
        self.claims = claims
        having = np.count_nonzero(persons.claims)
        self.order: Cells = np.argsort(persons.claims, kind="stable")[::-1][:having]
        counts = persons.claims.astype(np.int64)
        self.starts: Cells = (np.cumsum(counts) - counts)[self.order]
        self.counts = counts[self.order]
        profile = terms.profile[persons.scheme, persons.entitled]
        group = persons.group.astype(np.int64) * len(SETTINGS)
        self.person_cell = (profile * len(SITUATIONS) + group)[self.order]
        self.withheld_cell = (terms.withheld * len(SITUATIONS) + group)[self.order]
        self.scheme = persons.scheme[self.order]
        self.persons = self._standing(persons)

    def _standing(self, persons: PersonColumns) -> Persons:
        asked, order = self.terms.uses_years, self.order
        return Persons(
            {code: Purses.none_yet(order.size) for code in self.terms.purse_codes},
            order.size,
            straight_years=small_of(persons.straight_years, order) if asked else None,
            free_years=small_of(persons.free_years, order) if asked else None,
            account_fen=fen_of(persons.account_fen, order),
            family_fen=fen_of(persons.family_fen, order),
        )

    def settle(self) -> Iterator[Settled]:
        """Settle all claims in rounds; yield them block by block."""
        most = int(self.counts[0]) if self.counts.size else 0
        # How many persons have more than k claims: counts fall along the order.
        having = np.searchsorted(-self.counts, -np.arange(most), side="left")
        for turn, persons in enumerate(having.tolist()):
            for first in range(0, persons, BLOCK):
                yield from self._block(turn, first, min(first + BLOCK, persons))

    def _block(self, turn: int, first: int, last: int) -> Iterator[Settled]:
        """Settle the claims of one turn of some persons, plan by plan."""
        who = slice(first, last)
        places = self.starts[who] + turn
        plan_of = self._plans(places, who)
        numbers = np.flatnonzero(np.bincount(plan_of))
        for number in numbers.tolist():
            if numbers.size == 1:
                yield self._settled(number, places, who, first=turn == 0)
            else:
                some = np.flatnonzero(plan_of == number)
                yield self._settled(number, places[some], some + first, first=turn == 0)

    def _plans(self, places: Cells, who: slice) -> NDArray[np.int16]:
        claims, choice = self.claims, self.terms.choice
        _, kinds, diseases = choice.shape
        place = self.scheme[who] * np.int64(kinds) + claims.kind.take(places)
        place *= diseases
        if claims.disease is not None:
            place += claims.disease.take(places)
        return choice.ravel().take(place)

    def _settled(
        self, plan: int, places: Cells, who: slice | Cells, *, first: bool
    ) -> Settled:
        persons = self.persons.chosen(who, first=first)
        parts = settle(self.terms.plans[plan], self._claims(places, who), persons)
        self.persons.put(who, persons)
        return Settled(places, self.order[who], parts)

    def _claims(self, places: Cells, who: slice | Cells) -> Claims:
        asked = self.claims
        cell = self.person_cell[who] + asked.setting.take(places)
        if asked.withheld is not None:
            gone = np.flatnonzero(asked.withheld.take(places))
            cell[gone] += (self.withheld_cell[who] - self.person_cell[who])[gone]
        return Claims(
            cell=cell,
            stay=asked.stay.take(places),
            total_fen=asked.total_fen.take(places),
            first_own_fen=asked.first_own_fen.take(places),
            scope_fen=asked.scope_fen.take(places),
            order=small_of(asked.order, places),
            reasons=small_of(asked.reasons, places),
            credit_fen=fen_of(asked.credit_fen, places),
            special_fen={
                code: fen.take(places) for code, fen in asked.special_fen.items()
            },
        )
