"""Every test of the API plays in the demo region, on a Friday in September 2023."""

import pytest
from tests.region import demo_region  # noqa: F401 - a fixture
from tests.services.cases.stage import at

from tongban.services.timekeeping.operations import set_clock


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None, settings) -> None:  # noqa: F811 - as above
    """Give every test the region, its own transaction and a standing clock."""
    settings.TONGBAN_DEMO = True  # one-time codes of the demo's staff
    set_clock(moment=at("2023-09-22"), set_by="tests")
