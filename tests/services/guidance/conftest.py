"""The demo region, for places and plans."""

import pytest
from tests.region import demo_region  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _region(demo_region: None, db: None) -> None:  # noqa: F811 - as above
    """Give every test the offices and its own transaction."""
