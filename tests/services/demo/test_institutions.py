"""The demo's institutions can call the interface with the keys its page tells."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from tests.region import demo_region  # noqa: F401 - a fixture

from tongban.records.hsa.models import AccessKey
from tongban.records.institutions.models import Institution
from tongban.services.demo.institutions import institutions, load_demo_institutions

NOW = datetime(2026, 11, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None) -> None:  # noqa: F811 - the fixture above
    """Give every test the region."""


def test_every_institution_is_there_once_with_its_key():
    for _ in range(2):
        load_demo_institutions(NOW)
    assert Institution.objects.count() == len(institutions())
    assert AccessKey.objects.count() == len(institutions())
    hospital = Institution.objects.get(code="H37070500001")
    assert hospital.party_id is not None
