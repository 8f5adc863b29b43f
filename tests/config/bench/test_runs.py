"""The measurements run: small rounds here, the real ones with ``make bench``."""

from collections.abc import Iterator
from datetime import datetime

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from tests.region import LOADED_AT

from tongban.config.bench import growth, speed
from tongban.records.cases.models import Case
from tongban.services.demo.operations import load_demo

NOW: datetime = LOADED_AT
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def by_hand(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection]:
    """Open a plain connection to the test database, with the region committed."""
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
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


def test_both_ways_are_timed_and_a_page_at_few_cases_and_at_many(by_hand, monkeypatch):
    monkeypatch.setattr(speed, "ROUNDS", 1)
    monkeypatch.setattr(speed, "CASES_PER_ROUND", 1)
    measure = speed.measure_commands(NOW, by_hand)
    assert measure.value > 0
    assert measure.ratio is not None
    rows = Case.objects.filter(outcome="granted").count()
    assert rows == 3, "one to warm, one through the services, one by hand"

    monkeypatch.setattr(growth, "FEW", 10)
    monkeypatch.setattr(growth, "MANY", 40)
    monkeypatch.setattr(growth, "BATCH", 20)
    monkeypatch.setattr(growth, "CALLS", 2)
    grown = growth.measure_growth(NOW, by_hand)
    assert grown.floor is not None
    assert Case.objects.count() == rows + 40
