"""What a change costs and whom it touches: a population under two sets of terms."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from tongban.analytics.arrays import Fens
from tongban.analytics.checking import Fault, PopulationFaulty, faults_of
from tongban.analytics.codes import LEVELS, SCHEMES, SETTINGS
from tongban.analytics.population import (
    SPECIAL,
    Chunk,
    Column,
    Header,
    PopulationFile,
)
from tongban.analytics.terms import TermTables
from tongban.analytics.year import ClaimColumns, PersonColumns, Year
from tongban.core.access.parties import SCHEME_WORDS
from tongban.core.benefits.vocabulary import LEVEL_WORDS, Fund
from tongban.core.refusals import Refusal

FUNDS: Final = tuple(Fund)
PAYERS: Final = ("医保基金", "医疗救助", "商业保险", "个人负担")
OWN: Final = len(PAYERS) - 1
_PAYER_OF: Final = {Fund.AID: 1, Fund.COMMERCIAL: 2}  # all other funds: 0
AGES: Final = (18, 45, 60, 75)  # where the next band begins
AGE_WORDS: Final = ("0–17岁", "18–44岁", "45–59岁", "60–74岁", "75岁以上")


class OtherRegion(Refusal):
    """The population is insured elsewhere than the change is about."""

    code = "simulate.other_region"

    def __init__(self, population: str, change: str) -> None:
        super().__init__(
            f"{population} is not {change}.", population=population, change=change
        )


@dataclass(slots=True)
class Cut:
    """One way to cut the population: for each group who pays what, who is touched.

    ``before`` and ``after`` have a row for each group and a column for each payer;
    ``persons`` has the columns less, more, same: what those with claims bear.
    """

    name: str
    labels: tuple[str, ...]
    before: Fens
    after: Fens
    persons: Fens

    @classmethod
    def new(cls, name: str, labels: Sequence[str]) -> "Cut":
        """Return a cut in which nothing was counted yet."""
        size = len(labels)
        payers = (size, len(PAYERS))
        return cls(
            name,
            tuple(labels),
            np.zeros(payers, np.int64),
            np.zeros(payers, np.int64),
            np.zeros((size, 3), np.int64),
        )

    def add(self, groups: Column, before: Fens, after: Fens) -> None:
        """Count rows into their groups; amounts have a row for each payer.

        Rows without a bill are nobody's.
        """
        had = np.zeros(groups.size, np.bool_)
        for sums, amounts in ((self.before, before), (self.after, after)):
            for payer, fen in enumerate(amounts):
                np.add.at(sums[:, payer], groups, fen)
                had |= fen != 0
        change = after[OWN] - before[OWN]
        for at, touched in enumerate((change < 0, change > 0, change == 0)):
            counted = np.bincount(groups[touched & had], minlength=len(self.labels))
            self.persons[:, at] += counted

    def plus(self, other: "Cut") -> None:
        """Add what was counted elsewhere in the same groups."""
        self.before += other.before
        self.after += other.after
        self.persons += other.persons


@dataclass(slots=True)
class Outcome:
    """Everything counted: in all, by fund, and cut by who and where."""

    persons: int = 0
    claims: int = 0
    funds_before: Fens = field(default_factory=lambda: np.zeros(len(FUNDS), np.int64))
    funds_after: Fens = field(default_factory=lambda: np.zeros(len(FUNDS), np.int64))
    cuts: tuple[Cut, ...] = ()

    @property
    def whole(self) -> Cut:
        """The whole population as one group."""
        return self.cuts[0]

    def plus(self, other: "Outcome") -> None:
        """Add what another chunk counted."""
        self.persons += other.persons
        self.claims += other.claims
        self.funds_before += other.funds_before
        self.funds_after += other.funds_after
        for own, more in zip(self.cuts, other.cuts, strict=True):
            own.plus(more)


@dataclass(frozen=True, slots=True)
class Compared:
    """Terms before and after, and how areas are called."""

    before: TermTables
    after: TermTables
    area_names: tuple[str, ...]


def simulate(
    file: PopulationFile, asked: Compared, progress: Callable[[int], None]
) -> Outcome:
    """Settle a population twice and count the difference.

    One chunk is in memory at a time; a second thread was measured and only waits
    for the first. Raises ``PopulationFaulty`` with everything that cannot be settled.
    """
    if file.header.region != asked.before.region:
        raise OtherRegion(file.header.region, asked.before.region)
    outcome = Outcome(cuts=_cuts(asked))
    for chunk in _sound(file, asked.before):
        counted = _counted(chunk, file.header, asked)
        outcome.plus(counted)
        progress(counted.persons)
    return outcome


def person_columns(chunk: Chunk) -> PersonColumns:
    """Return the columns of persons that the year asks for; empty ones as none."""
    named = chunk.persons
    return PersonColumns(
        claims=named["claims"],
        scheme=named["scheme"],
        group=named["group"],
        entitled=named["entitled"],
        straight_years=named["straight_years"],
        free_years=named["free_years"],
        account_fen=_some(named["account_fen"]),
        family_fen=_some(named["family_fen"]),
    )


def claim_columns(chunk: Chunk, header: Header) -> ClaimColumns:
    """Return the columns of claims that the year asks for; empty ones as none."""
    named = chunk.claims
    setting = named["level"].astype(np.int64) * (len(SETTINGS) // len(LEVELS))
    setting += named["place"] * np.int64(2) + named["chinese_medicine"]
    specials = {
        code: _some(named[f"{SPECIAL}{code}"]) for code in header.codes.specials
    }
    return ClaimColumns(
        kind=named["kind"],
        setting=setting.astype(np.uint8),
        stay=named["stay"],
        total_fen=named["total_fen"],
        first_own_fen=named["first_own_fen"],
        scope_fen=named["scope_fen"],
        disease=_some(named["disease"]),
        order=named["order"] if (named["order"] != 1).any() else None,
        reasons=_some(named["reasons"]),
        withheld=_some(named["withheld"]),
        credit_fen=_some(named["credit_fen"]),
        special_fen={code: fen for code, fen in specials.items() if fen is not None},
    )


def _some(column: Column) -> Column | None:
    return column if column.any() else None


def _sound(file: PopulationFile, terms: TermTables) -> Iterator[Chunk]:
    """Yield chunks up to the first fault; refuse at the end with all faults."""
    faults: dict[tuple[str, str], Fault] = {}
    for chunk in file.chunks():
        for one in faults_of(chunk, file.header, terms):
            key = (one.column, one.what)
            faults[key] = faults[key].plus(one) if key in faults else one
        if not faults:
            yield chunk
    if faults:
        raise PopulationFaulty(tuple(faults.values()))


def _cuts(asked: Compared) -> tuple[Cut, ...]:
    return (
        Cut.new("全部", ("全部",)),
        Cut.new("险种", [SCHEME_WORDS[one] for one in SCHEMES]),
        Cut.new("年龄", AGE_WORDS),
        Cut.new("医院等级", [LEVEL_WORDS[one] for one in LEVELS]),
        Cut.new("地区", asked.area_names),
    )


def _counted(chunk: Chunk, header: Header, asked: Compared) -> Outcome:
    """Settle one chunk under both terms and count."""
    persons, claims = person_columns(chunk), claim_columns(chunk, header)
    level = chunk.claims["level"].astype(np.intp)
    outcome = Outcome(persons.claims.size, claims.kind.size, cuts=_cuts(asked))
    before, after = (
        _cube(Year(terms, persons, claims), outcome.persons, level, funds)
        for terms, funds in (
            (asked.before, outcome.funds_before),
            (asked.after, outcome.funds_after),
        )
    )
    own_before, own_after = before.sum(axis=1), after.sum(axis=1)
    whole, scheme, age, levels, area = outcome.cuts
    bands = np.searchsorted(AGES, chunk.persons["age"], side="right")
    whole.add(np.zeros(outcome.persons, np.intp), own_before, own_after)
    scheme.add(chunk.persons["scheme"].astype(np.intp), own_before, own_after)
    age.add(bands, own_before, own_after)
    area.add(chunk.persons["area"].astype(np.intp), own_before, own_after)
    for at in range(len(LEVELS)):
        groups = np.full(outcome.persons, at, np.intp)
        levels.add(groups, before[:, at], after[:, at])
    return outcome


def _cube(year: Year, persons: int, level: Column, funds: Fens) -> Fens:
    """Return who paid what, by payer, level and person; funds are counted as well."""
    cube = np.zeros((len(PAYERS), len(LEVELS) * persons), np.int64)
    for done in year.settle():
        where = level.take(done.claims) * persons + done.persons  # each person once
        cube[OWN][where] += done.parts.own_fen
        for fund, fen in done.parts.shares.items():
            cube[_PAYER_OF.get(fund, 0)][where] += fen
            funds[FUNDS.index(fund)] += fen.sum()
    return cube.reshape(len(PAYERS), len(LEVELS), persons)
