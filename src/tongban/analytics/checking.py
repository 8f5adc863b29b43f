"""What a population says that nobody can settle: everything wrong, with its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from tongban.analytics.arrays import FEN_MAX
from tongban.analytics.codes import GROUPS, KINDS, LEVELS, PLACES, SCHEMES
from tongban.analytics.population import (
    CLAIMS_MAX,
    SPECIAL,
    Chunk,
    Column,
    Header,
)
from tongban.analytics.terms import NO_PLAN, TermTables
from tongban.core.access.parties import SCHEME_WORDS
from tongban.core.benefits.vocabulary import CARE_KIND_WORDS
from tongban.core.refusals import Refusal

SHOWN_MAX: Final = 30  # sentences of one refusal
_SPLIT: Final = ("outside_fen", "over_price_fen", "first_own_fen", "scope_fen")


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of mistake: its column, what is wrong, rows, the first person's."""

    column: str
    what: str
    rows: int
    person: int

    def plus(self, other: "Fault") -> "Fault":
        """Return the same mistake with the rows of another chunk as well."""
        rows, person = self.rows + other.rows, min(self.person, other.person)
        return Fault(self.column, self.what, rows, person)

    def __str__(self) -> str:
        return f"{self.column}：{self.what}（{self.rows}行，最先在第{self.person}人）"


class PopulationFaulty(Refusal):
    """Rows of the population cannot be settled."""

    code = "simulate.population_faulty"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        said = "；".join(str(one) for one in faults[:SHOWN_MAX])
        super().__init__(f"{len(faults)} faults.", count=len(faults), what=said)
        self.faults = faults


def faults_of(chunk: Chunk, header: Header, terms: TermTables) -> Iterator[Fault]:
    """Yield what is wrong with some persons and their claims, under some terms."""
    owners = np.repeat(np.arange(chunk.persons["claims"].size), chunk.persons["claims"])
    wrong = [
        *((name, said, bad, None) for name, said, bad in _persons(chunk, header)),
        *((name, said, bad, owners) for name, said, bad in _claims(chunk, header)),
    ]
    if not any(bad.any() for _, _, bad, _ in wrong):
        found = _combinations(chunk, header, terms, owners)
        wrong += [(name, said, bad, owners) for name, said, bad in found]
    for name, said, bad, of in wrong:
        places = np.flatnonzero(bad)
        if places.size:
            at = int(places[0] if of is None else of[places[0]])
            yield Fault(name, said, int(places.size), chunk.first + at + 1)


Wrong = Iterator[tuple[str, str, np.ndarray[tuple[int], np.dtype[np.bool_]]]]


def _persons(chunk: Chunk, header: Header) -> Wrong:
    columns = chunk.persons
    codes = header.codes
    yield from _below(columns, "scheme", len(SCHEMES))
    yield from _below(columns, "group", len(GROUPS))
    yield from _below(columns, "area", len(header.areas))
    yield from _below(columns, "entitled", 1 << len(codes.entitlements))
    yield from _below(columns, "claims", CLAIMS_MAX + 1)
    for name in ("account_fen", "family_fen"):
        yield from _amount(columns, name)


def _claims(chunk: Chunk, header: Header) -> Wrong:
    columns, codes = chunk.claims, header.codes
    yield from _below(columns, "kind", len(KINDS))
    yield from _below(columns, "level", len(LEVELS))
    yield from _below(columns, "place", len(PLACES))
    yield from _below(columns, "chinese_medicine", 2)
    yield from _below(columns, "withheld", 2)
    yield from _below(columns, "disease", len(codes.diseases))
    yield from _below(columns, "reasons", 1 << len(codes.reasons))
    for name in ("stay", "order"):
        yield name, "应当从1数起", columns[name] < 1
    specials = [f"{SPECIAL}{code}" for code in codes.specials]
    for name in ("credit_fen", "total_fen", *_SPLIT, *specials):
        yield from _amount(columns, name)
    parts = np.zeros_like(columns["total_fen"])
    for name in (*_SPLIT, *specials):
        parts += columns[name]
    yield "total_fen", "各部分之和不等于总费用", parts != columns["total_fen"]


def _below(columns: Mapping[str, Column], name: str, limit: int) -> Wrong:
    column = columns[name]
    yield name, f"应当小于{limit}", column >= limit


def _amount(columns: Mapping[str, Column], name: str) -> Wrong:
    column = columns[name]
    bad = (column < 0) | (column > FEN_MAX)
    yield name, f"金额应当在0到{FEN_MAX}分之间", bad


def _combinations(
    chunk: Chunk, header: Header, terms: TermTables, owners: Column
) -> Wrong:
    """Find claims that nobody laid down terms for, or that no layer knows."""
    scheme = chunk.persons["scheme"].take(owners)
    kind, disease = chunk.claims["kind"], chunk.claims["disease"]
    plans = terms.choice[scheme, kind, disease]
    for at, kind_ in enumerate(KINDS):
        for number, one in enumerate(SCHEMES):
            bad = (plans == NO_PLAN) & (kind == at) & (scheme == number)
            named = f"{SCHEME_WORDS[one]}的{CARE_KIND_WORDS[kind_]}待遇"
            yield "kind", f"{terms.region}在{terms.day}没有规定{named}", bad
    for code in header.codes.specials:
        known = [code in plan.specials for plan in terms.plans]
        bad = (chunk.claims[f"{SPECIAL}{code}"] > 0) & ~np.array(known)[plans]
        yield f"{SPECIAL}{code}", "这类就诊没有这个清单的支付层", bad
