"""The crowd files and reads without an error; pages are weighed and timed."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django.live_server_helper import LiveServer
from tests.covers import insure_everybody
from tests.region import LOADED_AT

from tongban.config.bench import site as bench_site
from tongban.config.bench.citizens import open_citizens
from tongban.records.accounts.models import Account
from tongban.records.cases.models import Case
from tongban.services.demo.operations import load_demo

CITIZENS = 4
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def address(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(settings, "TONGBAN_DEMO", True)
    load_demo(LOADED_AT)
    insure_everybody()
    return str(live_server.url)


def test_a_small_crowd_is_served_without_an_error(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = open_citizens(CITIZENS)
    assert len(set(keys)) == CITIZENS
    assert Account.objects.filter(login_name__startswith="bench-").count() == CITIZENS
    (tmp_path / bench_site.SESSIONS).write_text(json.dumps(keys))
    for name, value in {
        "CROWD": CITIZENS - 1,
        "FEW": 1,
        "CROWD_SECONDS": 8,
        "FEW_SECONDS": 3,
    }.items():
        monkeypatch.setattr(bench_site, name, value)

    found = bench_site.measure_crowd(address, tmp_path)

    assert found["crowd.failures"].value == 0
    filed = Case.objects.filter(party__accounts__login_name__startswith="bench-")
    assert filed.exists(), "nobody of the crowd filed anything"
    assert found["crowd.requests_per_s"].value > 0
    assert found["crowd.p95_ms"].ratio is not None
