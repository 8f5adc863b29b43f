"""Rosters of the schools of the demo region."""

import pytest
from tests.region import demo_region  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None) -> None:  # noqa: F811 - as above
    """Give every test the region and its own transaction."""
