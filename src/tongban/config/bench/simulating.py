"""A year of stays on arrays beside the engine, beside openfisca, and out of a file.

``BENCH_STAYS`` and ``BENCH_PERSONS`` set the sizes, for a quick look.
"""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Final

import numpy as np

from tongban.analytics.codes import (
    GROUPS,
    KINDS,
    LEVELS,
    PLACES,
    SCHEMES,
    SETTINGS,
    Codes,
)
from tongban.analytics.inventing import Wanted, some_persons
from tongban.analytics.population import CLAIM_COLUMNS, PERSON_COLUMNS, Chunk, Header
from tongban.analytics.simulation import claim_columns, person_columns
from tongban.analytics.terms import TermTables, compile_terms
from tongban.analytics.year import ClaimColumns, PersonColumns, Year
from tongban.config.bench.measures import Measure, Watch
from tongban.core.access.parties import Scheme
from tongban.core.benefits.claim import Bill, BillLine, Claimant, Used
from tongban.core.benefits.terms import (
    AccountUse,
    Away,
    Band,
    Basis,
    Ceiling,
    Counts,
    Deductible,
    DeductibleRow,
    Layer,
    Measured,
    Per,
    Plan,
    RateRow,
    RegionBenefits,
)
from tongban.core.benefits.vocabulary import CareKind, Fund, Group, Level
from tongban.core.benefits.waterfall import quote
from tongban.core.days import Period
from tongban.core.money import FEN_PER_YUAN
from tongban.policy.benefits import load_benefits
from tongban.policy.population import load_population

REPOSITORY: Final = Path(__file__).resolve().parents[4]
OPENFISCA: Final = REPOSITORY / "bench/openfisca"
POLICY: Final = REPOSITORY / "policy"
CHANGE: Final = POLICY / "simulations/371300-tertiary-deductible.yaml"
REGION: Final = "371300"
SHARES_OF: Final = "370700"
ON: Final = date(2026, 7, 1)
SEED: Final = 1
STAYS: Final = 2_000_000
PERSONS: Final = 4_000_000
FEWER: Final = 16  # the small file has so many times fewer persons
DRAWN: Final = 1_000_000  # persons of whom the patients make one chunk
BY_HAND: Final = 20_000
ROUNDS: Final = 7
ROWS: Final = 1_000_000
PIECE: Final = 1 << 16  # persons settled at once, as when they are read from a file
PER_MEGABYTE: Final = 1024  # ru_maxrss counts kilobytes
# The comparable formula: a deductible, three bands, a ceiling.
DUE_FEN: Final = 80_000
BANDS: Final = ((0, 8_000), (5_000_000, 8_500), (10_000_000, 9_000))
CEILING_FEN: Final = 20_000_000
NOWHERE: Final = Basis("bench", "", "?", verified=False)
LAUNCHER: Final = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
Columns = tuple[PersonColumns, ClaimColumns]


def measure_simulating(home: Path) -> dict[str, Measure]:
    """Return claims a second on arrays, each beside its floor of the same run."""
    return {
        **_stays(int(os.environ.get("BENCH_STAYS", STAYS))),
        **_beside_openfisca(home, int(os.environ.get("BENCH_STAYS", ROWS))),
        **_from_file(home, int(os.environ.get("BENCH_PERSONS", PERSONS))),
    }


def _stays(stays: int) -> dict[str, Measure]:
    """Settle patients of a year, one process, one thread; the floor is the engine."""
    terms = _terms()
    chunks: list[Columns] = []
    counted = first = 0
    while counted < stays:
        chunks.append(_patients(terms, first))
        counted += chunks[-1][1].kind.size
        first += DRAWN
    arrays, engine = Watch(), Watch()
    for _ in range(ROUNDS):
        with arrays.timing():
            for one in chunks:
                _settle(terms, one)
        _by_engine(engine)
    speed, scalar = counted / arrays.median, BY_HAND / engine.median
    return {"simulate.claims_per_s": Measure.beside(speed, scalar, "笔/秒")}


def _terms() -> TermTables:
    benefits = load_benefits(POLICY)[REGION]
    return compile_terms(benefits, ON, Codes.known_to(benefits))


def _patients(terms: TermTables, first: int) -> Columns:
    """Return those of many persons who were in hospital, with their stays."""
    shares = load_population(POLICY)[SHARES_OF]
    kinds = (CareKind.INPATIENT,)
    drawn = some_persons(Wanted(DRAWN, SEED, shares, terms, kinds), first, DRAWN)
    had = drawn.persons["claims"] > 0
    chunk = Chunk(
        first,
        {n: c[had].astype(PERSON_COLUMNS[n]) for n, c in drawn.persons.items()},
        {n: c.astype(CLAIM_COLUMNS[n]) for n, c in drawn.claims.items()},
    )
    header = Header(REGION, 0, 0, terms.codes, (REGION,))
    return person_columns(chunk), claim_columns(chunk, header)


def _settle(terms: TermTables, columns: Columns) -> int:
    """Settle a chunk; return what the funds pay, so that nothing is left out."""
    return sum(
        int(fen.sum())
        for done in Year(terms, *columns).settle()
        for fen in done.parts.shares.values()
    )


def _by_engine(watch: Watch) -> None:
    benefits = load_benefits(POLICY)[REGION]
    plan = benefits.plan_for(Scheme.EMPLOYEE, CareKind.INPATIENT, ON)
    who = Claimant(Scheme.EMPLOYEE, Group.ACTIVE)
    bills = [
        Bill(CareKind.INPATIENT, Level.TERTIARY, ON, (BillLine(1, 999_999 + at, 0),))
        for at in range(BY_HAND)
    ]
    with watch.timing():
        for bill in bills:
            quote(bill, who, Used(), plan, benefits.withheld)


def _beside_openfisca(home: Path, rows: int) -> dict[str, Measure]:
    """Let both count the same stays in turn; count the rows that differ by a fen."""
    chance = np.random.default_rng(SEED)
    scope = chance.lognormal(np.log(666_666), 1.0, rows).astype(np.int64)
    np.save(home / "scope.npy", scope)
    (home / "terms.json").write_text(json.dumps(_said_to_openfisca()))
    pieces = np.split(scope, range(PIECE, rows, PIECE))
    terms, chunks = _comparable(), [_one_each(piece) for piece in pieces]
    ours, whole, formula = Watch(), Watch(), Watch()
    paid = np.concatenate([_paid(terms, one) for one in chunks])
    with _openfisca(home) as other:
        for _ in range(ROUNDS):
            with ours.timing():
                np.concatenate([_paid(terms, one) for one in chunks])
            for watch, seconds in zip((whole, formula), _asked(other), strict=True):
                watch.seconds.append(seconds)
    wrong = int(np.count_nonzero(np.load(home / "paid.npy") != paid))
    mine = rows / ours.median
    return {
        "simulate.vs_openfisca": Measure.beside(mine, rows / whole.median, "笔/秒"),
        "simulate.vs_openfisca_formula": Measure.beside(
            mine, rows / formula.median, "笔/秒"
        ),
        "simulate.openfisca_wrong": Measure.beside(float(wrong), float(rows), "行"),
    }


def _said_to_openfisca() -> dict[str, object]:
    return {
        "deductible": DUE_FEN / FEN_PER_YUAN,
        "ceiling": CEILING_FEN / FEN_PER_YUAN,
        "bands": [[first / FEN_PER_YUAN, bp / 10_000] for first, bp in BANDS],
    }


def _comparable() -> TermTables:
    """Return terms of one layer: a deductible, three bands, a ceiling."""
    ends = [first for first, _ in BANDS[1:]]
    bands = tuple(
        Band(end, bp) for end, (_, bp) in zip([*ends, None], BANDS, strict=True)
    )
    groups, levels = frozenset(GROUPS), frozenset(LEVELS)
    row = DeductibleRow(levels, (DUE_FEN,))
    layer = Layer(
        code="inpatient",
        name="bench",
        fund=Fund.EMPLOYEE_POOL,
        counts=Counts.BASE,
        measured=Measured.SCOPE,
        measured_basis=NOWHERE,
        rates=(RateRow(groups, levels, bands, NOWHERE),),
        deductible=Deductible(Per.STAY, (row,), 0, (), NOWHERE),
        ceilings=(Ceiling(groups, CEILING_FEN, NOWHERE),),
    )
    plan = Plan(
        version="bench",
        scheme=Scheme.EMPLOYEE,
        kind=CareKind.INPATIENT,
        disease="",
        in_force=Period(ON, None),
        layers=(layer,),
        away=Away(0, None, NOWHERE),
        account=AccountUse.NOTHING,
        account_basis=NOWHERE,
    )
    return compile_terms(RegionBenefits(REGION, (plan,), {}), ON, Codes())


def _one_each(scope: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Columns:
    ones, noughts = np.ones(scope.size, np.uint8), np.zeros(scope.size, np.uint8)
    setting = SETTINGS.index((Level.TERTIARY, PLACES[0], False))
    persons = PersonColumns(
        claims=ones,
        scheme=noughts + np.uint8(SCHEMES.index(Scheme.EMPLOYEE)),
        group=noughts,
        entitled=noughts,
    )
    return persons, ClaimColumns(
        kind=noughts + np.uint8(KINDS.index(CareKind.INPATIENT)),
        setting=noughts + np.uint8(setting),
        stay=ones,
        total_fen=scope,
        first_own_fen=np.zeros_like(scope),
        scope_fen=scope,
    )


def _paid(
    terms: TermTables, columns: Columns
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    paid = np.empty(columns[1].kind.size, np.int64)
    for done in Year(terms, *columns).settle():
        paid[done.claims] = done.parts.shares[Fund.EMPLOYEE_POOL]
    return paid


@contextmanager
def _openfisca(home: Path) -> Iterator[subprocess.Popen[str]]:
    """Run the other side in an environment of its own, made for this run."""
    place = home / "openfisca"
    venv.create(place, with_pip=True)
    python = str(place / "bin/python")
    locked = str(OPENFISCA / "requirements.txt")
    subprocess.run(
        [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", locked],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    with subprocess.Popen(
        [python, "-W", "ignore", str(OPENFISCA / "stays.py"), str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def _asked(other: subprocess.Popen[str]) -> tuple[float, float]:
    """Let the other side run once; return its seconds, whole and formula only."""
    if other.stdin is None or other.stdout is None:
        raise RuntimeError("The other side has no pipes.")
    other.stdin.write("go\n")
    other.stdin.flush()
    whole, formula = map(float, other.stdout.readline().split())
    return whole, formula


def _from_file(home: Path, persons: int) -> dict[str, Measure]:
    """Compare a change on a big file and a small one: speed and peak memory."""
    found: dict[str, Measure] = {}
    peaks, claims, seconds = [], [], []
    for count in (persons, persons // FEWER):
        file = home / "population.npz"
        _run("simulate", str(file), "--make", str(count), "--day", ON.isoformat())
        claims.append(_claims_in(file))
        began = perf_counter()
        peaks.append(
            _run("simulate", str(file), "--change", str(CHANGE), "--day", str(ON))
        )
        seconds.append(perf_counter() - began)
        file.unlink()
    found["simulate.file_claims_per_s"] = Measure(claims[0] / seconds[0], "笔/秒")
    found["simulate.peak_mb"] = Measure.beside(peaks[0], peaks[1], "MB")
    return found


def _claims_in(file: Path) -> int:
    with np.load(file) as found:
        return int(json.loads(found["header"].tobytes())["claims"])


def _run(*arguments: str) -> float:
    """Run a command below a small process; return the command's peak in megabytes.

    The peak of a process counts from its parent's size at the fork, and this one is
    not small.
    """
    command = [sys.executable, "-m", "tongban.config", *arguments]
    done = subprocess.run(
        [sys.executable, "-c", LAUNCHER, *command],
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stdout) / PER_MEGABYTE
