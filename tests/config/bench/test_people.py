"""The measurement of a city runs, small: all rows three ways, look-ups twice."""

from collections.abc import Iterator
from datetime import datetime

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql
from tests.region import LOADED_AT

from tongban.config.bench import people
from tongban.records.enrolment.models import Cover, InsuredPerson
from tongban.services.demo.operations import load_demo

NOW: datetime = LOADED_AT
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by_hand(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection]:
    """Open a plain connection to the test database, with the region committed."""
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    monkeypatch.setenv("BENCH_PERSONS", "240")
    monkeypatch.setattr(people, "JOBS", 0)
    monkeypatch.setattr(people, "FEW", 60)
    monkeypatch.setattr(people, "PER_ROUND", 100)
    monkeypatch.setattr(people, "CALLS", 8)
    load_demo(NOW)
    where = connection.settings_dict
    with psycopg.connect(
        host=where["HOST"] or None,
        port=str(where["PORT"]) or None,
        user=where["USER"] or None,
        password=where["PASSWORD"] or None,
        dbname=where["NAME"],
    ) as opened:
        yield opened
        opened.execute("DROP TABLE IF EXISTS raw_plain")
        for table in people.TABLES:
            for twin in people.TWINS:
                opened.execute(f"DROP TABLE IF EXISTS {twin}_{table}")


def test_a_city_is_loaded_four_ways_and_looked_up_twice(by_hand):
    found = people.measure_people(NOW, by_hand)
    assert set(found) == {
        "people.load",
        "people.load_bare",
        "people.load_plain",
        "people.lookup_growth",
        "people.lookup_id",
        "people.lookup_name",
        "people.lookup_phone",
    }
    assert all(measure.ratio for measure in found.values())
    worst = found["people.lookup_growth"].ratio
    assert worst == max(found[f"people.lookup_{name}"].ratio for name in people.ASKED)
    assert InsuredPerson.objects.count() == 240
    for table, rows in (
        ("enrolment_insuredperson", 240),
        ("enrolment_cover", Cover.objects.count()),
    ):
        for twin in people.TWINS:
            counted = sql.SQL("SELECT count(*) FROM {}").format(
                people._twin(twin, table)
            )
            assert by_hand.execute(counted).fetchone() == (rows,)
