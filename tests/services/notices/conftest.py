"""Notices in the demo region, on phones of their own below a folder of the test."""

from pathlib import Path

import pytest
from tests.region import demo_region  # noqa: F401 - a fixture

from tongban.gateways.messaging import phones
from tongban.gateways.phones import Phones


@pytest.fixture(autouse=True)
def _staged(demo_region: None, db: None) -> None:  # noqa: F811 - the fixture above
    """Give every test the region and its own transaction."""


@pytest.fixture(autouse=True)
def drawer(settings, tmp_path: Path) -> Phones:
    """The phones of this test."""
    settings.TONGBAN_MESSAGING = "local"
    settings.TONGBAN_HOME = tmp_path
    return phones()
