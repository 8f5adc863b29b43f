"""An invented population with the claims of a year; nobody in it exists.

Ages, schemes, places and identities follow ``policy/demo/population.yaml``. How often
and how dearly people are treated are the platform's assumptions below, of a size
known from national reports; they are no figures of any city. The chances are drawn
with floats; every amount is whole fen before it is split.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np

from tongban.analytics.codes import GROUPS, KINDS, LEVELS, PLACES, SCHEMES
from tongban.analytics.population import (
    CLAIMS_MAX,
    SPECIAL,
    Chunk,
    Column,
    Header,
    PopulationWriter,
)
from tongban.analytics.terms import NO_PLAN, TermTables
from tongban.core.access.parties import Scheme
from tongban.core.benefits.rounding import WHOLE_BP
from tongban.core.benefits.vocabulary import CareKind, Group
from tongban.core.population.shares import Shares

PERSONS_AT_ONCE: Final = 50_000
PERSONS_MAX: Final = 100_000_000
Chances = Mapping[Any, float]
AGES_LAST: Final = (17, 44, 59, 74, 200)  # bands of need
# Events a year of one person, by band of need.
RATES: Final[Mapping[CareKind, tuple[float, ...]]] = {
    CareKind.INPATIENT: (0.09, 0.08, 0.16, 0.36, 0.55),
    CareKind.OUTPATIENT: (1.6, 1.2, 2.2, 3.4, 3.0),
    CareKind.PHARMACY: (0.3, 1.0, 2.0, 3.0, 2.4),
    CareKind.CHRONIC: (0.01, 0.05, 0.5, 1.6, 1.8),
}
# Share of each level, in the order of ``Level``.
LEVELS_OF: Final[Mapping[CareKind, tuple[float, ...]]] = {
    CareKind.INPATIENT: (0.14, 0.04, 0.10, 0.40, 0.32),
    CareKind.OUTPATIENT: (0.26, 0.14, 0.14, 0.26, 0.20),
    CareKind.PHARMACY: (0.0, 0.0, 1.0, 0.0, 0.0),
    CareKind.CHRONIC: (0.12, 0.12, 0.16, 0.35, 0.25),
}
# The middle bill in yuan, by level; half of all bills are dearer.
MIDDLE_YUAN: Final[Mapping[CareKind, tuple[int, ...]]] = {
    CareKind.INPATIENT: (2_400, 2_600, 3_600, 6_800, 13_500),
    CareKind.OUTPATIENT: (90, 100, 130, 210, 330),
    CareKind.PHARMACY: (110, 110, 110, 110, 110),
    CareKind.CHRONIC: (160, 180, 220, 360, 520),
}
SPREAD: Final = 0.85  # of the logarithm of a bill
PLACES_OF: Final = (0.90, 0.04, 0.06)  # in the order of ``Place``
RETIRED_FROM: Final = (60, 55)  # half of the employees each
HIGH_TIER: Final = 0.10
CIVIL_SERVANT: Final = ("civil-servant", 0.06)
BOUGHT: Final = ("city-insurance", 0.30)
REASON: Final = 0.01  # a stay for which the deductible may be lifted
WITHHELD: Final = 0.002
CHINESE_MEDICINE: Final = 0.08
SPECIAL_SHARE: Final = 0.003
SPECIAL_YUAN: Final = (5_000, 150_000)
OUTSIDE_BP, OVER_PRICE_BP, FIRST_OWN_BP = 2_000, 300, 1_200  # the most of a bill
ACCOUNT_MIDDLE_YUAN: Final = 1_400
YEARS_MIDDLE: Final = 5
_YUAN: Final = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be invented: how many, from which shares, for which terms."""

    persons: int
    seed: int
    shares: Shares
    terms: TermTables
    kinds: tuple[CareKind, ...] = tuple(RATES)


def invent(wanted: Wanted, path: Path, progress: Callable[[int], None]) -> Header:
    """Write an invented population into a file; the same order, the same bytes."""
    areas = _areas(wanted)
    header = Header(wanted.terms.region, 0, 0, wanted.terms.codes, areas[0])
    with TemporaryDirectory(dir=path.parent, prefix=".population-") as folder:
        writer = PopulationWriter(Path(folder), header)
        for first in range(0, wanted.persons, PERSONS_AT_ONCE):
            count = min(PERSONS_AT_ONCE, wanted.persons - first)
            writer.add(some_persons(wanted, first, count))
            progress(count)
        return writer.finish(path)


def some_persons(wanted: Wanted, first: int, count: int) -> Chunk:
    """Return persons with their claims, drawn from the seed and their numbers."""
    chance = np.random.default_rng([wanted.seed, first])
    persons = _persons(wanted, chance, count)
    numbers, kinds = _events(wanted, chance, persons)
    persons["claims"] = np.bincount(numbers, minlength=count)
    plans = wanted.terms.choice[persons["scheme"][numbers], kinds, 0]
    claims = _claims(wanted, chance, numbers, kinds)
    claims |= _split(wanted, chance, claims["total_fen"], plans)
    return Chunk(first, persons, claims)


def _areas(wanted: Wanted) -> tuple[tuple[str, ...], np.ndarray[Any, Any]]:
    """Return towns (counties where none are known) with their chances.

    A city whose places are not listed is one area.
    """
    shares, region = wanted.shares, wanted.terms.region
    if shares.region != region:
        return (region,), np.ones(1)
    places: list[str] = []
    weights: list[float] = []
    for county in shares.counties:
        towns = county.towns or (county.code,)
        places += towns
        weights += [county.weight / len(towns)] * len(towns)
    return tuple(places), np.array(weights) / sum(weights)


def _persons(
    wanted: Wanted, chance: np.random.Generator, count: int
) -> dict[str, Column]:
    bands = wanted.shares.ages
    weights = np.array([band.weight for band in bands], float)
    band = chance.choice(len(bands), count, p=weights / weights.sum())
    first, last, bp = (
        np.array([getattr(one, name) for one in bands])
        for name in ("first", "last", "employee_bp")
    )
    age = chance.integers(first[band], last[band] + 1)
    employee = chance.integers(0, WHOLE_BP, count) < bp[band]
    retired = age >= chance.choice(RETIRED_FROM, count)
    resident = np.where(
        chance.random(count) < HIGH_TIER,
        GROUPS.index(Group.HIGH),
        GROUPS.index(Group.LOW),
    )
    working = np.where(retired, GROUPS.index(Group.RETIRED), GROUPS.index(Group.ACTIVE))
    account = chance.lognormal(np.log(ACCOUNT_MIDDLE_YUAN * _YUAN), 0.9, count)
    areas, shares = _areas(wanted)
    return {
        "scheme": np.where(
            employee, SCHEMES.index(Scheme.EMPLOYEE), SCHEMES.index(Scheme.RESIDENT)
        ),
        "group": np.where(employee, working, resident),
        "age": age,
        "area": chance.choice(len(areas), count, p=shares),
        "entitled": _entitled(wanted, chance, employee),
        "straight_years": chance.poisson(YEARS_MIDDLE, count),
        "free_years": chance.poisson(1, count),
        "account_fen": np.where(employee, account, 0).astype(np.int64),
        "family_fen": np.zeros(count, np.int64),
    }


def _entitled(wanted: Wanted, chance: np.random.Generator, employee: Column) -> Column:
    """Return masks of identities, of civil servants and of what was bought."""
    shares = {code: bp / WHOLE_BP for code, bp in wanted.shares.identities}
    shares |= dict((CIVIL_SERVANT, BOUGHT))
    mask = np.zeros(employee.size, np.int64)
    for at, code in enumerate(wanted.terms.codes.entitlements):
        has = chance.random(employee.size) < shares.get(code, 0.0)
        if code == CIVIL_SERVANT[0]:
            has &= employee
        mask |= has.astype(np.int64) << at
    return mask


def _events(
    wanted: Wanted, chance: np.random.Generator, persons: Mapping[str, Column]
) -> tuple[Column, Column]:
    """Return whose each claim is and of which kind, in the order of the year."""
    need = np.searchsorted(AGES_LAST, persons["age"])
    found_numbers, found_kinds = [], []
    for kind in wanted.kinds:
        at = KINDS.index(kind)
        offered = wanted.terms.choice[persons["scheme"], at, 0] != NO_PLAN
        times = chance.poisson(np.array(RATES[kind])[need] * offered)
        times = np.minimum(times, CLAIMS_MAX // len(RATES))
        numbers = np.repeat(np.arange(need.size), times)
        found_numbers.append(numbers)
        found_kinds.append(np.full(numbers.size, at))
    numbers, kinds = np.concatenate(found_numbers), np.concatenate(found_kinds)
    order = np.lexsort((chance.random(numbers.size), numbers))
    return numbers[order], kinds[order]


def _claims(
    wanted: Wanted, chance: np.random.Generator, numbers: Column, kinds: Column
) -> dict[str, Column]:
    codes, count = wanted.terms.codes, numbers.size
    inpatient = kinds == KINDS.index(CareKind.INPATIENT)
    level, total = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for kind in wanted.kinds:
        mine = np.flatnonzero(kinds == KINDS.index(kind))
        level[mine] = chance.choice(len(LEVELS), mine.size, p=LEVELS_OF[kind])
        middle = np.array(MIDDLE_YUAN[kind])[level[mine]] * _YUAN
        total[mine] = chance.lognormal(np.log(middle), SPREAD).astype(np.int64)
    reasons = np.zeros(count, np.int64)
    if codes.reasons:
        bits = 1 << chance.integers(0, len(codes.reasons), count)
        reasons = np.where(inpatient & (chance.random(count) < REASON), bits, 0)
    return {
        "kind": kinds,
        "level": level,
        "place": chance.choice(len(PLACES), count, p=PLACES_OF),
        "chinese_medicine": chance.random(count) < CHINESE_MEDICINE,
        "disease": np.zeros(count, np.int64),
        "stay": _stays(numbers, inpatient),
        "order": np.ones(count, np.int64),
        "reasons": reasons,
        "withheld": chance.random(count) < WITHHELD,
        "credit_fen": np.zeros(count, np.int64),
        "total_fen": total,
    }


def _stays(numbers: Column, inpatient: Column) -> Column:
    """Return which stay of the person's year each claim is; 1 outside hospital."""
    before = np.cumsum(inpatient)
    first = np.searchsorted(numbers, numbers)  # the person's first claim
    earlier = np.where(first > 0, before[first - 1], 0)
    return np.where(inpatient, before - earlier, 1)


def _split(
    wanted: Wanted, chance: np.random.Generator, total: Column, plans: Column
) -> dict[str, Column]:
    """Return the parts of every bill and its total with what has a layer of its own."""
    count = total.size

    def part(most_bp: int) -> Column:
        return total * chance.integers(0, most_bp + 1, count) // WHOLE_BP

    parts = {
        "outside_fen": part(OUTSIDE_BP),
        "over_price_fen": part(OVER_PRICE_BP),
        "first_own_fen": part(FIRST_OWN_BP),
    }
    parts["scope_fen"] = total - sum(parts.values())
    whole = total.copy()
    for code in wanted.terms.codes.specials:
        known = np.array([code in plan.specials for plan in wanted.terms.plans])
        has = known[plans] & (chance.random(count) < SPECIAL_SHARE)
        fen = chance.integers(*SPECIAL_YUAN, count) * _YUAN
        parts[f"{SPECIAL}{code}"] = np.where(has, fen, 0)
        whole += parts[f"{SPECIAL}{code}"]
    return {"total_fen": whole, **parts}
