"""Credentials are activated and shown in the demo region."""

import pytest
from tests.region import demo_region  # noqa: F401 - a fixture


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None) -> None:  # noqa: F811 - as above
    """Give every test the region and its own transaction."""


@pytest.fixture(autouse=True)
def _own_drawer(settings, tmp_path) -> None:
    """Give every test phones of its own."""
    settings.TONGBAN_HOME = tmp_path
