"""Tests of personal accounts need people and offices."""

import pytest
from tests.region import demo_region  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _people(demo_region: None, db: None) -> None:  # noqa: F811 - the fixture above
    """Give every test the region."""
