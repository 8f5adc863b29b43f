"""Tables of the population: the same whoever writes them, and right to load."""

from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from tests.services.cases.stage import at

from tongban.core.population.plan import Plan
from tongban.policy.population import RegionUnlisted
from tongban.records.enrolment.models import (
    ContributionMonth,
    Cover,
    Employer,
    InsuredPerson,
    PremiumYear,
)
from tongban.services.demo.queries import OnlyInDemo
from tongban.services.population import files
from tongban.services.population.files import (
    SUMS,
    Ordered,
    part_numbers,
    write_part,
    write_population,
)
from tongban.services.population.loading import load_population

DAY = "2026-11-23"
PLAN = Plan(130, 7, date.fromisoformat(DAY))
OVERLAPS = """
SELECT count(*) FROM enrolment_cover a JOIN enrolment_cover b
  ON a.person_id = b.person_id AND a.id < b.id AND a.in_force && b.in_force
"""


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "PERSONS_PER_PART", 50)


def _ordered(folder, plan=PLAN):
    return Ordered(plan, "370700", folder)


def test_the_same_plan_gives_the_same_tables_and_another_seed_does_not(tmp_path):
    told = []
    first = write_population(
        _ordered(tmp_path / "a"), jobs=1, progress=lambda *at: told.append(at)
    )
    again = write_population(_ordered(tmp_path / "b"), jobs=1)
    other = write_population(_ordered(tmp_path / "c", Plan(130, 8, PLAN.on)), jobs=1)
    assert first == again != other
    assert told == [(0, 130), (50, 130), (100, 130), (130, 130)]
    sums = (tmp_path / "a" / SUMS).read_text().splitlines()
    assert len(sums) == 1 + 4 * len(part_numbers(PLAN))


def test_parts_written_in_another_order_are_the_same(tmp_path):
    write_population(_ordered(tmp_path / "a"), jobs=1)
    (tmp_path / "b").mkdir()
    for part in reversed(part_numbers(PLAN)):
        write_part(_ordered(tmp_path / "b"), part)
    written = sorted(path.name for path in (tmp_path / "b").iterdir())
    assert len(written) == 4 * 3
    assert all(
        (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
        for name in written
    )


def test_two_processes_write_the_same(tmp_path, monkeypatch):
    monkeypatch.undo()  # the other processes know only the published part size
    plan = Plan(40, 7, PLAN.on)
    alone = write_population(_ordered(tmp_path / "a", plan), jobs=1)
    assert write_population(_ordered(tmp_path / "b", plan), jobs=2) == alone


def test_a_region_without_shares_is_refused(tmp_path):
    with pytest.raises(RegionUnlisted):
        write_population(Ordered(PLAN, "110100", tmp_path), jobs=1)


def test_a_population_is_loaded_whole_and_a_second_time_adds_nothing(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    report = load_population(_ordered(tmp_path), at=at(DAY), jobs=0)
    assert (report.refused, report.known) == (0, 0)
    kept = [
        model.objects.count()
        for model in (Employer, InsuredPerson, Cover, ContributionMonth, PremiumYear)
    ]
    assert kept[1] == 130
    assert report.new == report.rows == sum(kept)
    with connection.cursor() as cursor:
        cursor.execute(OVERLAPS)
        assert cursor.fetchone() == (0,)
    again = load_population(_ordered(tmp_path), at=at(DAY), jobs=0)
    assert again.rows == report.rows
    assert InsuredPerson.objects.count() == 130
    assert list(tmp_path.glob("*.csv")) == []


def test_nobody_invented_is_loaded_outside_a_demo(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "TONGBAN_DEMO", False)
    with pytest.raises(OnlyInDemo):
        load_population(_ordered(tmp_path), at=at(DAY), jobs=0)


def test_a_city_of_one_has_tables_without_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    plan = Plan(1, 7, PLAN.on)
    report = load_population(_ordered(tmp_path, plan), at=at(DAY), jobs=0)
    assert report.refused == 0
    assert InsuredPerson.objects.count() == 1
