"""Loading one table: in parts, each kept whole or not at all; one load at a time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from django.db import IntegrityError, connection, transaction
from django.db.models import Max, Sum

from tongban.core.cases.view import CHINA
from tongban.core.loading.cells import Known
from tongban.core.loading.columns import LoadKind
from tongban.core.refusals import Refusal
from tongban.gateways.sheets import SheetRow
from tongban.records.loading.models import LoadFile, LoadPart
from tongban.services.enrolment.terms import identity_codes
from tongban.services.items.queries import regions
from tongban.services.loading.crew import sealing_crew
from tongban.services.loading.keeping import TABLES, keep_rows
from tongban.services.loading.refused import RefusedRows, Sizes
from tongban.services.loading.sealing import Sealed, Task
from tongban.services.loading.tables import Table, open_table

LOCK: Final = 0x746F6E676C6F6164  # "tongload": the one load of a database
LOCK_SECONDS_MAX: Final = 10
LOCK_LOOK_SECONDS: Final = 0.2
TRIES_MAX: Final = 3
ANALYZE_FROM: Final = 1_000
TRIED: Final = "tried"
Progress = Callable[[int, int], None]


class LoadBusy(Refusal):
    """Another load is under way in this database."""

    code = "loading.busy"

    def __init__(self) -> None:
        super().__init__("Another load is under way.")


@dataclass(frozen=True, slots=True)
class Order:
    """Which table is to be loaded as what, and how.

    ``folder`` takes the refused rows, by default one beside the table;
    ``jobs`` processes check and seal, none means this one does.
    """

    path: Path
    kind: LoadKind
    at: datetime
    folder: Path | None = None
    jobs: int = 0


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What became of a table's rows, and where the refused ones are."""

    rows: int = 0
    new: int = 0
    known: int = 0
    refused: int = 0
    resumed_after: int = 0
    was_loaded: bool = False
    again: Path | None = None
    report: Path | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of a table: where it goes on, and with which files."""

    table: Table
    file: LoadFile
    refused: RefusedRows
    done: LoadReport
    sizes: Sizes
    number: int
    last_row: int


class _Undone(Exception):
    """Takes back everything a trial wrote."""


def load_file(
    order: Order, progress: Progress = lambda _done, _all: None
) -> LoadReport:
    """Load a table and say what became of its rows.

    Rows already on file add nothing; a load that was cut short goes on after
    its last part; a table that was loaded whole is not read again.
    """
    with _one_load():
        table = open_table(order.path, order.kind)
        refused = RefusedRows.of(table, order.folder)
        done = _finished(table)
        if done is not None:
            return done
        report = _load(_begin(table, refused, order.at), order, progress)
        if report.new >= ANALYZE_FROM:
            _analyze(order.kind)
        return report


def try_file(order: Order, progress: Progress = lambda _done, _all: None) -> LoadReport:
    """Say what loading a table would do; everything is done and taken back."""
    found = LoadReport()
    with _one_load():
        table = open_table(order.path, order.kind)
        folder = order.folder or order.path.parent / TRIED
        refused = RefusedRows.of(table, folder)
        with suppress(_Undone), transaction.atomic():
            found = _load(_anew(table, refused, order.at), order, progress)
            raise _Undone
    return found


@contextmanager
def _one_load() -> Iterator[None]:
    """Hold the only place for a load in this database; refuse a second."""
    until = time.monotonic() + LOCK_SECONDS_MAX
    while not _asked("SELECT pg_try_advisory_lock(%s)"):
        if time.monotonic() > until:
            raise LoadBusy
        time.sleep(LOCK_LOOK_SECONDS)  # the server may not know a killed load is gone
    try:
        yield
    finally:
        _asked("SELECT pg_advisory_unlock(%s)")


def _asked(statement: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [LOCK])
        found = cursor.fetchone()
    return bool(found and found[0])


def _last_run(table: Table) -> LoadFile | None:
    runs = LoadFile.objects.filter(kind=table.kind.value, digest=table.digest)
    return runs.order_by("-run").first()


def _finished(table: Table) -> LoadReport | None:
    """Return how a table was loaded that left nothing to do, or nothing."""
    file = _last_run(table)
    if file is None:
        return None
    done = _done(file)
    is_whole = done.rows == file.rows and not done.refused
    return replace(done, was_loaded=True) if is_whole else None


def _done(file: LoadFile) -> LoadReport:
    told = file.parts.aggregate(
        rows=Sum("rows", default=0),
        new=Sum("new", default=0),
        known=Sum("known", default=0),
        refused=Sum("refused", default=0),
    )
    return LoadReport(**told)


def _begin(table: Table, refused: RefusedRows, at: datetime) -> _Run:
    """Return the run that was cut short, or a new one."""
    file = _last_run(table)
    if file is None or file.version != table.layout.definition.version:
        return _anew(table, refused, at)
    last = file.parts.order_by("-number").first()
    done = _done(file)
    if last is None or done.rows == file.rows:
        return _anew(table, refused, at)
    sizes = Sizes(last.again_bytes, last.report_bytes)
    if not refused.go_back_to(sizes):
        return _anew(table, refused, at)
    resumed = replace(done, resumed_after=last.last_row)
    return _Run(table, file, refused, resumed, sizes, last.number, last.last_row)


def _anew(table: Table, refused: RefusedRows, at: datetime) -> _Run:
    runs = LoadFile.objects.filter(kind=table.kind.value, digest=table.digest)
    before = runs.aggregate(last=Max("run", default=0))["last"]
    file = LoadFile.objects.create(
        kind=table.kind.value,
        digest=table.digest,
        run=before + 1,
        version=table.layout.definition.version,
        rows=table.rows,
        begun_at=at,
    )
    return _Run(table, file, refused, LoadReport(), refused.begin(), 0, 0)


def _load(run: _Run, order: Order, progress: Progress) -> LoadReport:
    known = Known(
        today=order.at.astimezone(CHINA).date(),
        regions=frozenset(region.code for region in regions()),
        identities=identity_codes(),
    )
    parts = (
        (rows, Task(run.table.layout, known, _source(run.file), _cells(rows)))
        for rows in run.table.parts(after=run.last_row)
    )
    with sealing_crew(order.jobs) as crew:
        progress(run.done.rows, run.table.rows)
        for rows, sealed in crew.sealed(parts):
            run = _keep_part(run, rows, sealed, order.at)
            progress(run.done.rows, run.table.rows)
    run.refused.end(empty=not run.done.refused)
    if not run.done.refused:
        return run.done
    return replace(run.done, again=run.refused.again, report=run.refused.report)


def _source(file: LoadFile) -> str:
    return f"load {file.pk}"


def _cells(rows: list[SheetRow]) -> list[tuple[str, ...]]:
    return [row.cells for row in rows]


def _keep_part(run: _Run, rows: list[SheetRow], sealed: Sealed, at: datetime) -> _Run:
    """Keep one part; again when somebody else wrote the same row meanwhile."""
    for left in range(TRIES_MAX - 1, -1, -1):
        try:
            with transaction.atomic():
                return _kept_part(run, rows, sealed, at)
        except IntegrityError:
            run.refused.go_back_to(run.sizes)
            if not left:
                raise
    raise AssertionError("The last try returns or raises.")


def _kept_part(run: _Run, rows: list[SheetRow], sealed: Sealed, at: datetime) -> _Run:
    with connection.cursor() as cursor:
        # What is lost with the machine is loaded again: the part says what is in.
        cursor.execute("SET LOCAL synchronous_commit = off")
        # Figures of a table that just grew a thousandfold would mislead the plans.
        cursor.execute("SET LOCAL enable_seqscan = off")
        kept = keep_rows(run.table.kind, sealed.ready)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    refused = {**sealed.refused, **kept.refused}
    sizes = run.refused.add(rows, refused)
    part = LoadPart.objects.create(
        file=run.file,
        number=run.number + 1,
        last_row=rows[-1].number,
        rows=len(rows),
        new=kept.new,
        known=kept.known,
        refused=len(refused),
        first_id=kept.first_id,
        last_id=kept.last_id,
        again_bytes=sizes.again,
        report_bytes=sizes.report,
        at=at,
    )
    done = replace(
        run.done,
        rows=run.done.rows + part.rows,
        new=run.done.new + part.new,
        known=run.done.known + part.known,
        refused=run.done.refused + part.refused,
    )
    return replace(
        run, done=done, sizes=sizes, number=part.number, last_row=part.last_row
    )


def _analyze(kind: LoadKind) -> None:
    with connection.cursor() as cursor:
        for table in TABLES[kind]:
            cursor.execute(f'ANALYZE "{table}"')
