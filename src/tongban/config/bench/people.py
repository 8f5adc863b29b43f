"""A city loaded end to end beside raw COPY, and look-ups in it when it has grown.

``BENCH_PERSONS`` sets the size of the city, for a quick look.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final

import psycopg
from psycopg import sql
from tqdm import tqdm

from tongban.config.bench.measures import Measure
from tongban.core.items.catalogue import Channel
from tongban.core.loading.columns import LoadKind
from tongban.core.loading.rows import PersonRow
from tongban.core.population.plan import Plan
from tongban.core.refusals import Refusal
from tongban.gateways.sheets import read_rows
from tongban.records.accounts.models import Account
from tongban.services.access.queries import actor_of
from tongban.services.access.scope import scoped
from tongban.services.cases.envelope import Envelope
from tongban.services.desk.recognising import recognise
from tongban.services.loading.operations import Order, load_file
from tongban.services.loading.tables import ROWS_MAX
from tongban.services.population.files import (
    Ordered,
    paths_of_part,
    population_of,
    write_employers,
    write_people,
)

PERSONS: Final = 1_000_000
FEW: Final = 10_000
PER_ROUND: Final = 200_000
CALLS: Final = 300
REGION: Final = "370700"
SEED: Final = 1
JOBS: Final = os.cpu_count() or 1
BLOCK_BYTES: Final = 256 * 1024
MILLISECONDS: Final = 1_000
TWENTIETHS: Final = 20
WITH_COVER: Final = (LoadKind.PERSONS, LoadKind.COVERS)
# What one person with cover leaves in the database, and the key it grows by.
TABLES: Final = {
    "parties_party": "id",
    "enrolment_insuredperson": "party_id",
    "enrolment_cover": "id",
}
# Where the same rows are copied to: like the tables themselves, and bare.
TWINS: Final = {
    "raw": "CREATE TABLE {twin} (LIKE {table} INCLUDING ALL)",
    "bare": "CREATE UNLOGGED TABLE {twin} AS SELECT * FROM {table} WITH NO DATA",
}
ASKED: Final[dict[str, Callable[[PersonRow], str]]] = {
    "id": lambda person: person.id_number,
    "name": lambda person: person.name,
    "phone": lambda person: person.phone,
}


@dataclass
class Spent:
    """Rows loaded, and the seconds each way took for them."""

    rows: int = 0
    ours: float = 0.0
    raw: float = 0.0
    bare: float = 0.0
    plain: float = 0.0
    last: dict[str, int] = field(default_factory=dict)


def measure_people(now: datetime, connection: psycopg.Connection) -> dict[str, Measure]:
    """Return rows per second loaded, and the growth of look-ups' slow twentieth.

    Rounds alternate: a part of the people is loaded by the service, then the very
    rows it left are copied into empty twins of the same tables (keys, indexes and
    checks alike), then into bare ones without keys and log, then the tables it read
    are copied as they are by the same client.
    """
    persons = int(os.environ.get("BENCH_PERSONS", PERSONS))
    few = min(FEW, persons // 2)
    spent = Spent()
    with TemporaryDirectory() as folder:
        ordered = Ordered(Plan(persons, SEED, now.date()), REGION, Path(folder))
        load_file(Order(write_employers(ordered), LoadKind.EMPLOYERS, now))
        _prepare(connection, spent)
        _round(ordered, (0, few), spent, now, connection)
        at_few = _lookups(ordered, few, now, connection)
        for first in tqdm(range(few, persons, PER_ROUND), desc="装入人口", unit="轮"):
            span = (first, min(first + PER_ROUND, persons))
            _round(ordered, span, spent, now, connection)
        at_many = _lookups(ordered, persons, now, connection)
    return {**_speeds(spent), **_growth(at_few, at_many)}


def _speeds(spent: Spent) -> dict[str, Measure]:
    ours = spent.rows / spent.ours
    return {
        "people.load": Measure.beside(ours, spent.rows / spent.raw, "行/秒"),
        "people.load_bare": Measure.beside(ours, spent.rows / spent.bare, "行/秒"),
        "people.load_plain": Measure.beside(ours, spent.rows / spent.plain, "行/秒"),
    }


def _growth(few: dict[str, float], many: dict[str, float]) -> dict[str, Measure]:
    each = {
        f"people.lookup_{name}": Measure.beside(many[name], few[name], "毫秒")
        for name in ASKED
    }
    worst = max(each.values(), key=lambda measure: measure.ratio or 0.0)
    return {"people.lookup_growth": worst, **each}


def _round(
    ordered: Ordered,
    span: tuple[int, int],
    spent: Spent,
    now: datetime,
    connection: psycopg.Connection,
) -> None:
    """Load a part of the people three ways, each timed."""
    first, end = span
    write_people(ordered, 1, first, end - 1)
    tables = dict(paths_of_part(ordered.folder, 1))
    for kind in WITH_COVER:
        with _timed() as taken:
            report = load_file(Order(tables[kind], kind, now, jobs=JOBS))
        spent.ours += taken[0]
        spent.rows += report.new
    _copy_raw(connection, spent)
    spent.plain += sum(_copy_plain(connection, tables[kind]) for kind in WITH_COVER)


def _prepare(connection: psycopg.Connection, spent: Spent) -> None:
    for table, key in TABLES.items():
        for twin, made in TWINS.items():
            names = {"twin": _twin(twin, table), "table": sql.Identifier(table)}
            connection.execute(sql.SQL(made).format(**names))
        spent.last[table] = _last(connection, table, key)
    connection.commit()


def _twin(twin: str, table: str) -> sql.Identifier:
    return sql.Identifier(f"{twin}_{table}")


def _last(connection: psycopg.Connection, table: str, key: str) -> int:
    found = connection.execute(
        sql.SQL("SELECT coalesce(max({}), 0) FROM {}").format(
            sql.Identifier(key), sql.Identifier(table)
        )
    ).fetchone()
    return int(found[0]) if found else 0


def _copy_raw(connection: psycopg.Connection, spent: Spent) -> None:
    """Copy the rows of this round, ready as they are, into the twins and bare ones."""
    for table, key in TABLES.items():
        names = {
            "table": sql.Identifier(table),
            "key": sql.Identifier(key),
            "last": sql.Literal(spent.last[table]),
        }
        told = "COPY (SELECT * FROM {table} WHERE {key} > {last}) TO STDOUT"
        with connection.cursor().copy(sql.SQL(told).format(**names)) as copy:
            rows = b"".join(bytes(block) for block in copy)
        spent.raw += _copy_into(_twin("raw", table), rows, connection)
        spent.bare += _copy_into(_twin("bare", table), rows, connection)
        spent.last[table] = _last(connection, table, key)


def _copy_into(
    table: sql.Identifier, rows: bytes, connection: psycopg.Connection
) -> float:
    """Copy rows into a table and make them last; return the seconds."""
    with _timed() as taken:
        told = sql.SQL("COPY {} FROM STDIN").format(table)
        with connection.cursor().copy(told) as copy:
            for start in range(0, len(rows), BLOCK_BYTES):
                copy.write(rows[start : start + BLOCK_BYTES])
        connection.commit()
    return taken[0]


def _copy_plain(connection: psycopg.Connection, path: Path) -> float:
    """Copy a table's cells as they stand, row by row; return the seconds."""
    rows = read_rows(path, rows_max=ROWS_MAX)
    heading = next(rows).cells
    columns = sql.SQL(", ").join(
        sql.SQL("{} text").format(sql.Identifier(name)) for name in heading
    )
    with _timed() as taken:
        connection.execute("DROP TABLE IF EXISTS raw_plain")
        connection.execute(
            sql.SQL("CREATE UNLOGGED TABLE raw_plain ({})").format(columns)
        )
        with connection.cursor().copy("COPY raw_plain FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row.cells)
        connection.commit()
    return taken[0]


def _lookups(
    ordered: Ordered, persons: int, now: datetime, connection: psycopg.Connection
) -> dict[str, float]:
    """Return the slow twentieth of look-ups at a window, in milliseconds.

    Others are looked up first: a window asks a city that has been running, not one
    just loaded.
    """
    connection.autocommit = True
    for table in TABLES:
        connection.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(table)))
    connection.autocommit = False
    population = population_of(ordered)
    step = max(1, persons // CALLS)
    people = [population.made(place).person for place in range(0, persons, step)]
    others = [population.made(place).person for place in range(1, persons, step * 4)]
    reached = [person for person in people if person.phone]
    account = Account.objects.get(login_name="clerk1")
    actor = actor_of(account, now.date())
    keys = count(1)
    found = {}
    with scoped(actor):
        for name, asked in ASKED.items():
            taken = []
            for person in others:
                sent = Envelope(actor, now, f"bench-{next(keys)}", Channel.COUNTER)
                with suppress(Refusal):
                    recognise(sent, asked(person))
            for person in reached:
                sent = Envelope(actor, now, f"bench-{next(keys)}", Channel.COUNTER)
                began = perf_counter()
                recognise(sent, asked(person))
                taken.append((perf_counter() - began) * MILLISECONDS)
            found[name] = quantiles(taken, n=TWENTIETHS)[-1]
    return found


@contextmanager
def _timed() -> Iterator[list[float]]:
    """Time a block; the seconds stand in the list after it."""
    taken: list[float] = []
    began = perf_counter()
    yield taken
    taken.append(perf_counter() - began)
