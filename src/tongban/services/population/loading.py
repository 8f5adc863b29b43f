"""Loading the invented population straight into the register, part by part."""

import tempfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.conf import settings

from tongban.core.loading.columns import LoadKind
from tongban.services.demo.queries import OnlyInDemo
from tongban.services.loading.operations import LoadReport, Order, load_file
from tongban.services.loading.refused import FOLDER
from tongban.services.population.files import (
    Ordered,
    Progress,
    part_numbers,
    paths_of_part,
    write_employers,
    write_part,
)


def load_population(
    ordered: Ordered,
    *,
    at: datetime,
    jobs: int,
    progress: Progress = lambda _done, _all: None,
) -> LoadReport:
    """Write and load one part after the other; return the sum of their reports.

    No more than a part lies on the disk at a time, in a folder below that of
    the order. Loading again adds nothing: the tables come out the same.
    """
    if not settings.TONGBAN_DEMO:
        raise OnlyInDemo
    ordered.folder.mkdir(parents=True, exist_ok=True)
    total = LoadReport()
    done = 0
    progress(done, ordered.plan.persons)
    with tempfile.TemporaryDirectory(dir=ordered.folder) as folder:
        here = replace(ordered, folder=Path(folder))
        refused = ordered.folder / FOLDER
        employers = write_employers(here)
        first = Order(employers, LoadKind.EMPLOYERS, at, refused, jobs)
        total = _plus(total, load_file(first))
        for part in part_numbers(ordered.plan):
            persons = write_part(here, part)
            for kind, path in paths_of_part(here.folder, part):
                if _has_rows(path):
                    order = Order(path, kind, at, refused, jobs)
                    total = _plus(total, load_file(order))
                path.unlink()
            done += persons
            progress(done, ordered.plan.persons)
    return total


def _has_rows(path: Path) -> bool:
    """Say whether there is anything below the heading: few people may be alike."""
    with path.open(encoding="utf-8") as file:
        file.readline()
        return bool(file.readline())


def _plus(one: LoadReport, other: LoadReport) -> LoadReport:
    return LoadReport(
        rows=one.rows + other.rows,
        new=one.new + other.new,
        known=one.known + other.known,
        refused=one.refused + other.refused,
    )
