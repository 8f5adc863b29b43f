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
from tongban.analytics.codes import SCHEMES, SETTINGS, SITUATIONS
from tongban.analytics.terms import TermTables
from tongban.analytics.waterfall import settle

KEY_COUNTS: Final = 1 << 10  # more than any person's claims
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
        self.order = order = _order(persons)
        counts = persons.claims.astype(np.int64)
        self.starts: Cells = (np.cumsum(counts) - counts).take(order)
        self.counts = counts.take(order)
        self.scheme = persons.scheme.take(order)
        group: Cells = persons.group.take(order).astype(np.int64) * len(SETTINGS)
        mask = self.scheme * np.int64(terms.profile.shape[1])
        mask += persons.entitled.take(order)
        self.person_cell: Cells = (
            terms.profile.ravel().take(mask) * len(SITUATIONS) + group
        )
        self.withheld_cell: Cells = group + terms.withheld * len(SITUATIONS)
        self.persons = self._standing(persons)
        self.only_kind = _only(claims)

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
        for number in range(len(SCHEMES)):
            first, end = np.searchsorted(self.scheme, (number, number + 1)).tolist()
            counts = self.counts[first:end]
            most = int(counts[0]) if counts.size else 0
            # How many have more than k claims: counts fall along the order.
            having = np.searchsorted(-counts, -np.arange(most), side="left")
            for turn, persons in enumerate(having.tolist()):
                last = first + persons
                for start in range(first, last, BLOCK):
                    who = slice(start, min(start + BLOCK, last))
                    yield from self._block(turn, who, number)

    def _block(self, turn: int, who: slice, scheme: int) -> Iterator[Settled]:
        """Settle the claims of one turn of some persons, plan by plan."""
        places = self.starts[who] + turn
        if self.only_kind is not None:
            plan = int(self.terms.choice[scheme, self.only_kind, 0])
            yield self._settled(plan, places, who, first=turn == 0)
            return
        plan_of = self._plans(places, scheme)
        numbers = np.flatnonzero(np.bincount(plan_of))
        for number in numbers.tolist():
            some = np.flatnonzero(plan_of == number)
            chosen = who if numbers.size == 1 else some + who.start
            yield self._settled(number, places[some], chosen, first=turn == 0)

    def _plans(self, places: Cells, scheme: int) -> NDArray[np.int16]:
        choice = self.terms.choice[scheme]
        place = self.claims.kind.take(places) * np.int64(choice.shape[1])
        if self.claims.disease is not None:
            place += self.claims.disease.take(places)
        found: NDArray[np.int16] = choice.ravel().take(place)
        return found

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


def _order(persons: PersonColumns) -> Cells:
    """Return the persons who have claims: by scheme, many claims before few."""
    few = np.uint16(KEY_COUNTS - 1) - persons.claims.astype(np.uint16)
    key = persons.scheme.astype(np.uint16) * np.uint16(KEY_COUNTS) + few
    found = np.argsort(key, kind="stable")  # of two bytes: counted, not compared
    return found[persons.claims.take(found) > 0]


def _only(claims: ClaimColumns) -> int | None:
    """Return the kind of all claims if they have one plan for each scheme."""
    if claims.disease is not None or not claims.kind.size:
        return None
    first = claims.kind[0]
    return int(first) if (claims.kind == first).all() else None
