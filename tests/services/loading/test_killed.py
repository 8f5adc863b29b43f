"""Loads cut short by a kill, by another writer, or kept out by another load."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, connection
from tests.region import LOADED_AT
from tests.services.cases.stage import at
from tests.services.loading.sheets import DAY, loaded, person, table, told

from tongban.core.loading.columns import LoadKind
from tongban.records.enrolment.models import InsuredPerson
from tongban.records.loading.models import LoadFile, LoadPart
from tongban.records.parties.models import Party
from tongban.services.demo.operations import load_demo
from tongban.services.loading import operations, tables
from tongban.services.loading.operations import (
    LOCK,
    LoadBusy,
    Order,
    load_file,
    try_file,
)

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 60
PER_PART = 10
BAD = frozenset({3, 14, 31, 47})
# Loads, tells each part, and waits to be killed.
PROGRAM = """
import sys, time
from pathlib import Path
import django
django.setup()
from datetime import datetime
from tongban.core.loading.columns import LoadKind
from tongban.services.loading import tables
from tongban.services.loading.operations import Order, load_file

def tell(done, of):
    print(done, flush=True)
    if done >= 30:
        time.sleep(60)

tables.ROWS_PER_PART = 10
at = datetime.fromisoformat(sys.argv[2])
load_file(Order(Path(sys.argv[1]), LoadKind.PERSONS, at), tell)
"""


@pytest.fixture(autouse=True)
def _region_again(
    _staged: None, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Load the region for each test: other processes commit."""
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    monkeypatch.setattr(tables, "ROWS_PER_PART", PER_PART)
    load_demo(LOADED_AT)


def _table(folder: Path) -> Path:
    rows = [
        person(place, **({"phone": "1"} if place in BAD else {}))
        for place in range(ROWS)
    ]
    return table(folder / "persons.csv", LoadKind.PERSONS, rows)


def _killed_after_three_parts(path: Path) -> None:
    name = str(connection.settings_dict["NAME"])
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(path), at(DAY).isoformat()],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "TONGBAN_TEST_DATABASE": name,
        },
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        for line in child.stdout:
            if int(line) >= 30:
                break
        child.kill()


def test_a_load_killed_in_the_middle_ends_in_the_same_state(tmp_path):
    path = _table(tmp_path)
    whole = try_file(Order(path, LoadKind.PERSONS, at(DAY)))
    before = Party.objects.count()
    _killed_after_three_parts(path)
    assert LoadPart.objects.count() == 3
    assert Party.objects.count() == before + 28
    assert whole.report is not None
    refused = tmp_path / "refused/persons.report.csv"
    with refused.open("a", encoding="utf-8") as file:
        file.write("99,half a row that was never commit")  # as a kill would leave it
    done = load_file(Order(path, LoadKind.PERSONS, at(DAY)))

    assert (done.rows, done.new, done.known, done.refused) == (60, 56, 0, 4)
    assert done.resumed_after == 31
    assert LoadFile.objects.count() == 1
    assert LoadPart.objects.count() == 6
    assert Party.objects.count() == before + 56 == before + whole.new
    assert InsuredPerson.objects.count() == 56
    assert refused.read_bytes() == whole.report.read_bytes()
    assert done.again is not None
    assert len(told(done.again)) == len(BAD)


def test_a_load_whose_refused_rows_are_gone_begins_anew(tmp_path):
    path = _table(tmp_path)
    _killed_after_three_parts(path)
    (tmp_path / "refused/persons.csv").unlink()
    done = load_file(Order(path, LoadKind.PERSONS, at(DAY)))
    assert (done.rows, done.new, done.known, done.refused) == (60, 28, 28, 4)
    assert LoadFile.objects.count() == 2


def test_a_second_load_is_kept_out(tmp_path, monkeypatch):
    monkeypatch.setattr(operations, "LOCK_SECONDS_MAX", 0.3)
    where = connection.settings_dict
    with psycopg.connect(
        host=where["HOST"] or None,
        port=str(where["PORT"]) or None,
        user=where["USER"] or None,
        password=where["PASSWORD"] or None,
        dbname=where["NAME"],
    ) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        with pytest.raises(LoadBusy):
            loaded(tmp_path, LoadKind.PERSONS, [person(0)])
    assert loaded(tmp_path, LoadKind.PERSONS, [person(0)]).new == 1


def test_somebody_registered_meanwhile_is_known_at_the_second_try(
    tmp_path, monkeypatch
):
    real, tries = operations.keep_rows, []

    def raced(kind, rows):
        tries.append(kind)
        if len(tries) == 1:
            raise IntegrityError("somebody was quicker")
        return real(kind, rows)

    monkeypatch.setattr(operations, "keep_rows", raced)
    report = loaded(tmp_path, LoadKind.PERSONS, [person(0), person(1, name="")])
    assert len(tries) == 2
    assert (report.new, report.refused) == (1, 1)
    assert len(told(report.report)) == 1


def test_a_part_that_never_fits_is_given_up_and_leaves_nothing(tmp_path, monkeypatch):
    def never(kind, rows):
        raise IntegrityError("always")

    monkeypatch.setattr(operations, "keep_rows", never)
    with pytest.raises(IntegrityError):
        loaded(tmp_path, LoadKind.PERSONS, [person(0)])
    assert not LoadPart.objects.exists()
    monkeypatch.undo()
    assert loaded(tmp_path, LoadKind.PERSONS, [person(0)]).new == 1
