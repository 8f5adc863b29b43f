"""Every test of matching plays in the demo region, in its own transaction."""

import pytest
from tests.region import demo_region  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None) -> None:  # noqa: F811 - the fixture above
    """Give every test the region and its own transaction."""
