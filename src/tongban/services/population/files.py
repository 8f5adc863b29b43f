"""Tables of the invented population, a part of the people at a time.

Memory holds one row, whatever the number of people; parts can be written by
several processes, in any order, and come out the same byte by byte.
"""

import csv
import hashlib
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Final

from django.conf import settings

from tongban.core.loading.columns import Definition, LoadKind
from tongban.core.loading.rows import Row
from tongban.core.loading.writing import cells_of
from tongban.core.population.people import Made, Population
from tongban.core.population.plan import Plan
from tongban.policy.population import load_population, shares_for
from tongban.services.enrolment.terms import enrolment_terms
from tongban.services.loading.tables import definitions

PERSONS_PER_PART: Final = 100_000
SUMS: Final = "SHA256SUMS"
DIGEST_BLOCK: Final = 1024 * 1024
Progress = Callable[[int, int], None]
Writer = Callable[[Row], None]


@dataclass(frozen=True, slots=True)
class Ordered:
    """Which people of which region are to be written, and where."""

    plan: Plan
    region: str
    folder: Path


def write_population(
    ordered: Ordered, *, jobs: int, progress: Progress = lambda _done, _all: None
) -> str:
    """Write every table and the list of their digests; return the digest of it."""
    ordered.folder.mkdir(parents=True, exist_ok=True)
    write_employers(ordered)
    parts = part_numbers(ordered.plan)
    done = 0
    progress(done, ordered.plan.persons)
    for persons in _written(ordered, parts, jobs=jobs):
        done += persons
        progress(done, ordered.plan.persons)
    return _sums(ordered.folder)


def part_numbers(plan: Plan) -> range:
    """Return the numbers of the parts, from 1."""
    return range(1, -(-plan.persons // PERSONS_PER_PART) + 1)


def write_employers(ordered: Ordered) -> Path:
    """Write the table of the employers."""
    employers = population_of(ordered).employers
    with ExitStack() as stack:
        path = _path(ordered.folder, LoadKind.EMPLOYERS, 1)
        write = _table(stack, path, LoadKind.EMPLOYERS)
        for number in range(employers.count):
            write(employers.row(number))
    return path


def write_part(ordered: Ordered, part: int) -> int:
    """Write the tables of one part of the people; return how many there were."""
    first = (part - 1) * PERSONS_PER_PART
    last = min(first + PERSONS_PER_PART, ordered.plan.persons) - 1
    return write_people(ordered, part, first, last)


def write_people(ordered: Ordered, part: int, first: int, last: int) -> int:
    """Write the tables of the people from first to last under a part's number."""
    people = population_of(ordered).people(first, last)
    with ExitStack() as stack:
        writers = {
            kind: _table(stack, _path(ordered.folder, kind, part), kind)
            for kind in KINDS_OF_PEOPLE
        }
        for made in people:
            for kind, rows in _rows(made):
                for row in rows:
                    writers[kind](row)
    return last - first + 1


def population_of(ordered: Ordered) -> Population:
    """Return the people of an order."""
    return _population(ordered.plan, ordered.region)


def paths_of_part(folder: Path, part: int) -> tuple[tuple[LoadKind, Path], ...]:
    """Return the tables of a part in the order in which they are loaded."""
    return tuple((kind, _path(folder, kind, part)) for kind in KINDS_OF_PEOPLE)


KINDS_OF_PEOPLE: Final = (
    LoadKind.PERSONS,
    LoadKind.COVERS,
    LoadKind.MONTHS,
    LoadKind.PREMIUMS,
)


def _rows(made: Made) -> Iterator[tuple[LoadKind, Iterable[Row]]]:
    yield LoadKind.PERSONS, (made.person,)
    yield LoadKind.COVERS, made.covers
    yield LoadKind.MONTHS, made.months
    yield LoadKind.PREMIUMS, made.premiums


def _written(ordered: Ordered, parts: Iterable[int], *, jobs: int) -> Iterator[int]:
    if jobs < 2:  # noqa: PLR2004 - one process needs no others
        yield from map(partial(write_part, ordered), parts)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        for future in as_completed(
            [pool.submit(write_part, ordered, part) for part in parts]
        ):
            yield future.result()


def _path(folder: Path, kind: LoadKind, part: int) -> Path:
    return folder / f"{kind.value}-{part:04d}.csv"


def _table(stack: ExitStack, path: Path, kind: LoadKind) -> Writer:
    definition: Definition = definitions()[kind][-1]
    file = stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
    rows = csv.writer(file)
    rows.writerow(definition.heading)

    def write(row: Row) -> None:
        rows.writerow(cells_of(row, definition))

    return write


def _sums(folder: Path) -> str:
    """Write the digest of every table; return the digest of the list."""
    paths = sorted(folder.glob("*-*.csv"))
    text = "".join(f"{_digest(path)}  {path.name}\n" for path in paths)
    (folder / SUMS).write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest()


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(DIGEST_BLOCK):
            digest.update(block)
    return digest.hexdigest()


@cache
def _population(plan: Plan, region: str) -> Population:
    shares = shares_for(load_population(Path(settings.TONGBAN_POLICY)), region)
    return Population(plan, shares, enrolment_terms(region))
